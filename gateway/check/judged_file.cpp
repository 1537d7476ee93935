#include "gateway/check/judged_file.hpp"

#include <algorithm>

namespace cimgate::check {

bool fails(const JudgedFinding& judged, FailOn fail_on) {
  if (!judged.counts() || judged.finding.outcome == Outcome::undetermined || fail_on == FailOn::never)
    return false;
  return judged.finding.severity == Severity::error ||
         (fail_on == FailOn::warning && judged.finding.severity == Severity::warning);
}

StepResult result_of(const JudgedFile& file) {
  const auto any = [&](StepResult result) {
    return std::any_of(file.steps.begin(), file.steps.end(),
                       [&](const Step& step) { return step.result == result; });
  };
  if (any(StepResult::failed)) return StepResult::failed;
  return any(StepResult::not_judged) || file.steps.empty() ? StepResult::not_judged : StepResult::passed;
}

void Totals::add(const JudgedFile& file) {
  ++files;
  ++verdicts[static_cast<std::size_t>(file.verdict)];
  left_out += file.findings_left_out;
  fault = fault || file.fault;
  const auto result = result_of(file);
  files_failed += result == StepResult::failed ? 1 : 0;
  files_not_judged += result == StepResult::not_judged ? 1 : 0;
  for (const auto& judged : file.findings)
    if (judged.finding.outcome == Outcome::undetermined)
      ++undetermined;
    else if (!judged.counts())
      ++set_aside;
    else
      ++severities[static_cast<std::size_t>(judged.finding.severity)];
}

std::string_view to_string(StepName name) {
  switch (name) {
    case StepName::validate:
      return "validate";
    case StepName::translate:
      return "translate";
    case StepName::roundtrip:
      break;
  }
  return "roundtrip";
}

std::string_view to_string(StepResult result) {
  switch (result) {
    case StepResult::passed:
      return "passed";
    case StepResult::failed:
      return "failed";
    case StepResult::not_judged:
      return "not-judged";
    case StepResult::skipped:
      break;
  }
  return "skipped";
}

std::string_view to_string(Standing::Kind kind) {
  switch (kind) {
    case Standing::Kind::counts:
      return "counts";
    case Standing::Kind::known:
      return "known";
    case Standing::Kind::suppressed:
      return "suppressed";
    case Standing::Kind::expected:
      break;
  }
  return "expected";
}

}  // namespace cimgate::check
