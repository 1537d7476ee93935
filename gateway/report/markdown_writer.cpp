#include <fmt/format.h>

#include "gateway/report/most_severe.hpp"
#include "gateway/report/words.hpp"
#include "gateway/report/writer.hpp"
#include "gateway/text/escape.hpp"

/// A summary for a comment on a pull request or GITHUB_STEP_SUMMARY. A comment may have 65 536 characters, so
/// the table of findings is bounded.
namespace cimgate::report {
namespace {

using check::JudgedFile;
using check::JudgedFinding;

constexpr std::size_t most_bytes = std::size_t{48} * 1024;
constexpr std::size_t most_bytes_of_notices = std::size_t{8} * 1024;
constexpr std::size_t rank_of_notes = 3;  // they are in the other reports

class MarkdownWriter final : public Writer {
 public:
  explicit MarkdownWriter(const Run& run) : run_(run) {}

  std::string add(const JudgedFile& file) override {
    auto findings = errors_first(file);
    std::erase_if(findings, [](const JudgedFinding* judged) { return rank_of(*judged) >= rank_of_notes; });
    for (const auto& group : equal_findings(findings)) {
      std::string row = row_of(file, group);
      const auto weight = row.size();
      rows_.add(rank_of(*group.first), std::move(row), weight, 1 + group.other_lines.size());
    }
    left_out_ += file.findings_left_out;
    return {};
  }

  std::string end(const RunEnd& end) override {
    const auto& t = end.totals;
    std::string text =
        fmt::format("### {} cimgate {}: {}\n\n", mark(end), text::markdown_text(run_.command), headline(t));
    text += fmt::format("{}\n", text::markdown_text(summary_line(t, run_.norwegian)));
    if (!run_.as_of.empty())
      text += fmt::format("{} {}\n", say("As of", "Per"), text::markdown_text(run_.as_of));
    if (!rows_.empty()) {
      text += fmt::format("\n| {} | {} | {} |\n|---|---|---|\n", say("where", "hvor"), say("rule", "regel"),
                          say("finding", "funn"));
      rows_.each([&](const std::string& row) { text += row; });
    }
    if (const auto more = left_out_line(rows_.left_out(), left_out_, run_.norwegian); !more.empty())
      text += fmt::format("\n… {}, {}\n", more,
                          say("which the other reports may have", "som kan stå i de andre rapportene"));
    return text + notices_text(end.notices);
  }

 private:
  std::string_view say(std::string_view en, std::string_view nb) const { return run_.norwegian ? nb : en; }

  std::string notices_text(const std::vector<Text>& notices) const {
    std::string text;
    for (std::size_t i = 0; i < notices.size(); ++i) {
      const auto line = fmt::format("- {}\n", text::markdown_text(in(notices[i], run_.norwegian)));
      if (text.size() + line.size() > most_bytes_of_notices)
        return text + fmt::format("- … {} {} {}\n", say("and", "og"), grouped(notices.size() - i),
                                  say("more like these", "til som disse"));
      text += (i == 0 ? "\n" : "") + line;
    }
    return text;
  }

  static std::string_view mark(const RunEnd& end) {
    if (end.totals.files_failed > 0) return "❌";
    return end.exit_status == 0 ? "✅" : "❔";
  }

  std::string headline(const check::Totals& t) const {
    const auto files = run_.norwegian ? counted(t.files, "fil", "filer") : counted(t.files, "file", "files");
    if (t.files_failed > 0)
      return run_.norwegian ? fmt::format("{} av {} feiler", grouped(t.files_failed), files)
                            : fmt::format("{} of {} {}", grouped(t.files_failed), files,
                                          t.files_failed == 1 ? "fails" : "fail");
    if (t.files_not_judged > 0)
      return run_.norwegian
                 ? fmt::format("{} av {} kunne ikke kontrolleres ferdig", grouped(t.files_not_judged), files)
                 : fmt::format("{} of {} could not be checked fully", grouped(t.files_not_judged), files);
    return run_.norwegian ? fmt::format("{} i orden", files) : fmt::format("{} as they should be", files);
  }

  std::string row_of(const JudgedFile& file, const EqualFindings& group) const {
    const auto& finding = group.first->finding;
    std::string place = file.file;
    if (finding.line > 0) place += fmt::format(":{}:{}", finding.line, finding.column);
    std::string rule = text::markdown_code(finding.rule);
    if (finding.code)
      rule += fmt::format(" {}", text::markdown_code(finding.code->value + "/" + finding.code->agency));
    std::string text = fmt::format("**{}** {}", in(word_of(finding), run_.norwegian),
                                   text::markdown_text(in(finding.text, run_.norwegian)));
    if (const auto& advice = in(finding.advice, run_.norwegian); !advice.empty())
      text += fmt::format("<br>→ {}", text::markdown_text(advice));
    if (const auto more = more_like_it(group, run_.norwegian); !more.empty())
      text += fmt::format("<br>{}", text::markdown_text(more));
    return fmt::format("| {} | {} | {} |\n", text::markdown_code(place), rule, text);
  }

  const Run& run_;
  MostSevere<std::string> rows_{most_bytes};
  std::size_t left_out_ = 0;
};

}  // namespace

std::unique_ptr<Writer> make_markdown_writer(const Run& run) {
  return std::make_unique<MarkdownWriter>(run);
}

}  // namespace cimgate::report
