#include "gateway/elhub/hub/payload_refusals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace cimgate::hub {

bool is_refusal(const Finding& finding) {
  return finding.severity == Severity::error && finding.outcome == cimgate::Outcome::failed;
}

Reasons reasons_of(const std::vector<Finding>& findings) {
  Reasons reasons;
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& finding : findings) {
    if (!is_refusal(finding)) continue;
    const auto code = finding.code.value_or(ReasonCode{"E86", "260"});
    if (seen.emplace(code.value, code.agency).second && reasons.size() < 99) reasons.push_back(code);
  }
  return reasons;
}

std::optional<std::size_t> payload_of(const Finding& finding, std::string_view payload) {
  const auto at = finding.xpath.find(fmt::format("/{}", payload));
  if (at == std::string::npos) return std::nullopt;
  const auto after = at + 1 + payload.size();
  if (after >= finding.xpath.size() || finding.xpath[after] != '[') return std::size_t{0};
  return static_cast<std::size_t>(std::stoul(finding.xpath.substr(after + 1))) - 1;
}

Text sentence(const std::vector<Finding>& findings) {
  for (const auto& finding : findings)
    if (is_refusal(finding)) return finding.text;
  return {};
}

Sorted sort_by_payload(const std::vector<Finding>& findings, std::string_view payload, std::size_t count) {
  Sorted sorted;
  for (const auto& finding : findings) {
    const auto number = payload_of(finding, payload);
    if (number && count > 1 && *number < count)
      sorted.payloads[*number].push_back(finding);
    else
      sorted.whole.push_back(finding);
  }
  return sorted;
}

void share_fate(Sorted& sorted, const std::vector<std::vector<std::size_t>>& groups) {
  const auto refusals = [&](std::size_t number) {
    const auto at = sorted.payloads.find(number);
    return at != sorted.payloads.end() && std::any_of(at->second.begin(), at->second.end(), is_refusal)
               ? &at->second
               : nullptr;
  };
  for (const auto& group : groups) {
    const std::vector<Finding>* why = nullptr;
    for (const auto number : group)
      if (why == nullptr) why = refusals(number);
    if (why == nullptr) continue;
    const auto findings = *why;
    for (const auto number : group)
      if (refusals(number) == nullptr) sorted.payloads[number] = findings;
  }
}

}  // namespace cimgate::hub
