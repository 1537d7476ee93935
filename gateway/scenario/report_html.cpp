#include <fmt/format.h>

#include "gateway/resources/store.hpp"
#include "gateway/rules/calendar.hpp"
#include "gateway/scenario/reports.hpp"
#include "gateway/text/escape.hpp"

/// A page with both languages in it, in the style of the reports of `check`.
namespace cimgate::scenario {
namespace {

std::string both(const Text& text) {
  if (text.en == text.nb) return text::xml_text(text.en);
  return fmt::format("<span lang=\"en\">{}</span><span lang=\"nb\">{}</span>", text::xml_text(text.en),
                     text::xml_text(text.nb));
}

/// The colours of verdicts.
std::string_view tone(Outcome outcome) {
  return outcome == Outcome::passed ? "valid" : outcome == Outcome::failed ? "invalid" : "undetermined";
}

std::string_view style() {
  const auto css = resources::built_in()->read("gateway/report/page/page.css");
  return css ? *css : std::string_view();
}

constexpr const char* own_style =
    ".play { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1rem "
    "1.25rem; "
    "margin-bottom: 1rem; }\n.play > summary { cursor: pointer; font-weight: 600; }\n"
    ".play ol { margin-top: .75rem; display: grid; gap: .4rem; }\n.play li { display: grid; "
    "grid-template-columns: 2rem "
    "1.2rem minmax(0, 1fr); gap: .4rem; overflow-wrap: anywhere; }\n.play .number { color: var(--soft); "
    "text-align: right; }\n"
    ".play .valid { color: var(--valid); } .play .invalid { color: var(--invalid); } .play .undetermined { "
    "color: "
    "var(--undetermined); }\n.play pre { overflow-x: auto; background: var(--inset); padding: .75rem; "
    "border-radius: 8px; "
    "max-height: 24rem; }\n.by { display: inline-block; padding: 0 .5rem; border-radius: 6px; background: "
    "var(--inset); "
    "font-weight: 400; }\n";

std::string step_html(const PlayedStep& step) {
  const char* sign = step.outcome == Outcome::passed ? "✓" : step.outcome == Outcome::failed ? "✗" : "?";
  auto html = fmt::format("<li><span class=\"number\">{}</span><span class=\"{}\">{}</span><div>{}",
                          step.number == 0 ? std::string() : std::to_string(step.number), tone(step.outcome),
                          sign, both(step.text));
  if (step.outcome != Outcome::passed)
    html += fmt::format("<p class=\"{}\">{}</p>", tone(step.outcome), both(step.why));
  if (const auto shown = shown_of(step); !shown.empty())
    html += fmt::format("<details><summary>{}</summary><pre tabindex=\"0\">{}</pre></details>",
                        step.kind == "rest" ? both({"request and answer", "spørsmål og svar"})
                                            : both({"the message", "meldingen"}),
                        text::xml_text(shown));
  return html + "</div></li>\n";
}

std::string play_html(const Rehearsal& rehearsal, const std::string& by, const std::vector<PlayedStep>& steps,
                      Outcome outcome) {
  auto html = fmt::format(
      "<details class=\"play\"{}><summary><span class=\"{}\">{}</span> {} <span class=\"by\">{}</span> "
      "{}</summary><ol>\n",
      outcome == Outcome::passed ? "" : " open", tone(outcome),
      outcome == Outcome::passed   ? "✓"
      : outcome == Outcome::failed ? "✗"
                                   : "?",
      text::xml_text(rehearsal.name), text::xml_text(by), both(rehearsal.title));
  for (const auto& step : steps) html += step_html(step);
  return html + "</ol></details>\n";
}

std::string tile(std::string_view name, std::size_t count, const Text& text) {
  return fmt::format("<div class=\"tile {}{}\"><dt>{}</dt><dd>{}</dd></div>", name, count == 0 ? " none" : "",
                     both(text), count);
}

}  // namespace

std::string html_report(const std::vector<Rehearsal>& rehearsals, const ReportStyle& options) {
  std::size_t counts[3] = {};
  std::string plays;
  auto worst = Outcome::passed;
  for (const auto& rehearsal : rehearsals) {
    const auto outcome = rehearsal.outcome();
    ++counts[static_cast<std::size_t>(outcome)];
    if (outcome == Outcome::failed || worst == Outcome::passed) worst = outcome;
    for (const auto& play : rehearsal.plays)
      plays += play_html(rehearsal, play.by, play.steps, play.outcome());
    if (rehearsal.same && rehearsal.same->outcome != Outcome::passed)
      plays += play_html(rehearsal, "soap = cim", {*rehearsal.same}, rehearsal.same->outcome);
  }
  const Text headline{fmt::format("{} of {} scenarios passed", counts[0], rehearsals.size()),
                      fmt::format("{} av {} scenarier bestått", counts[0], rehearsals.size())};
  const auto lang = [&](std::string_view code, std::string_view name, bool on) {
    return fmt::format(
        "<input type=\"radio\" name=\"lang\" id=\"lang-{0}\" value=\"{0}\"{2}><label for=\"lang-{0}\" "
        "lang=\"{0}\" "
        "class=\"always\">{1}</label>",
        code, name, on ? " checked" : "");
  };
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light "
      "dark\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n"
      "<title>{} · cimgate rehearse</title>\n<style>\n{}{}</style>\n</head>\n<body>\n<header class=\"top\">\n"
      "<p class=\"brand\"><span aria-hidden=\"true\" class=\"sign\"></span>cimgate "
      "<span>rehearse</span></p>\n"
      "<fieldset class=\"lang\"><legend class=\"unseen\">Language / "
      "Språk</legend>{}{}</fieldset>\n</header>\n<main>\n"
      "<section class=\"summary {}\">\n<h1>{}</h1>\n<p class=\"meta\">{}</p>\n<dl "
      "class=\"tiles\">{}{}{}</dl>\n</section>\n"
      "{}</main>\n</body>\n</html>\n",
      options.norwegian ? "nb" : "en", text::xml_text(options.norwegian ? headline.nb : headline.en), style(),
      own_style, lang("en", "English", !options.norwegian), lang("nb", "Norsk", options.norwegian),
      tone(worst), both(headline), text::xml_text(options.started),
      tile("valid", counts[0], {"passed", "bestått"}), tile("invalid", counts[1], {"failed", "feilet"}),
      tile("undetermined", counts[2], {"undetermined", "ikke avklart"}), plays);
}

}  // namespace cimgate::scenario
