#include "judged.hpp"

#include "gateway/check/fingerprints.hpp"

namespace cimgate::test {

Finding an_error(std::string rule) {
  Finding finding;
  finding.rule = std::move(rule);
  finding.line = 7;
  finding.column = 5;
  finding.xpath = "/Message/Record[2]/Value";
  finding.text = {"Value is '40'", "Value er '40'"};
  finding.advice = {"Write 41", "Skriv 41"};
  finding.source = {"published", "https://example.org/rule"};
  return finding;
}

check::JudgedFile a_file(std::string name, Finding finding) {
  Checked checked;
  checked.message = "RequestStartOfSupply";
  checked.schema = "elhub/2.4.3";
  checked.findings = {std::move(finding)};
  checked.verdict = verdict_of(checked.findings);
  checked.lines.add(7, {"    <Value>40</Value>"});
  auto file = check::judged(name, std::move(checked));
  check::settle(file, check::FailOn::error);
  return file;
}

check::JudgedFile a_valid_file(std::string name) {
  Checked checked;
  checked.verdict = Verdict::valid;
  auto file = check::judged(name, std::move(checked));
  check::settle(file, check::FailOn::error);
  return file;
}

std::string written(report::Kind kind, const report::Run& run, std::vector<check::JudgedFile> files,
                    report::RunEnd end) {
  const auto writer = report::make_writer(kind, run);
  std::string text = writer->begin();
  for (const auto& file : files) {
    end.totals.add(file);
    text += writer->add(file);
  }
  end.ended = "2026-11-21T08:00:01Z";
  return text + writer->end(end);
}

report::Run a_run() {
  report::Run run;
  run.command = "check";
  run.version = "0.1.0";
  run.as_of = "2026-11-21";
  run.day = "2026-11-21";
  run.started = "2026-11-21T08:00:00Z";
  return run;
}

}  // namespace cimgate::test
