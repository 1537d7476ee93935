#include <fmt/format.h>

#include <algorithm>

#include "gateway/report/escape.hpp"
#include "gateway/report/findings_text.hpp"
#include "gateway/report/most_severe.hpp"
#include "gateway/report/words.hpp"
#include "gateway/report/writer.hpp"

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
    if (checks() && !run_.verbose && !worth_a_line(file)) return {};
    std::string text;
    if (!run_.quiet) text += findings_text(file.file, shown(file), file.lines, style_);
    text += verdict_line(file);
    if (checks() && !run_.quiet) text += steps_lines(file);
    return text;
  }

  std::string end(const RunEnd& end) override {
    return checks() ? summary_line(end.totals, run_.norwegian) + '\n' : std::string();
  }

 private:
  bool checks() const { return run_.command == "check"; }

  static bool worth_a_line(const JudgedFile& file) {
    return check::result_of(file) != StepResult::passed || file.findings_left_out > 0 ||
           std::any_of(file.findings.begin(), file.findings.end(), [](const auto& judged) {
             return judged.counts() && judged.finding.severity >= Severity::warning;
           });
  }

  /// What is set aside is only told by number, unless more is asked for.
  std::vector<Finding> shown(const JudgedFile& file) const {
    std::vector<Finding> findings;
    for (const auto* judged : errors_first(file))
      if (judged->counts() || run_.verbose) findings.push_back(judged->finding);
    return findings;
  }

  std::string verdict_line(const JudgedFile& file) const {
    std::string text =
        fmt::format("{}: {}", terminal_line(file.file),
                    painted(in(words_of(file.verdict), run_.norwegian), color_of(file.verdict), style_));
    for (const auto* part : {&file.message, &file.schema, &file.process})
      if (!part->empty()) text += " · " + terminal_line(*part);
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
      if (!step.note.en.empty()) text += fmt::format(" ({})", terminal_text(in(step.note, run_.norwegian)));
      text += '\n';
    }
    return text;
  }

  const Run& run_;
  TextStyle style_;
};

}  // namespace

std::unique_ptr<Writer> make_text_writer(const Run& run) {
  return std::make_unique<TextWriter>(run);
}

}  // namespace cimgate::report
