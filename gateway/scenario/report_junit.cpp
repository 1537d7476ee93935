#include <fmt/format.h>

#include "gateway/scenario/reports.hpp"
#include "gateway/text/escape.hpp"

/// JUnit XML, in the form that gateway/report/junit_writer.cpp explains: a suite a pack and language, a case
/// a step.
namespace cimgate::scenario {
namespace {

struct Counts {
  std::size_t tests = 0, failures = 0, errors = 0;
  void add(const PlayedStep& step) {
    ++tests;
    failures += step.outcome == Outcome::failed ? 1 : 0;
    errors += step.outcome == Outcome::undetermined ? 1 : 0;
  }
  void add(const Counts& other) {
    tests += other.tests;
    failures += other.failures;
    errors += other.errors;
  }
};

std::string case_of(const PlayedStep& step, const std::string& suite, const std::string& file,
                    bool norwegian) {
  const auto& text = norwegian ? step.text.nb : step.text.en;
  auto xml =
      fmt::format("    <testcase name=\"{:02} {}\" classname=\"{}\" file=\"{}\" line=\"{}\" time=\"0\"",
                  step.number, text::xml_text(text), text::xml_text(suite), text::xml_text(file), step.line);
  if (step.outcome == Outcome::passed) return xml + "/>\n";
  const char* element = step.outcome == Outcome::failed ? "failure" : "error";
  const auto why = text::xml_text(norwegian ? step.why.nb : step.why.en);
  return xml + fmt::format(">\n      <{0} type=\"{1}\" message=\"{2}\">{2}\n{3}</{0}>\n    </testcase>\n",
                           element, to_string(step.outcome), why, text::xml_text(shown_of(step)));
}

}  // namespace

std::string junit_report(const std::vector<Rehearsal>& rehearsals, const ReportStyle& style) {
  std::string suites;
  Counts all;
  const auto time = text::xml_text(style.started.substr(0, 19));
  for (const auto& rehearsal : rehearsals) {
    const auto add = [&](const std::string& by, const std::vector<PlayedStep>& steps) {
      const auto name = rehearsal.name + " · " + by;
      Counts counts;
      std::string cases;
      for (const auto& step : steps) {
        counts.add(step);
        cases += case_of(step, name, rehearsal.file, style.norwegian);
      }
      all.add(counts);
      suites += fmt::format(
          "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"0\" time=\"0\" "
          "timestamp=\"{}\">\n{}  </testsuite>\n",
          text::xml_text(name), counts.tests, counts.failures, counts.errors, time, cases);
    };
    for (const auto& play : rehearsal.plays) add(play.by, play.steps);
    if (rehearsal.same) add("soap = cim", {*rehearsal.same});
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"cimgate rehearse\" tests=\"{}\" "
      "failures=\"{}\" "
      "errors=\"{}\" skipped=\"0\" time=\"0\">\n{}</testsuites>\n",
      all.tests, all.failures, all.errors, suites);
}

}  // namespace cimgate::scenario
