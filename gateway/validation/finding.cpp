#include "cimgate/finding.hpp"

namespace cimgate {

std::string_view to_string(Stage stage) {
  switch (stage) {
    case Stage::wellformed:
      return "wellformed";
    case Stage::schema:
      return "schema";
    case Stage::codes:
      return "codes";
    case Stage::message:
      return "message";
    case Stage::market:
      return "market";
    case Stage::translation:
      return "translation";
  }
  return {};
}

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::info:
      return "info";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return {};
}

std::string_view to_string(Outcome outcome) {
  return outcome == Outcome::failed ? "failed" : "undetermined";
}

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::valid:
      return "valid";
    case Verdict::invalid:
      return "invalid";
    case Verdict::undetermined:
      return "undetermined";
  }
  return {};
}

Verdict verdict_of(const std::vector<Finding>& findings) {
  bool undetermined = false;
  for (const auto& finding : findings) {
    if (finding.outcome == Outcome::undetermined)
      undetermined = true;
    else if (finding.severity == Severity::error)
      return Verdict::invalid;
  }
  return undetermined ? Verdict::undetermined : Verdict::valid;
}

}  // namespace cimgate
