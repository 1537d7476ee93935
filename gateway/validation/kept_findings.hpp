#pragma once
#include <atomic>
#include <cstddef>
#include <utility>
#include <vector>

#include "gateway/validation/severity_rank.hpp"

namespace cimgate::validation {

/// Findings that come bit by bit, of which the most severe are kept, of equal ones the first.
class KeptFindings {
 public:
  explicit KeptFindings(std::size_t limit) : limit_(limit), full_from_(limit == 0 ? 0 : severity_ranks) {}

  /// `left_out`: how many more there were that were only counted.
  void add(std::vector<Finding> findings, std::size_t left_out);

  const std::vector<Finding>& findings() const { return findings_; }
  std::vector<Finding> take() { return std::move(findings_); }
  std::size_t left_out() const { return left_out_; }

  /// Findings of this rank and of milder ones will not be kept any more. It only falls. From any thread.
  std::size_t full_from() const { return full_from_; }

 private:
  std::size_t limit_;
  std::vector<Finding> findings_;
  std::size_t left_out_ = 0;
  std::atomic<std::size_t> full_from_;
};

}  // namespace cimgate::validation
