#include <fmt/format.h>

#include "gateway/report/findings_text.hpp"
#include "gateway/report/html_parts.hpp"
#include "gateway/report/values_chart.hpp"
#include "gateway/report/words.hpp"
#include "gateway/text/escape.hpp"

namespace cimgate::report::html {
namespace {

using check::JudgedFile;
using check::Step;

/// How the page marks it: an error that is set aside is not as loud as one that counts.
std::string_view tone_of(const Finding& finding) {
  if (finding.outcome == Outcome::undetermined) return "undetermined";
  return to_string(finding.severity);
}

std::string badge(std::string_view tone, const Text& text) {
  return fmt::format("<span class=\"badge {}\">{}</span>", tone, both(text));
}

std::string source_html(const JudgedFile& file, const Finding& finding, Excerpts& excerpts) {
  const auto* line = file.lines.find(finding.line, finding.column);
  if (line == nullptr) return {};
  const auto shown = excerpts.of(*line, mark_of(finding, *line));
  const auto number = std::to_string(finding.line);
  // The caret says what the place above the line says: it is not read aloud.
  return fmt::format(
      "<pre class=\"source\" tabindex=\"0\"><code><span class=\"number\">{}</span>{}\n<span class=\"number\" "
      "aria-hidden=\"true\">{}</span><span class=\"caret\" aria-hidden=\"true\">{}{}</span></code></pre>",
      number, text::xml_text(shown.text), std::string(number.size(), ' '), std::string(shown.column - 1, ' '),
      std::string(shown.length, '^'));
}

std::string row(const Text& name, const std::string& value) {
  return value.empty() ? std::string() : fmt::format("<dt>{}</dt><dd>{}</dd>", both(name), value);
}

std::string linked(const std::string& ref) {
  if (!ref.starts_with("https://") || ref.find_first_of(" \"<>") != std::string::npos)
    return text::xml_text(ref);
  return fmt::format("<a href=\"{0}\" rel=\"noreferrer\">{0}</a>", text::xml_text(ref));
}

std::string context_text(const FindingContext& context) {
  std::string html;
  const auto add = [&](const Text& name, const std::string& value) {
    if (!value.empty())
      html +=
          fmt::format("{}{} <code>{}</code>", html.empty() ? "" : " · ", both(name), text::xml_text(value));
  };
  add({"metering point", "målepunkt"}, context.metering_point);
  add({"series", "serie"}, context.series);
  add({"position", "posisjon"}, context.position ? std::to_string(*context.position) : "");
  return html;
}

std::string source_row(const RuleSource& source) {
  if (source.ref.empty()) return {};
  const bool published = source.status == "published";
  return fmt::format("<span class=\"status {}\">{}</span> {}", published ? "published" : "assumed",
                     both(published ? Text{"published", "publisert"} : Text{"assumed", "antatt"}),
                     linked(source.ref));
}

std::string step_html(const Step& step) {
  static constexpr std::string_view marks[] = {"✓", "✗", "?", "–"};
  std::string html = fmt::format(
      "<li class=\"step {}\"><span aria-hidden=\"true\">{}</span> {} <span class=\"result\">{}</span>",
      to_string(step.result), marks[static_cast<std::size_t>(step.result)], to_string(step.name),
      both(words_of(step.result)));
  if (!step.note.en.empty()) html += fmt::format(" <span class=\"note\">({})</span>", both(step.note));
  return html + "</li>";
}

std::string name_html(const std::string& file) {
  const auto slash = file.rfind('/');
  if (slash == std::string::npos) return fmt::format("<b>{}</b>", text::xml_text(file));
  return fmt::format("<span class=\"folder\">{}</span><wbr><b>{}</b>",
                     text::xml_text(file.substr(0, slash + 1)), text::xml_text(file.substr(slash + 1)));
}

}  // namespace

std::string both(const Text& text) {
  if (text.en == text.nb) return text::xml_text(text.en);
  return fmt::format("<span lang=\"en\">{}</span><span lang=\"nb\">{}</span>", text::xml_text(text.en),
                     text::xml_text(text.nb));
}

std::string severity_badge(const Finding& finding) {
  return badge(tone_of(finding), word_of(finding));
}

std::string finding_html(const JudgedFile& file, const EqualFindings& group, Excerpts& excerpts) {
  const auto& judged = *group.first;
  const auto& finding = judged.finding;
  std::string html = fmt::format(
      "<li class=\"finding {}{}\" data-rule=\"{}\" data-stage=\"{}\" data-severity=\"{}\" "
      "data-standing=\"{}\">",
      tone_of(finding), judged.counts() ? "" : " aside", text::xml_text(finding.rule),
      to_string(finding.stage), tone_of(finding), to_string(judged.standing.kind));
  html += fmt::format("<p class=\"text\">{} {}", severity_badge(finding), both(finding.text));
  if (finding.code)
    html += fmt::format(" <span class=\"code\" title=\"{0} ({1})\">{0}<small>/{1}</small></span>",
                        text::xml_text(finding.code->value), text::xml_text(finding.code->agency));
  html += "</p>";
  html += source_html(file, finding, excerpts);
  if (const auto more = more_like_it(group, false); !more.empty())
    html += fmt::format("<p class=\"more\">… {}</p>", both({more, more_like_it(group, true)}));
  if (!finding.advice.en.empty()) html += fmt::format("<p class=\"advice\">{}</p>", both(finding.advice));
  if (!judged.counts()) {
    auto why = words_of(judged.standing.kind);
    const std::string until_en = judged.standing.until.empty() ? "" : ", until " + judged.standing.until;
    const std::string until_nb = judged.standing.until.empty() ? "" : ", til " + judged.standing.until;
    html += fmt::format("<p class=\"aside-why\">{}</p>",
                        both({why.en + ": " + judged.standing.reason + until_en,
                              why.nb + ": " + judged.standing.reason + until_nb}));
  }
  std::string facts;
  if (finding.line > 0)
    facts +=
        row({"Place", "Sted"},
            fmt::format("{}", both({fmt::format("line {}, column {}", finding.line, finding.column),
                                    fmt::format("linje {}, kolonne {}", finding.line, finding.column)})));
  facts +=
      row({"Path", "Sti"}, finding.xpath.empty() ? "" : "<code>" + text::xml_text(finding.xpath) + "</code>");
  facts += row({"About", "Gjelder"}, context_text(finding.context));
  facts += row({"Rule", "Regel"}, "<code>" + text::xml_text(finding.rule) + "</code>");
  facts += row({"Source", "Kilde"}, source_row(finding.source));
  return html + "<dl class=\"facts\">" + facts + "</dl></li>\n";
}

std::string file_head_html(const JudgedFile& file, bool open) {
  std::string what;
  for (const auto* part : {&file.message, &file.process})
    if (!part->empty())
      what += fmt::format("{}<span>{}</span>", what.empty() ? "" : " · ", text::xml_text(*part));
  const auto schema = schema_words(file);
  if (!file.schema.empty())
    what += fmt::format("{}<span>{}</span>", what.empty() ? "" : " · ",
                        schema.en == schema.nb ? text::xml_text(schema.en) : both(schema));
  const auto counts_en = findings_line(file, false);
  const auto counts_nb = findings_line(file, true);
  std::string html = fmt::format(
      "<details class=\"file\" data-verdict=\"{0}\" data-result=\"{1}\" data-name=\"{2}\"{3}>\n<summary>{4} "
      "<span "
      "class=\"name\">{5}</span> <span class=\"what\">{6}</span> <span "
      "class=\"counts\">{7}</span></summary>\n",
      to_string(file.verdict), to_string(check::result_of(file)), text::xml_text(file.file),
      open ? " open" : "", badge(to_string(file.verdict), words_of(file.verdict)), name_html(file.file), what,
      both({counts_en, counts_nb}));
  html += "<ul class=\"steps\">";
  for (const auto& step : file.steps) html += step_html(step);
  return html + "</ul>\n";
}

std::string values_html(const JudgedFile& file, std::size_t file_number, bool norwegian, std::size_t& room) {
  if (file.values_left_out)
    return fmt::format("<p class=\"more values-left-out\">{}</p>\n",
                       both({"Metering values are not drawn here: the message is larger than 4 MB.",
                             "Måleverdier er ikke tegnet her: Meldingen er større enn 4 MB."}));
  std::string html;
  std::size_t number = 0, left_out = 0;
  for (const auto& curve : values::curves_of(file.values.series)) {
    ++number;
    if (curve.pieces.size() > room) {
      ++left_out;
      continue;
    }
    room -= curve.pieces.size();
    html += curve_html(curve, file.values, fmt::format("values-{}-{}", file_number, number), norwegian);
  }
  if (left_out > 0)
    html += fmt::format("<p class=\"more values-left-out\">{}</p>\n",
                        both({fmt::format("… and {} that this page has no room for",
                                          counted(left_out, "more series", "more series")),
                              fmt::format("… og {} som det ikke er plass til på denne siden",
                                          counted(left_out, "serie til", "serier til"))}));
  return html;
}

std::string file_end_html(bool has_findings, std::size_t left_out, const std::string& values) {
  std::string html = has_findings ? "</ol>\n" : "";
  if (left_out > 0)
    html += fmt::format("<p class=\"more\">{}</p>\n",
                        both({fmt::format("… and {} more findings in this file", grouped(left_out)),
                              fmt::format("… og {} funn til i denne filen", grouped(left_out))}));
  return html + values + "</details>\n";
}

}  // namespace cimgate::report::html
