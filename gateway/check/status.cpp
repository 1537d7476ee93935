#include "gateway/check/status.hpp"

#include <algorithm>

namespace cimgate::check {
namespace {

/// There is no answer to give: nothing stands there, and nobody asked why not.
bool unanswered(const Explained& explained, bool has_values, const ExplainOptions& asked) {
  if (asked.why_not.empty()) return !asked.path.empty() && !has_values;
  return !has_values && explained.absences.empty();
}

}  // namespace

Status worse(Status a, Status b) {
  return std::max(a, b);
}

Status status_of(const JudgedFile& file) {
  if (file.fault) return Status::our_fault;
  if (file.unreadable) return Status::usage;
  switch (result_of(file)) {
    case StepResult::failed:
      return Status::found;
    case StepResult::not_judged:
      return Status::undetermined;
    case StepResult::passed:
    case StepResult::skipped:
      break;
  }
  return Status::fine;
}

bool has_result(const Translated& result) {
  return !result.whole.empty() || !result.files.empty();
}

Status status_of(const Translated& result) {
  if (result.fault) return Status::our_fault;
  const auto verdict = verdict_of(result.findings);
  if (verdict == Verdict::undetermined) return Status::undetermined;
  const bool nothing = !has_result(result) && !result.delivered;
  return verdict == Verdict::invalid || nothing ? Status::found : Status::fine;
}

Status status_of(const RoundTrip& trip) {
  if (trip.fault) return Status::our_fault;
  if (trip.equal) return Status::fine;
  return verdict_of(trip.findings) == Verdict::undetermined ? Status::undetermined : Status::found;
}

Status status_of(const Explained& explained, bool has_values, const ExplainOptions& asked) {
  if (explained.fault) return Status::our_fault;
  const auto verdict = verdict_of(explained.findings);
  if (verdict == Verdict::undetermined) return Status::undetermined;
  return verdict == Verdict::invalid || unanswered(explained, has_values, asked) ? Status::found
                                                                                 : Status::fine;
}

}  // namespace cimgate::check
