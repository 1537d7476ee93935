#include "gateway/elhub/usage/report.hpp"

#include <fmt/format.h>

#include "gateway/json/quoted.hpp"
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

std::string to_json(const std::vector<PartyUsage>& parties, const Limits& limits) {
  std::string text = fmt::format("{{\n  \"source\": {{ \"status\": {}, \"ref\": {} }},\n  \"parties\": [",
                                 json::quoted(limits.source.status), json::quoted(limits.source.ref));
  for (std::size_t i = 0; i < parties.size(); ++i) {
    text += fmt::format("{}\n    {{ \"party\": {}, \"level\": {}, \"measures\": [", i == 0 ? "" : ",",
                        json::quoted(parties[i].party), json::quoted(to_string(parties[i].level)));
    bool first = true;
    for (const auto& reading : parties[i].readings) {
      const auto& measure = *reading.measure;
      text += fmt::format(
          "{}\n      {{ \"id\": {}, \"level\": {}, \"value\": {}, \"at\": {}, \"yellow\": {}, \"red\": {}, "
          "\"title\": {{ "
          "\"en\": {}, \"nb\": {} }} }}",
          first ? "" : ",", json::quoted(measure.id), json::quoted(to_string(reading.level)),
          number(reading.value), reading.at.empty() ? std::string("null") : json::quoted(reading.at),
          number(measure.yellow.value), number(measure.red.value), json::quoted(measure.title.en),
          json::quoted(measure.title.nb));
      first = false;
    }
    text += "\n    ] }";
  }
  return text + (parties.empty() ? "]\n}\n" : "\n  ]\n}\n");
}

}  // namespace cimgate::usage
