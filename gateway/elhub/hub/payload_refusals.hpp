#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/elhub/hub/process_context.hpp"

/// What findings mean for a message that is taken or refused in parts.
namespace cimgate::hub {

bool is_refusal(const Finding& finding);
/// The reasons of findings that say the message is wrong, each once. A rule without a code of the market's
/// gives E86, "incorrect value".
Reasons reasons_of(const std::vector<Finding>& findings);
/// What the first of them says; "" when none refuses.
Text sentence(const std::vector<Finding>& findings);
/// The number of the payload that a finding is about; nothing when it is about the message.
std::optional<std::size_t> payload_of(const Finding& finding, std::string_view payload);

/// Findings sorted by payload; those about the message as a whole come first.
struct Sorted {
  std::vector<Finding> whole;
  std::map<std::size_t, std::vector<Finding>> payloads;
};
Sorted sort_by_payload(const std::vector<Finding>& findings, std::string_view payload, std::size_t count);
/// What belongs together is refused together, for the reason of the first that is.
void share_fate(Sorted& sorted, const std::vector<std::vector<std::size_t>>& groups);

}  // namespace cimgate::hub
