#pragma once
#include <string>
#include <tl/expected.hpp>

#include "gateway/document/message.hpp"
#include "gateway/rules/rule.hpp"

namespace cimgate::rules {

/// Changes a message as an example of a rule says. Paths are seen from the first record of the rule's `each`.
/// Error: which path does not exist in the message.
tl::expected<void, std::string> change(document::Message& message, const RuleDef& rule,
                                       const Example& example);

}  // namespace cimgate::rules
