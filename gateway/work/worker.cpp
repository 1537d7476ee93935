#include "gateway/work/worker.hpp"

#include <filesystem>

#include "gateway/check/judge.hpp"
#include "gateway/work/envelopes.hpp"

namespace cimgate::work {
namespace {

std::string name_of_result(const std::string& name, const std::string& text) {
  return std::filesystem::path(name).stem().string() + (is_json(text) ? ".json" : ".xml");
}

std::string report_of(const check::JudgedFile& file, const report::Run& run) {
  report::RunEnd end;
  end.totals.add(file);
  end.ended = run.started;
  const auto writer = report::make_writer(report::Kind::json, run);
  auto text = writer->begin();
  text += writer->add(file);
  return text + writer->end(end);
}

Worked dead_letter(const Job& job, const check::JudgedFile& file, const report::Run& run) {
  const auto to = file.verdict == Verdict::invalid ? Output::To::invalid : Output::To::dead_letter;
  return {{{to, job.name + ".findings.json", report_of(file, run), true}, {to, job.name, job.bytes}}, true};
}

/// About a message that nobody could look into.
Worked not_tried(const Job& job, Finding finding, const report::Run& run) {
  Checked checked;
  finding.stage = Stage::translation;
  finding.outcome = Outcome::undetermined;
  checked.findings.push_back(std::move(finding));
  auto file = check::judged(job.name, std::move(checked));
  check::settle(file, run.fail_on);
  return dead_letter(job, file, run);
}

Finding not_there(const std::string& why) {
  Finding finding;
  finding.rule = "check.not-there";
  finding.text = {"The message could not be had: " + why + ".", "Meldingen kunne ikke hentes: " + why + "."};
  finding.advice = {"Ask the sender to send it again.", "Be avsenderen om å sende den på nytt."};
  return finding;
}

Finding gave_up(unsigned attempts) {
  Finding finding;
  finding.rule = "check.gave-up";
  const auto times = std::to_string(attempts - 1);
  finding.text = {"Workers died over this message " + times + " times; it was not tried again.",
                  "Prosesser har stanset under arbeidet med denne meldingen " + times +
                      " ganger; den ble ikke forsøkt igjen."};
  finding.advice = {"Please report it, with the message if you may share it.",
                    "Meld gjerne fra, med meldingen hvis du kan dele den."};
  return finding;
}

}  // namespace

Worked work_on(const Gateway& gateway, const Job& job, const WorkOptions& options) {
  if (!job.unreadable.empty()) return not_tried(job, not_there(job.unreadable), options.run);
  if (job.attempt > options.most_attempts) return not_tried(job, gave_up(job.attempt), options.run);
  if (!options.translated) {
    auto file = check::judge(gateway, job.name, {job.bytes},
                             {options.translate.validate.value_or(ValidateOptions{}), {}, false, false});
    check::settle(file, options.run.fail_on);
    if (file.verdict != Verdict::valid || check::result_of(file) != check::StepResult::passed)
      return dead_letter(job, file, options.run);
    return {{{Output::To::result, job.name, job.bytes}}, false};
  }
  const auto made = gateway.translate(job.bytes, options.translate);
  auto file = check::judged(job.name, made.checked.value_or(Checked{}));
  if (!made.checked) {  // only translated: what that found is all there is
    file.message = made.message;
    file.verdict = made.whole.empty() ? Verdict::undetermined : Verdict::valid;
  }
  check::add_translation(file, made);
  check::settle(file, options.run.fail_on);
  const bool fine = file.verdict == Verdict::valid && !made.whole.empty() && !made.fault &&
                    verdict_of(made.findings) == Verdict::valid &&
                    check::result_of(file) == check::StepResult::passed;
  if (!fine) return dead_letter(job, file, options.run);
  return {{{Output::To::result, name_of_result(job.name, made.whole), made.whole}}, false};
}

}  // namespace cimgate::work
