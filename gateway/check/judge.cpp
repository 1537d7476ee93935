#include "gateway/check/judge.hpp"

#include <algorithm>
#include <exception>
#include <iterator>

#include "gateway/check/fingerprints.hpp"
#include "gateway/engine/input.hpp"
#include "gateway/values/places.hpp"
#include "gateway/values/read.hpp"

namespace cimgate::check {
namespace {

Finding fault_finding(Stage stage) {
  Finding finding;
  finding.rule = "check.fault";
  finding.stage = stage;
  finding.outcome = Outcome::undetermined;
  finding.text = {"internal error: this file was not checked to the end; please report it",
                  "intern feil: denne filen ble ikke kontrollert ferdig; meld gjerne fra"};
  return finding;
}

void skip(JudgedFile& file, StepName name, Text why) {
  file.steps.push_back({name, StepResult::skipped, std::move(why)});
}

/// Of a translation only what is its own: the input was judged before. Notes tell of policies, not of faults.
void add_own_findings(JudgedFile& file, StepName step, std::vector<Finding> findings) {
  for (auto& finding : findings)
    if (finding.stage == Stage::translation && finding.severity != Severity::info)
      file.findings.push_back({std::move(finding), step, {}, {}});
}

void add_lines(JudgedFile& file, SourceLines lines) {
  file.lines.merge(std::move(lines));
}

Finding difference_finding(const Difference& difference) {
  Finding finding;
  finding.rule = "roundtrip." + difference.kind;
  finding.stage = Stage::translation;
  finding.xpath = difference.path;
  if (difference.kind == "missing")
    finding.text = {"there and back, this is missing", "frem og tilbake er dette borte"};
  else if (difference.kind == "added")
    finding.text = {"there and back, this is new", "frem og tilbake er dette nytt"};
  else
    finding.text = {"there and back, this is another value", "frem og tilbake er dette en annen verdi"};
  return finding;
}

/// The set that is asked for, or that the day of the validation decided on.
std::string set_of(const JudgeOptions& options, const JudgedFile& file) {
  return file.schema_choice.by == SchemaChoice::By::day ? file.schema : options.validate.schema;
}

/// True when there is a translation to take back.
bool translate(const Gateway& gateway, const std::vector<std::string>& parts, const JudgeOptions& options,
               JudgedFile& file) {
  TranslateOptions how;
  how.profile = options.profile;
  how.schema = set_of(options, file);
  how.limits = options.validate.limits;
  const auto made = gateway.translate(parts, how);
  add_translation(file, made);
  return !made.files.empty() && verdict_of(made.findings) == Verdict::valid;
}

void there_and_back(const Gateway& gateway, const std::vector<std::string>& parts,
                    const JudgeOptions& options, JudgedFile& file) {
  RoundTripOptions how;
  how.profile = options.profile;
  how.schema = set_of(options, file);
  how.limits = options.validate.limits;
  auto trip = gateway.round_trip(parts, how);
  file.steps.push_back({StepName::roundtrip, StepResult::passed, {}});
  file.fault = file.fault || trip.fault;
  for (const auto& difference : trip.differences)
    file.findings.push_back({difference_finding(difference), StepName::roundtrip, {}, {}});
  if (!trip.equal && trip.differences.empty()) {
    const auto before = file.findings.size();
    add_own_findings(file, StepName::roundtrip, std::move(trip.findings));
    if (file.findings.size() == before)
      file.findings.push_back({fault_finding(Stage::translation), StepName::roundtrip, {}, {}});
  }
}

void translate_and_back(const Gateway& gateway, const std::vector<std::string>& parts, JudgeOptions options,
                        JudgedFile& file) {
  // CIM documents come back in the profile that they are in.
  const auto profiles = gateway.profiles();
  if (options.profile.empty() && std::find(profiles.begin(), profiles.end(), file.schema) != profiles.end())
    options.profile = file.schema;
  // What a rule could not judge for lack of facts can still be translated; what could not be read cannot.
  const bool readable = std::none_of(file.findings.begin(), file.findings.end(), [](const auto& judged) {
    return judged.finding.outcome == Outcome::undetermined && judged.finding.stage <= Stage::schema;
  });
  if (file.verdict == Verdict::invalid || !readable) {
    const Text why = readable ? Text{"the message is not valid", "meldingen er ikke gyldig"}
                              : Text{"the message could not be read", "meldingen kunne ikke leses"};
    skip(file, StepName::translate, why);
    skip(file, StepName::roundtrip, why);
    return;
  }
  if (translate(gateway, parts, options, file))
    there_and_back(gateway, parts, options, file);
  else
    skip(file, StepName::roundtrip, {"there is no whole translation", "det er ingen hel oversettelse"});
}

/// The values of whatever could be read, valid or not.
void add_values(const Gateway& gateway, const std::vector<std::string>& parts, const JudgeOptions& options,
                JudgedFile& file) {
  std::size_t bytes = 0;
  for (const auto& part : parts) bytes += part.size();
  if (bytes > most_bytes_with_values) {
    file.values_left_out = true;
    return;
  }
  const auto& validate = options.validate;
  const auto input = read_input(gateway.engine(), parts, {validate.profile, validate.schema, validate.as_of},
                                validate.limits);
  for (const auto& message : input.read.messages) {
    const auto& dialect = message.document.dialect();
    const auto places = values::load_places(*gateway.engine().store, dialect.id);
    if (!places) continue;
    values::read_series(message.document, *places, file.values.series);
    file.values.calendar = dialect.calendar;
    file.values.words = places->words;
  }
}

}  // namespace

JudgedFile judged(const std::string& name, Checked checked) {
  JudgedFile file;
  file.file = name;
  file.message = std::move(checked.message);
  file.schema = std::move(checked.schema);
  file.schema_choice = std::move(checked.schema_choice);
  file.process = std::move(checked.process);
  file.as_of = std::move(checked.as_of);
  file.verdict = checked.verdict;
  file.findings_left_out = checked.findings_left_out;
  file.lines = std::move(checked.lines);
  for (auto& finding : checked.findings)
    file.findings.push_back({std::move(finding), StepName::validate, {}, {}});
  file.steps.push_back({StepName::validate, StepResult::passed, {}});
  number_fingerprints(file);
  return file;
}

void add_translation(JudgedFile& file, const Translated& made) {
  file.fault = file.fault || made.fault;
  file.steps.push_back({StepName::translate, StepResult::passed, {}});
  add_own_findings(file, StepName::translate, made.findings);
  add_lines(file, made.lines);
  number_fingerprints(file);
}

JudgedFile judge(const Gateway& gateway, const std::string& name, const std::vector<std::string>& parts,
                 const JudgeOptions& options) {
  JudgedFile file;
  file.file = name;
  try {
    file = judged(name, gateway.validate(parts, options.validate));
    if (options.there_and_back) translate_and_back(gateway, parts, options, file);
    if (options.with_values) add_values(gateway, parts, options, file);
  } catch (const std::exception&) {
    file.fault = true;
    if (file.steps.empty()) file.steps.push_back({StepName::validate, StepResult::passed, {}});
    const auto step = file.steps.back().name;
    const auto stage = step == StepName::validate ? Stage::message : Stage::translation;
    file.findings.push_back({fault_finding(stage), step, {}, {}});
  }
  number_fingerprints(file);
  return file;
}

JudgedFile unreadable(const std::string& name, bool there_and_back) {
  JudgedFile file;
  file.file = name;
  file.unreadable = true;
  Finding finding;
  finding.rule = "wellformed.unreadable";
  finding.stage = Stage::wellformed;
  finding.outcome = Outcome::undetermined;
  finding.text = {"the file cannot be read", "filen kan ikke leses"};
  file.findings.push_back({std::move(finding), StepName::validate, {}, {}});
  file.steps.push_back({StepName::validate, StepResult::not_judged, {}});
  if (there_and_back)
    for (const auto name_of_step : {StepName::translate, StepName::roundtrip})
      skip(file, name_of_step, {"the file cannot be read", "filen kan ikke leses"});
  number_fingerprints(file);
  return file;
}

void settle(JudgedFile& file, FailOn fail_on) {
  for (auto& step : file.steps) {
    if (step.result == StepResult::skipped) continue;
    const bool validates = step.name == StepName::validate;
    // Findings beyond the limit have no standing: they count.
    bool failed = validates && file.findings_left_out > 0 && file.verdict == Verdict::invalid &&
                  fail_on != FailOn::never;
    // Whether a valid message has a warning beyond the limit, nobody has told.
    const bool untold = file.findings_left_out > 0 && fail_on == FailOn::warning;
    bool open = validates && (file.verdict == Verdict::undetermined || untold);
    for (const auto& judged : file.findings) {
      if (judged.step != step.name) continue;
      failed = failed || fails(judged, fail_on);
      open = open || judged.finding.outcome == Outcome::undetermined;
    }
    step.result = failed ? StepResult::failed : open ? StepResult::not_judged : StepResult::passed;
  }
}

}  // namespace cimgate::check
