#include "gateway/validation/kept_findings.hpp"

#include <algorithm>
#include <iterator>

namespace cimgate::validation {

void KeptFindings::add(std::vector<Finding> findings, std::size_t left_out) {
  left_out_ += left_out;
  if (findings.empty()) return;
  findings_.insert(findings_.end(), std::make_move_iterator(findings.begin()),
                   std::make_move_iterator(findings.end()));
  left_out_ += keep_most_severe(findings_, limit_);
  if (findings_.size() < limit_) return;
  std::size_t mildest = 0;
  for (const auto& finding : findings_) mildest = std::max(mildest, severity_rank(finding));
  full_from_ = mildest;
}

}  // namespace cimgate::validation
