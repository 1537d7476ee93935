#include <fmt/format.h>

#include <algorithm>

#include "gateway/report/html_parts.hpp"
#include "gateway/report/words.hpp"
#include "gateway/resources/store.hpp"
#include "gateway/text/escape.hpp"

namespace cimgate::report::html {
namespace {

using check::Totals;

/// Style and script of the page; files in gateway/report/page, built into the binary.
std::string_view asset(std::string_view name) {
  const auto found = resources::built_in()->read("gateway/report/page/" + std::string(name));
  return found ? *found : std::string_view();
}

Text headline(const Totals& t) {
  const auto of_en = fmt::format("of {}", counted(t.files, "file", "files"));
  const auto of_nb = fmt::format("av {}", counted(t.files, "fil", "filer"));
  if (t.files_failed > 0)
    return {fmt::format("{} {} {}", grouped(t.files_failed), of_en, t.files_failed == 1 ? "fails" : "fail"),
            fmt::format("{} {} feiler", grouped(t.files_failed), of_nb)};
  if (t.files_not_judged > 0)
    return {fmt::format("{} {} could not be checked fully", grouped(t.files_not_judged), of_en),
            fmt::format("{} {} kunne ikke kontrolleres ferdig", grouped(t.files_not_judged), of_nb)};
  return {fmt::format("{} as {} should be", counted(t.files, "file", "files"), t.files == 1 ? "it" : "they"),
          fmt::format("{} i orden", counted(t.files, "fil", "filer"))};
}

/// "2026-11-22 01:34 UTC" of "2026-11-22T01:34:31Z".
std::string readable(const std::string& time) {
  if (time.size() < 16) return text::xml_text(time);
  return text::xml_text(time.substr(0, 10) + " " + time.substr(11, 5) + " UTC");
}

std::string tile(std::string_view tone, std::size_t number, const Text& name) {
  return fmt::format("<div class=\"tile {}{}\"><dt>{}</dt><dd>{}</dd></div>", tone,
                     number == 0 ? " none" : "", both(name), grouped(number));
}

std::string bar(const Totals& t) {
  std::string html = "<div class=\"bar\" aria-hidden=\"true\">";
  for (const auto verdict : {Verdict::valid, Verdict::undetermined, Verdict::invalid})
    if (const auto n = t.verdicts[static_cast<std::size_t>(verdict)]; n > 0)
      html += fmt::format("<span class=\"{}\" style=\"flex-grow:{}\"></span>", to_string(verdict), n);
  return html + "</div>\n";
}

constexpr std::size_t rules_at_once = 8;

std::string rule_row(const RuleRow& rule, bool with_code) {
  const auto& first = rule.first;
  std::string code;
  if (with_code)
    code = fmt::format("<td class=\"reason\">{}</td>",
                       first.code ? text::xml_text(first.code->value + "/" + first.code->agency) : "");
  return fmt::format(
      "<tr><th scope=\"row\"><span class=\"pick\" data-rule=\"{0}\">{0}</span></th><td>{5} {1}</td>{2}<td "
      "class=\"number\">{3}</td><td class=\"number few\">{4}</td></tr>\n",
      text::xml_text(first.rule), both(rule.text.title), code, grouped(rule.findings), grouped(rule.files),
      severity_badge(first));
}

/// The most severe and frequent rules; the others below them, when they are asked for.
std::string rules_table(const std::vector<RuleRow>& rules) {
  if (rules.empty()) return {};
  const bool with_code =
      std::any_of(rules.begin(), rules.end(), [](const RuleRow& rule) { return rule.first.code; });
  const std::string head = fmt::format(
      "<table>\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th>{}<th scope=\"col\" "
      "class=\"number\">{}</th><th scope=\"col\" class=\"number few\">{}</th></tr></thead>\n<tbody>\n",
      both({"Rule", "Regel"}), both({"What is wrong", "Hva som er feil"}),
      with_code ? fmt::format("<th scope=\"col\" class=\"reason\">{}</th>", both({"Code", "Kode"})) : "",
      both({"Findings", "Funn"}), both({"Files", "Filer"}));
  std::string html =
      fmt::format("<section class=\"rules\" aria-labelledby=\"rules\">\n<h2 id=\"rules\">{}</h2>\n{}",
                  both({"Findings by rule", "Funn etter regel"}), head);
  const std::size_t first = rules.size() <= rules_at_once + 2 ? rules.size() : rules_at_once;
  for (std::size_t i = 0; i < first; ++i) html += rule_row(rules[i], with_code);
  html += "</tbody>\n</table>\n";
  if (first < rules.size()) {
    const auto others = grouped(rules.size() - first);
    html += fmt::format("<details>\n<summary>{}</summary>\n{}",
                        both({others + " more rules", others + " regler til"}), head);
    for (std::size_t i = first; i < rules.size(); ++i) html += rule_row(rules[i], with_code);
    html += "</tbody>\n</table>\n</details>\n";
  }
  return html + "</section>\n";
}

std::string option(std::string_view value, const std::string& name) {
  return fmt::format("<option value=\"{}\">{}</option>", text::xml_text(value), name);
}

/// An option can hold no markup: the script puts the chosen language in.
std::string option(std::string_view value, const Text& name) {
  return fmt::format("<option value=\"{}\" data-en=\"{}\" data-nb=\"{}\">{}</option>", text::xml_text(value),
                     text::xml_text(name.en), text::xml_text(name.nb), text::xml_text(name.en));
}

Text stage_name(Stage stage) {
  switch (stage) {
    case Stage::wellformed:
      return {"well-formed", "velformet"};
    case Stage::schema:
      return {"schema", "skjema"};
    case Stage::codes:
      return {"codes", "koder"};
    case Stage::message:
      return {"message rules", "meldingsregler"};
    case Stage::market:
      return {"market rules", "markedsregler"};
    case Stage::translation:
      break;
  }
  return {"translation", "oversettelse"};
}

std::string check_box(std::string_view kind, std::string_view value, const Text& name) {
  return fmt::format(
      "<label class=\"box {1}\"><input type=\"checkbox\" data-filter=\"{0}\" value=\"{1}\" checked> "
      "{2}</label>",
      kind, value, both(name));
}

}  // namespace

std::string head_html(const Run& run, const RunEnd& end) {
  const auto title = in(headline(end.totals), run.norwegian);
  const auto lang = [&](std::string_view code, std::string_view name, bool on) {
    return fmt::format(
        "<input type=\"radio\" name=\"lang\" id=\"lang-{0}\" value=\"{0}\"{2}><label for=\"lang-{0}\" "
        "lang=\"{0}\" class=\"always\">{1}</label>",
        code, name, on ? " checked" : "");
  };
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
      "script-src 'unsafe-inline'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
      "<title>{} · cimgate {}</title>\n<style>\n{}</style>\n</head>\n<body>\n"
      "<a class=\"skip\" href=\"#files\">{}</a>\n<header class=\"top\">\n<p class=\"brand\"><span "
      "aria-hidden=\"true\" class=\"sign\"></span>cimgate <span>{}</span></p>\n"
      "<fieldset class=\"lang\"><legend class=\"unseen\">Language / "
      "Språk</legend>{}{}</fieldset>\n</header>\n<main>\n",
      run.norwegian ? "nb" : "en", text::xml_text(title), text::xml_text(run.command), asset("page.css"),
      both({"To the files", "Til filene"}), text::xml_text(run.command),
      lang("en", "English", !run.norwegian), lang("nb", "Norsk", run.norwegian));
}

