#pragma once
#include <optional>
#include <string_view>

#include "gateway/report/writer.hpp"

namespace cimgate::report {

/// What a rule of the engine itself is about. Nothing for rules that come from files.
std::optional<RuleText> engine_rule(std::string_view rule);

/// The text of a rule for a report: the engine's own, what the run knows, or in words what its id says.
RuleText rule_text(const Run& run, const Finding& finding);

}  // namespace cimgate::report
