#include <fmt/format.h>

#include <map>

#include "gateway/report/most_severe.hpp"
#include "gateway/report/words.hpp"
#include "gateway/report/writer.hpp"
#include "gateway/text/escape.hpp"

/// JUnit XML as CI servers read it: a suite a folder, a case a file and step. There is no standard; the names
/// and order of elements are those of the Ant task, which all readers take.
namespace cimgate::report {
namespace {

using check::JudgedFile;
using check::Step;
using check::StepName;
using check::StepResult;

constexpr std::size_t most_paragraphs = 50;  // a case

struct Suite {
  std::string name;
  std::string cases;
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
};

class JunitWriter final : public Writer {
 public:
  explicit JunitWriter(const Run& run) : run_(run) {}

  /// Numbers stand before the cases, so that cases are kept: a line a case that has passed.
  std::string add(const JudgedFile& file) override {
    auto& suite = suite_of(file.file);
    for (const auto& step : file.steps) add_case(suite, file, step);
    return {};
  }

  std::string end(const RunEnd& end) override {
    Suite all;
    for (const auto& suite : suites_) {
      all.tests += suite.tests;
      all.failures += suite.failures;
      all.errors += suite.errors;
      all.skipped += suite.skipped;
    }
    std::string xml = fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"cimgate {}\" tests=\"{}\" "
        "failures=\"{}\" errors=\"{}\" skipped=\"{}\">\n",
        text::xml_text(run_.command), all.tests, all.failures, all.errors, all.skipped);
    const std::string started = text::xml_text(run_.started.substr(0, 19));
    for (const auto& suite : suites_)
      xml += fmt::format(
          "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"0\" "
          "timestamp=\"{}\">\n{}  </testsuite>\n",
          text::xml_text(suite.name), suite.tests, suite.failures, suite.errors, suite.skipped, started,
          suite.cases);
    if (!end.notices.empty()) {
      std::string text;
      for (const auto& notice : end.notices) text += in(notice, run_.norwegian) + '\n';
      xml += fmt::format(
          "  <testsuite name=\"cimgate\" tests=\"0\" failures=\"0\" errors=\"0\" skipped=\"0\" time=\"0\" "
          "timestamp=\"{}\">\n    <system-out>{}</system-out>\n  </testsuite>\n",
          started, text::xml_text(text));
    }
    return xml + "</testsuites>\n";
  }

 private:
  Suite& suite_of(const std::string& file) {
    const auto slash = file.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : file.substr(0, slash);
    const auto [at, is_new] = by_folder_.try_emplace(folder, suites_.size());
    if (is_new) suites_.push_back({folder, {}, 0, 0, 0, 0});
    return suites_[at->second];
  }

  void add_case(Suite& suite, const JudgedFile& file, const Step& step) {
    ++suite.tests;
    std::string inside;
    switch (step.result) {
      case StepResult::failed:
        ++suite.failures;
        inside = element("failure", file, step);
        break;
      case StepResult::not_judged:
        ++suite.errors;
        inside = element("error", file, step);
        break;
      case StepResult::skipped:
        ++suite.skipped;
        inside = fmt::format("      <skipped message=\"{}\"/>\n", attribute(in(step.note, run_.norwegian)));
        break;
      case StepResult::passed:
        if (const auto text = details(file, step); !text.empty())
          inside = fmt::format("      <system-out>{}</system-out>\n", text::xml_text(text));
        break;
    }
    const auto name = file.file.substr(file.file.rfind('/') + 1);
    suite.cases += fmt::format("    <testcase name=\"{} · {}\" classname=\"{}\" file=\"{}\" time=\"0\"",
                               text::xml_text(name), to_string(step.name), text::xml_text(suite.name),
                               text::xml_text(file.file));
    suite.cases += inside.empty() ? "/>\n" : ">\n" + inside + "    </testcase>\n";
  }

  std::string element(std::string_view name, const JudgedFile& file, const Step& step) const {
    const Finding* first = nullptr;
    for (const auto* judged : errors_first(file))
      if (judged->step == step.name &&
          (step.result == StepResult::failed ? check::fails(*judged, run_.fail_on)
                                             : judged->finding.outcome == Outcome::undetermined)) {
        first = &judged->finding;
        break;
      }
    const std::string message =
        first != nullptr ? in(first->text, run_.norwegian) : in(words_of(step.result), run_.norwegian);
    return fmt::format("      <{} type=\"{}\" message=\"{}\">{}</{}>\n", name,
                       text::xml_text(first != nullptr ? first->rule : std::string(to_string(step.result))),
                       attribute(message), text::xml_text(details(file, step)), name);
  }

  /// The findings of the step, the most severe first, a paragraph for equal ones.
  std::string details(const JudgedFile& file, const Step& step) const {
    std::string text;
    if (!step.note.en.empty()) text += in(step.note, run_.norwegian) + '\n';
    auto findings = errors_first(file);
    std::erase_if(findings, [&](const auto* judged) { return judged->step != step.name; });
    MostSevere<std::string> told(most_paragraphs);
    for (const auto& group : equal_findings(findings))
      told.add(rank_of(*group.first), paragraph(file, group), 1, 1 + group.other_lines.size());
    told.each([&](const std::string& one) { text += one; });
    const auto beyond = step.name == StepName::validate ? file.findings_left_out : 0;
    if (const auto more = left_out_line(told.left_out(), beyond, run_.norwegian); !more.empty())
      text += fmt::format("… {}\n", more);
    return text;
  }

  std::string paragraph(const JudgedFile& file, const EqualFindings& group) const {
    const auto& judged = *group.first;
    const auto& finding = judged.finding;
    std::string text;
    text += file.file;
    if (finding.line > 0) text += fmt::format(":{}:{}", finding.line, finding.column);
    text += fmt::format(": {}: {}", in(word_of(finding), run_.norwegian), in(finding.text, run_.norwegian));
    if (finding.code) text += fmt::format(" [{}/{}]", finding.code->value, finding.code->agency);
    text += fmt::format("  ({})\n", finding.rule);
    if (!judged.counts())
      text += fmt::format("  {}: {}\n", in(words_of(judged.standing.kind), run_.norwegian),
                          judged.standing.reason);
    if (!finding.xpath.empty()) text += fmt::format("  {}\n", finding.xpath);
    if (const auto& advice = in(finding.advice, run_.norwegian); !advice.empty())
      text += fmt::format("  → {}\n", advice);
    if (const auto more = more_like_it(group, run_.norwegian); !more.empty())
      text += fmt::format("  {}\n", more);
    return text;
  }

  /// In an attribute a line break would become a space; readers show them as they are.
  static std::string attribute(std::string_view text) {
    std::string out;
    for (const char c : text::xml_text(text))
      if (c == '\n')
        out += "&#10;";
      else
        out += c;
    return out;
  }

  const Run& run_;
  std::vector<Suite> suites_;
  std::map<std::string, std::size_t> by_folder_;
};

}  // namespace

std::unique_ptr<Writer> make_junit_writer(const Run& run) {
  return std::make_unique<JunitWriter>(run);
}

}  // namespace cimgate::report
