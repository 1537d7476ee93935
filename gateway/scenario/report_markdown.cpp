#include <fmt/format.h>

#include "gateway/scenario/reports.hpp"
#include "gateway/text/escape.hpp"

namespace cimgate::scenario {
namespace {

/// What a comment or a summary can take, with room to spare.
constexpr std::size_t most_rows = 200;

const char* mark(Outcome outcome) {
  return outcome == Outcome::passed ? "✅" : outcome == Outcome::failed ? "❌" : "❔";
}

}  // namespace

std::string markdown_report(const std::vector<Rehearsal>& rehearsals, const ReportStyle& style) {
  const auto say = [&](const Text& text) -> const std::string& {
    return style.norwegian ? text.nb : text.en;
  };
  std::size_t passed = 0, left_out = 0, number_of_rows = 0;
  std::string rows, list;
  auto worst = Outcome::passed;
  for (const auto& rehearsal : rehearsals) {
    const auto outcome = rehearsal.outcome();
    passed += outcome == Outcome::passed ? 1 : 0;
    if (outcome == Outcome::failed || worst == Outcome::passed) worst = outcome;
    list += fmt::format("- {} {} · {}\n", mark(outcome), text::markdown_code(rehearsal.name),
                        text::markdown_text(say(rehearsal.title)));
    const auto add = [&](const PlayedStep& step, const std::string& by) {
      if (step.outcome == Outcome::passed) return;
      if (++number_of_rows > most_rows) {
        ++left_out;
        return;
      }
      rows += fmt::format("| {} | {} | {} {} | {} |\n", text::markdown_code(rehearsal.name), by,
                          step.number == 0 ? "" : std::to_string(step.number) + ".",
                          text::markdown_text(say(step.text)),
                          mark(step.outcome) + std::string(" ") + text::markdown_text(say(step.why)));
    };
    for (const auto& play : rehearsal.plays)
      for (const auto& step : play.steps) add(step, play.by);
    if (rehearsal.same) add(*rehearsal.same, "soap = cim");
  }
  std::string report =
      fmt::format("### {} {}\n", mark(worst),
                  say({fmt::format("{} of {} scenarios passed", passed, rehearsals.size()),
                       fmt::format("{} av {} scenarier bestått", passed, rehearsals.size())}));
  if (!rows.empty())
    report += fmt::format("\n| {} | {} | {} | {} |\n|---|---|---|---|\n{}", say({"Scenario", "Scenario"}),
                          say({"Over", "Over"}), say({"Step", "Steg"}),
                          say({"What happened", "Hva som skjedde"}), rows);
  if (left_out > 0)
    report += say(
        {fmt::format("\n… and {} more steps\n", left_out), fmt::format("\n… og {} steg til\n", left_out)});
  return report + fmt::format("\n<details><summary>{}</summary>\n\n{}\n</details>\n",
                              say({"All scenarios", "Alle scenarier"}), list);
}

}  // namespace cimgate::scenario
