#include "gateway/report/findings_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/report/words.hpp"
#include "gateway/text/escape.hpp"

namespace cimgate::report {
namespace {

constexpr std::size_t most_columns = 100;

std::string_view color_of(const Finding& finding) {
  if (finding.outcome == Outcome::undetermined) return "1;35";
  switch (finding.severity) {
    case Severity::error:
      return "1;31";
    case Severity::warning:
      return "1;33";
    case Severity::info:
      break;
  }
  return "1;36";
}

/// Byte offset of a column that counts characters.
std::size_t offset_of(std::string_view line, std::size_t column) {
  std::size_t at = 0;
  while (at < line.size() && column > 1) {
    ++at;
    while (at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0) == 0x80) ++at;
    --column;
  }
  return at;
}

std::string excerpt(Excerpts& excerpts, const SourceLine& line, const Finding& finding,
                    const TextStyle& style) {
  const auto shown = excerpts.of(line, mark_of(finding, line));
  const std::string number = std::to_string(finding.line);
  return fmt::format("  {} | {}\n  {} | {}{}\n", number, shown.text, std::string(number.size(), ' '),
                     std::string(shown.column - 1, ' '),
                     painted(std::string(shown.length, '^'), color_of(finding), style));
}

}  // namespace

std::string painted(std::string_view text, std::string_view color, const TextStyle& style) {
  return style.color ? fmt::format("\x1b[{}m{}\x1b[0m", color, text) : std::string(text);
}

Excerpt Excerpts::of(const SourceLine& line, const Mark& mark) {
  const auto column = std::max<std::size_t>(mark.column, 1);
  const std::size_t first = column > most_columns - 20 ? column - (most_columns - 30) : 1;
  const std::string_view text = line.text;
  if (line_ != &line || first < column_) {
    line_ = &line;
    column_ = 1;
    offset_ = 0;
  }
  offset_ += offset_of(text.substr(offset_), first - column_ + 1);
  column_ = first;
  const std::string_view rest = text.substr(offset_);
  const auto shown = text::one_column_each(rest.substr(0, offset_of(rest, most_columns + 1)));
  const auto columns = static_cast<std::size_t>(std::count_if(
      shown.begin(), shown.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
  // The end of a value may be beyond what is shown.
  const auto before = column - first;
  const auto length =
      std::max<std::size_t>(std::min(mark.length, columns > before ? columns - before : 1), 1);
  if (first == 1 && line.first_column == 1) return {shown, column, length};
  return {"…" + shown, before + 2, length};
}

std::string findings_text(const std::string& file, const std::vector<Finding>& findings,
                          const SourceLines& lines, const TextStyle& style,
                          const std::vector<std::string>& more) {
  std::string text;
  Excerpts excerpts;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const auto& finding = findings[i];
    std::string place = text::terminal_line(file);
    if (finding.line > 0) place += fmt::format(":{}:{}", finding.line, finding.column);
    text += fmt::format("{}: {}: {}", painted(place, "1", style),
                        painted(in(word_of(finding), style.norwegian), color_of(finding), style),
                        text::terminal_text(style.norwegian ? finding.text.nb : finding.text.en));
    if (finding.code) text += fmt::format(" [{}/{}]", finding.code->value, finding.code->agency);
    text += fmt::format("  ({})\n", finding.rule);
    if (const auto* line = lines.find(finding.line, finding.column); line != nullptr)
      text += excerpt(excerpts, *line, finding, style);
    if (!finding.xpath.empty())
      text += fmt::format("  {} {}\n", style.norwegian ? "ved" : "at", text::terminal_line(finding.xpath));
    const auto& advice = style.norwegian ? finding.advice.nb : finding.advice.en;
    if (!advice.empty())
      text += fmt::format("  {} {}\n", painted("→", "1;32", style), text::terminal_text(advice));
    if (i < more.size() && !more[i].empty()) text += fmt::format("  … {}\n", more[i]);
    text += '\n';
  }
  return text;
}

}  // namespace cimgate::report
