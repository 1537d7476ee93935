#pragma once
#include <map>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "gateway/check/judged_file.hpp"

namespace cimgate::check {

/// The findings that were there before: they are shown, but do not fail. A text file that is kept beside the
/// messages; a line a finding, sorted, so that differences are easy to read.
class Baseline {
 public:
  /// Error: all mistakes in the file, one a line, with places. Paths in it are from `folder` on.
  static tl::expected<Baseline, std::string> parse(const std::string& path, std::string_view text,
                                                   const std::string& folder);

  /// Gives the findings that it knows their standing. What could not be judged is never known.
  void apply(JudgedFile& file);

  /// Entries about files that were checked, or are gone, which fit no finding any more.
  std::vector<Text> stale() const;

 private:
  enum class State : std::uint8_t { unseen, checked, found };
  struct Entry {
    std::string rule;
    State state = State::unseen;
  };
  std::string path_;
  std::string folder_;
  std::map<std::pair<std::string, std::string>, Entry> entries_;  ///< by file and fingerprint
};

/// Gathers the findings of a run and writes them as a baseline: errors and warnings that are not suppressed.
class BaselineWriter {
 public:
  explicit BaselineWriter(std::string folder) : folder_(std::move(folder)) {}
  void add(const JudgedFile& file);
  std::string text() const;
  std::size_t size() const { return lines_.size(); }

 private:
  std::string folder_;
  std::vector<std::string> lines_;
};

}  // namespace cimgate::check
