#pragma once
#include <functional>
#include <optional>
#include <string_view>

#include "cimgate/gateway.hpp"
#include "gateway/report/writer.hpp"

namespace cimgate::report {

/// A text of a rule without the values of one message: "{value} is not a day" becomes "… is not a day".
Text in_general(const Text& text);

/// What the rules from files are about, for Run::describe.
std::function<std::optional<RuleText>(std::string_view rule)> file_rules(const Gateway& gateway);

}  // namespace cimgate::report
