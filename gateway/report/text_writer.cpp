#include <fmt/format.h>

#include <algorithm>

#include "gateway/report/findings_by_rule.hpp"
#include "gateway/report/findings_text.hpp"
#include "gateway/report/most_severe.hpp"
#include "gateway/report/words.hpp"
#include "gateway/report/writer.hpp"
#include "gateway/text/escape.hpp"

namespace cimgate::report {
namespace {

using check::JudgedFile;
using check::StepResult;

std::string_view color_of(Verdict verdict) {
  static constexpr std::string_view colors[] = {"1;32", "1;31", "1;35"};
  return colors[static_cast<std::size_t>(verdict)];
}

std::string_view color_of(StepResult result) {
  static constexpr std::string_view colors[] = {"1;32", "1;31", "1;35", "2"};
  return colors[static_cast<std::size_t>(result)];
}

class TextWriter final : public Writer {
 public:
  explicit TextWriter(const Run& run) : run_(run), style_{run.color, run.norwegian} {}

  std::string add(const JudgedFile& file) override {
    rules_.add(file);
    if (run_.by_rule) return {};
    if (checks() && !run_.verbose && !worth_a_line(file)) return {};
    std::string text;
    if (!run_.quiet) text += findings_of(file);
    text += verdict_line(file);
    if (checks() && !run_.quiet) text += steps_lines(file);
    return text;
  }

  std::string end(const RunEnd& end) override {
    std::string text;
    if (run_.by_rule)
      text = rules_.in_full();
    else if (!run_.quiet)
      text = rules_.in_short();
    return checks() || run_.by_rule ? text + summary_line(end.totals, run_.norwegian) + '\n' : text;
  }

 private:
  bool checks() const { return run_.command == "check"; }

  static bool worth_a_line(const JudgedFile& file) {
    return check::result_of(file) != StepResult::passed || file.findings_left_out > 0 ||
           std::any_of(file.findings.begin(), file.findings.end(), [](const auto& judged) {
             return judged.counts() && judged.finding.severity >= Severity::warning;
           });
  }

  /// Findings that say the same are told once, and what is set aside only by number, unless more is asked
  /// for.
  std::string findings_of(const JudgedFile& file) const {
    std::vector<Finding> findings;
    std::vector<std::string> more;
    if (run_.verbose) {
      for (const auto* judged : errors_first(file)) findings.push_back(judged->finding);
    } else {
      for (const auto& group : equal_findings(errors_first(file))) {
        if (!group.first->counts()) continue;
        findings.push_back(group.first->finding);
        more.push_back(more_like_it(group, run_.norwegian));
      }
    }
    return findings_text(file.file, findings, file.lines, style_, more);
  }

  std::string verdict_line(const JudgedFile& file) const {
    std::string text =
        fmt::format("{}: {}", text::terminal_line(file.file),
                    painted(in(words_of(file.verdict), run_.norwegian), color_of(file.verdict), style_));
    const auto schema = in(schema_words(file), run_.norwegian);
    for (const auto* part : {&file.message, &schema, &file.process})
      if (!part->empty()) text += " · " + text::terminal_line(*part);
    if (const auto counts = findings_line(file, run_.norwegian); !counts.empty()) text += " · " + counts;
    return text + '\n';
  }

  /// Only the steps of which there is more to say than the verdict does.
  std::string steps_lines(const JudgedFile& file) const {
    std::string text;
    for (const auto& step : file.steps) {
      const bool plain = step.note.en.empty() &&
                         (step.name == check::StepName::validate || step.result == StepResult::passed);
      if (plain && !run_.verbose) continue;
      text += fmt::format("  {}: {}", to_string(step.name),
                          painted(in(words_of(step.result), run_.norwegian), color_of(step.result), style_));
      if (!step.note.en.empty())
        text += fmt::format(" ({})", text::terminal_text(in(step.note, run_.norwegian)));
      text += '\n';
    }
    return text;
  }

  const Run& run_;
  TextStyle style_;
  FindingsByRule rules_{run_, style_};
};

}  // namespace

std::unique_ptr<Writer> make_text_writer(const Run& run) {
  return std::make_unique<TextWriter>(run);
}

}  // namespace cimgate::report
