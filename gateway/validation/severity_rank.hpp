#pragma once
#include <cstddef>
#include <vector>

#include "cimgate/finding.hpp"

/// Which findings are told first, and which are left out when there is no room for all.
namespace cimgate::validation {

/// 0: an error; then what could not be judged, warnings, notes.
inline std::size_t severity_rank(const Finding& finding) {
  if (finding.outcome == Outcome::undetermined) return 1;
  return finding.severity == Severity::error ? 0 : finding.severity == Severity::warning ? 2 : 3;
}

constexpr std::size_t severity_ranks = 4;

/// Keeps the `limit` most severe findings, of equal ones the first, in their order; returns how many were
/// left out.
std::size_t keep_most_severe(std::vector<Finding>& findings, std::size_t limit);

}  // namespace cimgate::validation
