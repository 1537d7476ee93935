#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/values/series.hpp"

/// What checking one input came to: the one model that every report shows.
namespace cimgate::check {

enum class StepName : std::uint8_t { validate, translate, roundtrip };

/// `skipped`: did not apply, because of what a step before it came to.
enum class StepResult : std::uint8_t { passed, failed, not_judged, skipped };

struct Step {
  StepName name = StepName::validate;
  StepResult result = StepResult::passed;
  Text note;  ///< why it was skipped, or why it counts as passed or failed against the look of its findings
};

/// Whether a finding counts in the result, and why not.
struct Standing {
  enum class Kind : std::uint8_t {
    counts,
    known,       ///< in the baseline
    suppressed,  ///< by a suppression that has not expired
    expected,    ///< the file is there to be wrong
  };
  Kind kind = Kind::counts;
  std::string reason;
  std::string until;  ///< of a suppression: the day on which it ends
};

struct JudgedFinding {
  Finding finding;
  StepName step = StepName::validate;
  std::string fingerprint;  ///< the same when lines move; see fingerprints.hpp
  Standing standing;

  bool counts() const { return standing.kind == Standing::Kind::counts; }
};

struct JudgedFile {
  std::string file;     ///< as reports call it
  std::string message;  ///< "" when it is not known
  std::string schema;
  SchemaChoice schema_choice;  ///< why as that one
  std::string process;
  std::string as_of;                        ///< the day whose rules counted; "" when none did
  Verdict verdict = Verdict::undetermined;  ///< of validation; nothing that is suppressed makes it better
  std::vector<Step> steps;                  ///< those that were asked for, in order
  std::vector<JudgedFinding> findings;
  std::size_t findings_left_out = 0;
  SourceLines lines;
  values::Values values;         ///< metering values, when they were asked for
  bool values_left_out = false;  ///< they were, of an input too large for it, or read only once
  bool fault = false;            ///< an internal error
  bool unreadable = false;       ///< the input could not be read
};

/// From which severity on a finding fails a step.
enum class FailOn : std::uint8_t { error, warning, never };

/// Failed, counts, and severe enough.
bool fails(const JudgedFinding& finding, FailOn fail_on);

/// The worst of the steps: failed, not judged, passed (skipped ones follow from the others).
StepResult result_of(const JudgedFile& file);

/// Numbers over many files.
struct Totals {
  std::size_t files = 0;
  std::array<std::size_t, 3> verdicts{};    ///< by Verdict
  std::array<std::size_t, 3> severities{};  ///< by Severity: findings that failed and count
  std::size_t undetermined = 0;             ///< findings that could not be judged
  std::size_t set_aside = 0;                ///< findings that are known, suppressed or expected
  std::size_t left_out = 0;                 ///< findings beyond the limit
  std::size_t files_failed = 0;
  std::size_t files_not_judged = 0;
  bool fault = false;

  void add(const JudgedFile& file);
};

std::string_view to_string(StepName name);
std::string_view to_string(StepResult result);
std::string_view to_string(Standing::Kind kind);

}  // namespace cimgate::check