std::string summary_html(const Run& run, const RunEnd& end, const std::vector<RuleRow>& rules,
                         std::size_t findings_left_out) {
  const auto& t = end.totals;
  const std::string_view tone = t.files_failed > 0       ? "invalid"
                                : t.files_not_judged > 0 ? "undetermined"
                                                         : "valid";
  std::string html =
      fmt::format("<section class=\"summary {}\">\n<h1>{}</h1>\n<p class=\"meta\">", tone, both(headline(t)));
  if (!run.as_of.empty())
    html += fmt::format("{} <time>{}</time> · ", both({"As of", "Per"}), text::xml_text(run.as_of));
  html += fmt::format("{} <time>{}</time> · cimgate {}</p>\n", both({"Made", "Laget"}), readable(run.started),
                      text::xml_text(run.version));
  html += bar(t);
  html += "<dl class=\"tiles\">" + tile("valid", t.verdicts[0], {"valid", "gyldige"}) +
          tile("invalid", t.verdicts[1], {"invalid", "ugyldige"}) +
          tile("undetermined", t.verdicts[2], {"undetermined", "ikke avklart"}) +
          tile("error", t.severities[2], {"errors", "feil"}) +
          tile("warning", t.severities[1], {"warnings", "advarsler"}) +
          (t.set_aside > 0 ? tile("aside", t.set_aside, {"not counted", "teller ikke"}) : "") + "</dl>\n";
  if (findings_left_out > 0)
    html += fmt::format(
        "<p class=\"more\">{}</p>\n",
        both({fmt::format("… and {} more findings, which this page leaves out", grouped(findings_left_out)),
              fmt::format("… og {} funn til, som denne siden utelater", grouped(findings_left_out))}));
  if (!end.notices.empty()) {
    html += "<ul class=\"notices\">\n";
    for (const auto& notice : end.notices) html += fmt::format("<li>{}</li>\n", both(notice));
    html += "</ul>\n";
  }
  return html + "</section>\n" + rules_table(rules);
}

