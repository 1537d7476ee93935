#pragma once
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/check/judged_file.hpp"

namespace cimgate::check {

/// Findings that somebody has decided to live with, for a time.
struct Suppression {
  std::string rule;  ///< with * for any characters
  std::string path;  ///< see path_pattern.hpp; from the folder of the file on
  std::string reason;
  std::string until;  ///< YYYY-MM-DD: the first day on which it no longer holds
  std::string place;  ///< "cimgate.suppressions.yaml:3"
  bool expired = false;
  bool used = false;
};

/// Files that are there to be wrong: it is a failure when they are not.
struct Expectation {
  std::string path;
  StepName step = StepName::validate;
  std::string reason;
  std::string place;
  bool used = false;
};

/// A file of both:
///
///   suppressions:
///     - { rule: codes.gsrn-check-digit, path: "incoming/**", reason: "…", until: 2027-01-01 }
///   expected:
///     - { path: "**/invalid/*.xml", fails: validate, reason: "…" }
class Suppressions {
 public:
  /// `folder`: where the file stands; `as_of`: the day that decides what has expired.
  /// Error: all mistakes in the file, one a line, with places.
  static tl::expected<Suppressions, std::string> parse(const std::string& path, std::string_view text,
                                                       const std::string& folder, const std::string& as_of);

  /// Gives findings that fit a suppression their standing. What could not be judged is never suppressed.
  void suppress(JudgedFile& file);
  /// For a settled file: a step that was expected to fail has passed when it did, and failed when it did not.
  void expect(JudgedFile& file);

  /// What is to be told at the end: what has expired, and what fitted nothing.
  std::vector<Text> notices() const;

 private:
  std::string folder_;
  std::vector<Suppression> suppressions_;
  std::vector<Expectation> expectations_;
};

}  // namespace cimgate::check
