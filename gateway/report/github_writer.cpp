#include <fmt/format.h>

#include "gateway/report/most_severe.hpp"
#include "gateway/report/words.hpp"
#include "gateway/report/writer.hpp"
#include "gateway/text/escape.hpp"

/// Workflow commands of GitHub Actions ("::error file=…,line=…::…"), one line for equal findings of
/// a file. GitHub shows ten errors and ten warnings a step, the first ones: so errors come first, whatever
/// their file.
namespace cimgate::report {
namespace {

using check::JudgedFile;
using check::JudgedFinding;

constexpr std::size_t most_commands = 1000;

std::string_view command_of(const Finding& finding) {
  if (finding.outcome == Outcome::undetermined || finding.severity == Severity::error) return "error";
  return finding.severity == Severity::warning ? "warning" : "notice";
}

class GithubWriter final : public Writer {
 public:
  explicit GithubWriter(const Run& run) : run_(run) {}

  std::string add(const JudgedFile& file) override {
    auto findings = errors_first(file);
    std::erase_if(findings, [](const JudgedFinding* judged) { return !judged->counts(); });
    for (const auto& group : equal_findings(findings))
      commands_.add(rank_of(*group.first), command(file, group), 1, 1 + group.other_lines.size());
    left_out_ += file.findings_left_out;
    return {};
  }

  std::string end(const RunEnd& end) override {
    std::string text;
    commands_.each([&](const std::string& command) { text += command; });
    if (const auto more = left_out_line(commands_.left_out(), left_out_, run_.norwegian); !more.empty())
      text += fmt::format("::notice title=cimgate {}::… {}\n", text::command_property(run_.command),
                          text::command_data(more));
    for (const auto& notice : end.notices)
      text += fmt::format("::notice title=cimgate::{}\n", text::command_data(in(notice, run_.norwegian)));
    return text + fmt::format("::notice title=cimgate {}::{}\n", text::command_property(run_.command),
                              text::command_data(summary_line(end.totals, run_.norwegian)));
  }

 private:
  std::string command(const JudgedFile& file, const EqualFindings& group) const {
    const auto& finding = group.first->finding;
    std::string text = fmt::format("::{} file={}", command_of(finding), text::command_property(file.file));
    if (finding.line > 0) text += fmt::format(",line={},col={}", finding.line, finding.column);
    std::string title = finding.rule;
    if (finding.code) title += fmt::format(" [{}/{}]", finding.code->value, finding.code->agency);
    if (finding.outcome == Outcome::undetermined)
      title += fmt::format(" ({})", in(word_of(finding), run_.norwegian));
    std::string message = in(finding.text, run_.norwegian);
    if (const auto& advice = in(finding.advice, run_.norwegian); !advice.empty()) message += "\n" + advice;
    if (const auto more = more_like_it(group, run_.norwegian); !more.empty()) message += "\n" + more;
    return text + fmt::format(",title={}::{}\n", text::command_property(title), text::command_data(message));
  }

  const Run& run_;
  MostSevere<std::string> commands_{most_commands};
  std::size_t left_out_ = 0;
};

}  // namespace

std::unique_ptr<Writer> make_github_writer(const Run& run) {
  return std::make_unique<GithubWriter>(run);
}

}  // namespace cimgate::report
