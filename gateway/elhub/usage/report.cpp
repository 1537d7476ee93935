#include "gateway/elhub/usage/report.hpp"

#include <fmt/format.h>

#include "gateway/json/out.hpp"
#include "gateway/text/escape.hpp"

namespace cimgate::usage {
namespace {

/// Whole numbers as they are, others with one decimal.
std::string number(double value) {
  return value == static_cast<double>(static_cast<std::int64_t>(value)) ? fmt::format("{:.0f}", value)
                                                                        : fmt::format("{:.1f}", value);
}

std::string_view word(Level level, bool norwegian) {
  constexpr std::string_view nb[] = {"grønn", "gul", "rød"};
  return norwegian ? nb[static_cast<std::size_t>(level)] : to_string(level);
}

/// Padded by characters, not bytes.
std::string padded(std::string_view text, std::size_t width) {
  std::size_t characters = 0;
  for (const char c : text)
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++characters;
  return std::string(text) + std::string(characters < width ? width - characters : 0, ' ');
}

std::string colored(std::string text, Level level, const report::TextStyle& style) {
  constexpr std::string_view codes[] = {"32", "33", "31"};
  return style.color ? fmt::format("\x1b[{}m{}\x1b[0m", codes[static_cast<std::size_t>(level)], text) : text;
}

}  // namespace

std::string to_text(const std::vector<PartyUsage>& parties, const Limits& limits, report::TextStyle style) {
  const bool nb = style.norwegian;
  std::string text;
  for (const auto& party : parties) {
    text += fmt::format("{}: {}\n", text::terminal_line(party.party),
                        colored(std::string(word(party.level, nb)), party.level, style));
    for (const auto& reading : party.readings) {
      const auto& measure = *reading.measure;
      text += fmt::format("  {} {:>8}  {}{} ({} {}, {} {})\n",
                          colored(padded(word(reading.level, nb), 6), reading.level, style),
                          number(reading.value), nb ? measure.title.nb : measure.title.en,
                          reading.at.empty() ? std::string() : ", " + reading.at, word(Level::yellow, nb),
                          number(measure.yellow.value), word(Level::red, nb), number(measure.red.value));
    }
  }
  if (limits.source.status == "assumed")
    text += fmt::format("{}: {}\n", nb ? "Grensene er antatt" : "The limits are assumed", limits.source.ref);
  return text;
}

void begin_party(json::JsonOut& out, const PartyUsage& party) {
  using json::JsonOut;
  out.begin_object(JsonOut::Line::head);
  out.member("party", party.party);
  out.member("level", to_string(party.level));
  out.wrap();
  out.begin_array("measures");
  for (const auto& reading : party.readings) {
    const auto& measure = *reading.measure;
    out.begin_object(JsonOut::Line::airy);
    out.member("id", measure.id);
    out.member("level", to_string(reading.level));
    out.member_literal("value", number(reading.value));
    if (reading.at.empty())
      out.member_literal("at", "null");
    else
      out.member("at", reading.at);
    out.member_literal("yellow", number(measure.yellow.value));
    out.member_literal("red", number(measure.red.value));
    out.begin_object("title");
    out.member("en", measure.title.en);
    out.member("nb", measure.title.nb);
    out.end_object();
    out.end_object();
  }
  out.end_array();
}

std::string to_json(const std::vector<PartyUsage>& parties, const Limits& limits) {
  using json::JsonOut;
  JsonOut out(true);
  out.begin_object();
  out.begin_object("source", JsonOut::Line::airy);
  out.member("status", limits.source.status);
  out.member("ref", limits.source.ref);
  out.end_object();
  out.begin_array("parties");
  for (const auto& party : parties) {
    begin_party(out, party);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

}  // namespace cimgate::usage
