#include <fmt/format.h>

#include "gateway/report/escape.hpp"
#include "gateway/report/words.hpp"
#include "gateway/report/writer.hpp"

/// Workflow commands of GitHub Actions ("::error file=…,line=…::…"), one line a finding. GitHub shows ten
/// errors and ten warnings a step; the first ones are the first files'.
namespace cimgate::report {
namespace {

using check::JudgedFile;
using check::JudgedFinding;

std::string_view command_of(const Finding& finding) {
  if (finding.outcome == Outcome::undetermined || finding.severity == Severity::error) return "error";
  return finding.severity == Severity::warning ? "warning" : "notice";
}

class GithubWriter final : public Writer {
 public:
  explicit GithubWriter(const Run& run) : run_(run) {}

  std::string add(const JudgedFile& file) override {
    std::string text;
    for (const auto& judged : file.findings)
      if (judged.counts()) text += command(file, judged);
    if (file.findings_left_out > 0)
      text += fmt::format("::notice file={}::{}\n", command_property(file.file),
                          command_data(fmt::format(
                              fmt::runtime(run_.norwegian ? "… og {} funn til" : "… and {} more findings"),
                              grouped(file.findings_left_out))));
    return text;
  }

  std::string end(const RunEnd& end) override {
    std::string text;
    for (const auto& notice : end.notices)
      text += fmt::format("::notice title=cimgate::{}\n", command_data(in(notice, run_.norwegian)));
    return text + fmt::format("::notice title=cimgate {}::{}\n", command_property(run_.command),
                              command_data(summary_line(end.totals, run_.norwegian)));
  }

 private:
  std::string command(const JudgedFile& file, const JudgedFinding& judged) const {
    const auto& finding = judged.finding;
    std::string text = fmt::format("::{} file={}", command_of(finding), command_property(file.file));
    if (finding.line > 0) text += fmt::format(",line={},col={}", finding.line, finding.column);
    std::string title = finding.rule;
    if (finding.code) title += fmt::format(" [{}/{}]", finding.code->value, finding.code->agency);
    if (finding.outcome == Outcome::undetermined)
      title += fmt::format(" ({})", in(word_of(finding), run_.norwegian));
    std::string message = in(finding.text, run_.norwegian);
    if (const auto& advice = in(finding.advice, run_.norwegian); !advice.empty()) message += "\n" + advice;
    return text + fmt::format(",title={}::{}\n", command_property(title), command_data(message));
  }

  const Run& run_;
};

}  // namespace

std::unique_ptr<Writer> make_github_writer(const Run& run) {
  return std::make_unique<GithubWriter>(run);
}

}  // namespace cimgate::report
