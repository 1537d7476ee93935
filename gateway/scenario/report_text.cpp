#include <fmt/format.h>

#include "gateway/scenario/reports.hpp"
#include "gateway/text/escape.hpp"

namespace cimgate::scenario {
namespace {

const std::string& in(const Text& text, bool norwegian) {
  return norwegian ? text.nb : text.en;
}

Text word_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return {"passed", "bestått"};
    case Outcome::failed:
      return {"failed", "feilet"};
    case Outcome::undetermined:
      break;
  }
  return {"undetermined", "ikke avklart"};
}

std::string colored(const std::string& text, Outcome outcome, bool color) {
  if (!color) return text;
  const char* code = outcome == Outcome::passed ? "32" : outcome == Outcome::failed ? "31" : "35";
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string line_of(const PlayedStep& step, const ReportStyle& style) {
  const char* sign = step.outcome == Outcome::passed ? "✓" : step.outcome == Outcome::failed ? "✗" : "?";
  auto line = fmt::format("  {:>2} {} {}\n", step.number == 0 ? std::string() : std::to_string(step.number),
                          colored(sign, step.outcome, style.color),
                          text::terminal_text(in(step.text, style.norwegian)));
  if (step.outcome != Outcome::passed)
    line += fmt::format("       {}\n", colored(text::terminal_text(in(step.why, style.norwegian)),
                                               step.outcome, style.color));
  return line;
}

std::string headline(const std::string& what, Outcome outcome, const ReportStyle& style) {
  return fmt::format("{}: {}", text::terminal_line(what),
                     colored(in(word_of(outcome), style.norwegian), outcome, style.color));
}

}  // namespace

std::string text_report(const std::vector<Rehearsal>& rehearsals, const ReportStyle& style) {
  std::string text;
  std::size_t passed = 0, failed = 0, open = 0;
  for (const auto& rehearsal : rehearsals) {
    for (const auto& play : rehearsal.plays) {
      const auto outcome = play.outcome();
      text += headline(fmt::format("{} · {}", rehearsal.name, play.by), outcome, style);
      text += fmt::format(" · {}\n", text::terminal_text(in(rehearsal.title, style.norwegian)));
      if (outcome == Outcome::passed && !style.all_steps) continue;
      for (const auto& step : play.steps) text += line_of(step, style);
    }
    if (rehearsal.same) {
      if (rehearsal.same->outcome != Outcome::passed || style.all_steps)
        text += line_of(*rehearsal.same, style);
    }
    const auto outcome = rehearsal.outcome();
    ++(outcome == Outcome::passed ? passed : outcome == Outcome::failed ? failed : open);
  }
  const auto count = [](std::size_t n, const char* one, const char* more) {
    return fmt::format("{} {}", n, n == 1 ? one : more);
  };
  text += style.norwegian ? count(rehearsals.size(), "scenario", "scenarier")
                          : count(rehearsals.size(), "scenario", "scenarios");
  text += style.norwegian ? fmt::format(": {} bestått", passed) : fmt::format(": {} passed", passed);
  if (failed > 0)
    text += style.norwegian ? fmt::format(", {} feilet", failed) : fmt::format(", {} failed", failed);
  if (open > 0)
    text += style.norwegian ? fmt::format(", {} ikke avklart", open) : fmt::format(", {} undetermined", open);
  return text + "\n";
}

std::string json_report(const std::vector<Rehearsal>& rehearsals, const ReportStyle& /*style*/) {
  json::JsonOut out(true);
  std::size_t counts[3] = {};
  out.begin_object();
  out.begin_array("scenarios");
  for (const auto& rehearsal : rehearsals) {
    ++counts[static_cast<std::size_t>(rehearsal.outcome())];
    out.begin_object(json::JsonOut::Line::head);
    out.member("name", rehearsal.name);
    out.member("file", rehearsal.file);
    out.member("outcome", to_string(rehearsal.outcome()));
    out.wrap();
    out.begin_array("plays");
    for (const auto& play : rehearsal.plays) append_json(play, out);
    out.end_array();
    if (rehearsal.same) {
      out.begin_object("same", json::JsonOut::Line::airy);
      out.member("outcome", to_string(rehearsal.same->outcome));
      out.key("why");
      append_json(rehearsal.same->why, out);
      out.end_object();
    }
    out.end_object();
  }
  out.end_array();
  out.begin_object("summary", json::JsonOut::Line::airy);
  out.member("passed", counts[0]);
  out.member("failed", counts[1]);
  out.member("undetermined", counts[2]);
  out.end_object();
  out.end_object();
  return std::move(out).take();
}

}  // namespace cimgate::scenario
