#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/scenario/rehearsal.hpp"

/// What is written about rehearsals.
namespace cimgate::scenario {

struct ReportStyle {
  bool norwegian = false;
  bool color = false;
  bool all_steps = false;  ///< text: also those of scenarios that have passed
  std::string started;     ///< YYYY-MM-DDThh:mm:ssZ; reports read no clock
};

/// A line a step, a line a scenario, and one at the end.
std::string text_report(const std::vector<Rehearsal>& rehearsals, const ReportStyle& style);
std::string json_report(const std::vector<Rehearsal>& rehearsals, const ReportStyle& style);
/// A suite a scenario and language, a case a step.
std::string junit_report(const std::vector<Rehearsal>& rehearsals, const ReportStyle& style);
/// One page that needs nothing beside it.
std::string html_report(const std::vector<Rehearsal>& rehearsals, const ReportStyle& style);
/// For the summary of a pull request or CI job: what went wrong, and what was run.
std::string markdown_report(const std::vector<Rehearsal>& rehearsals, const ReportStyle& style);

/// All there is to know of a kind of report: one row each, in reports.cpp.
struct ReportRow {
  std::string_view name;  ///< in `--format` and `--report KIND=PATH`
  std::string (*write)(const std::vector<Rehearsal>& rehearsals, const ReportStyle& style);
};

/// That of `--format` first.
std::span<const ReportRow> reports();
/// Null when there is none of this name.
const ReportRow* report_named(std::string_view name);
std::vector<std::string> report_names();

}  // namespace cimgate::scenario