std::string filters_html(const std::vector<RuleRow>& rules, const std::vector<Stage>& stages) {
  std::string html = fmt::format(
      "<section class=\"files\" aria-labelledby=\"files\">\n<h2 id=\"files\" tabindex=\"-1\">{}</h2>\n"
      "<form class=\"filters\" hidden>\n<div class=\"line\"><label class=\"field wide\">{} <input "
      "type=\"search\" "
      "id=\"search\" autocomplete=\"off\" spellcheck=\"false\"></label>\n<label class=\"field\">{} <select "
      "id=\"rule\">{}",
      both({"Files", "Filer"}), both({"Search", "Søk"}), both({"Rule", "Regel"}),
      option("", Text{"all rules", "alle regler"}));
  for (const auto& rule : rules) html += option(rule.first.rule, text::xml_text(rule.first.rule));
  html += fmt::format("</select></label>\n<label class=\"field\">{} <select id=\"stage\">{}",
                      both({"Stage", "Trinn"}), option("", Text{"all stages", "alle trinn"}));
  for (const auto stage : stages) html += option(to_string(stage), stage_name(stage));
  html += fmt::format(
      "</select></label></div>\n<div class=\"line\"><fieldset><legend>{}</legend>{}{}{}</fieldset>\n",
      both({"Verdict", "Resultat"}), check_box("verdict", "valid", words_of(Verdict::valid)),
      check_box("verdict", "invalid", words_of(Verdict::invalid)),
      check_box("verdict", "undetermined", words_of(Verdict::undetermined)));
  html += fmt::format("<fieldset><legend>{}</legend>{}{}{}{}</fieldset>\n", both({"Severity", "Alvorlighet"}),
                      check_box("severity", "error", {"error", "feil"}),
                      check_box("severity", "warning", {"warning", "advarsel"}),
                      check_box("severity", "info", {"note", "merknad"}),
                      check_box("severity", "undetermined", {"not checked", "ikke kontrollert"}));
  html += fmt::format(
      "<span class=\"buttons\"><button type=\"button\" id=\"unfold\">{}</button><button type=\"button\" "
      "id=\"fold\">{}</button><button type=\"reset\">{}</button></span></div>\n<p id=\"shown\" "
      "role=\"status\" data-en=\"{{n}} of {{all}} files\" "
      "data-nb=\"{{n}} av {{all}} filer\"></p>\n</form>\n",
      both({"Unfold all", "Brett ut alle"}), both({"Fold all", "Brett sammen alle"}),
      both({"Clear filters", "Nullstill filtre"}));
  return html;
}

std::string tail_html() {
  return fmt::format("</section>\n</main>\n<script>\n{}</script>\n</body>\n</html>\n", asset("page.js"));
}

}  // namespace cimgate::report::html
