#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "gateway/report/findings_text.hpp"
#include "gateway/report/writer.hpp"

namespace cimgate::report {

/// What was found in all files of a run, rule by rule: the most severe first, and of these the most frequent.
/// Of each rule some places are kept. Findings that do not count are left out.
class FindingsByRule {
 public:
  FindingsByRule(const Run& run, const TextStyle& style) : run_(run), style_(style) {}

  void add(const check::JudgedFile& file);

  /// One line per rule; "" when all findings are in one file, which has told them.
  std::string in_short() const;
  /// Each rule with its places.
  std::string in_full() const;

 private:
  struct Rule {
    Finding first;
    std::size_t rank = 0;
    std::size_t findings = 0;
    std::size_t files = 0;
    std::vector<std::string> places;
  };
  using Row = std::pair<const std::string, Rule>;

  std::vector<const Row*> sorted() const;
  std::string how_many(const Rule& rule) const;

  const Run& run_;
  const TextStyle& style_;
  std::map<std::string, Rule> rules_;
  std::size_t files_ = 0;  ///< with findings that count
};

}  // namespace cimgate::report
