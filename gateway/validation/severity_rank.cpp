#include "gateway/validation/severity_rank.hpp"

#include <algorithm>
#include <array>

namespace cimgate::validation {

std::size_t keep_most_severe(std::vector<Finding>& findings, std::size_t limit) {
  if (findings.size() <= limit) return 0;
  const std::size_t left_out = findings.size() - limit;
  std::array<std::size_t, severity_ranks> room{};
  for (const auto& finding : findings) ++room[severity_rank(finding)];
  for (auto& of_rank : room) limit -= of_rank = std::min(of_rank, limit);
  std::erase_if(findings, [&](const Finding& finding) {
    auto& left = room[severity_rank(finding)];
    if (left == 0) return true;
    --left;
    return false;
  });
  return left_out;
}

}  // namespace cimgate::validation
