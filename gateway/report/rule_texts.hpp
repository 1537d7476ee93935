#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "gateway/report/writer.hpp"

namespace cimgate::report {

/// What a rule of the engine itself is about. Nothing for rules that come from files.
std::optional<RuleText> engine_rule(std::string_view rule);

/// The ids of all rules that engine_rule knows, sorted: every id that C++ names. A test holds the sources to
/// it.
std::vector<std::string_view> engine_rule_ids();

/// What all rules of a stage are about.
Text help_of(Stage stage);

/// The text of a rule for a report: the engine's own, what the run knows, or in words what its id says.
RuleText rule_text(const Run& run, const Finding& finding);

}  // namespace cimgate::report
