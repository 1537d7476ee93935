#include "gateway/scenario/usage_words.hpp"

#include <algorithm>
#include <iterator>

#include "gateway/json/tree.hpp"

namespace cimgate::scenario {
namespace {

using json::JsonId;
using json::JsonTree;
using json::no_json;

/// Where a word stands in the answer: a member of the party, of its period, or the value of a measure.
struct Known {
  std::string_view word;
  enum class At : std::uint8_t { party, period, measure } at;
  std::string_view member;
  Text text;
};
const Known all[] = {
    {"level", Known::At::party, "level", {"light", "lys"}},
    {"queries-for-start",
     Known::At::period,
     "queriesForStart",
     {"queries for a start of supply", "spørringer med formål oppstart"}},
    {"starts", Known::At::period, "starts", {"starts of supply sent", "sendte oppstartsmeldinger"}},
    {"blocked", Known::At::period, "blocked", {"queries blocked", "sperrede spørringer"}},
    {"queries-per-point-per-day",
     Known::At::measure,
     "",
     {"queries a metering point and day", "spørringer per målepunkt per døgn"}},
    {"accepted-per-hour",
     Known::At::measure,
     "",
     {"accepted queries an hour", "godkjente spørringer per time"}},
    {"accepted-per-day", Known::At::measure, "", {"accepted queries a day", "godkjente spørringer per døgn"}},
    {"rejected-per-hour",
     Known::At::measure,
     "",
     {"rejected queries an hour", "avviste spørringer per time"}},
    {"rejected-per-day", Known::At::measure, "", {"rejected queries a day", "avviste spørringer per døgn"}},
    {"queries-per-start",
     Known::At::measure,
     "",
     {"queries for each start of supply", "spørringer per oppstartsmelding"}},
};

const Known* find(std::string_view word) {
  const auto at =
      std::find_if(std::begin(all), std::end(all), [&](const Known& one) { return one.word == word; });
  return at == std::end(all) ? nullptr : at;
}

std::string member(const JsonTree& json, JsonId object, std::string_view name) {
  const auto at = object == no_json ? no_json : json.member(object, name);
  return at == no_json ? std::string("none") : std::string(json[at].text);
}

std::string found_in(const JsonTree& json, JsonId party, const Known& known) {
  if (known.at == Known::At::party) return member(json, party, known.member);
  if (known.at == Known::At::period) return member(json, json.member(party, "period"), known.member);
  const auto measures = json.member(party, "measures");
  if (measures == no_json) return "none";
  for (JsonId one = json[measures].first; one != no_json; one = json[one].next)
    if (member(json, one, "id") == known.word) return member(json, one, "value");
  return "none";
}

}  // namespace

std::vector<std::string_view> usage_words() {
  std::vector<std::string_view> words;
  for (const auto& one : all) words.push_back(one.word);
  return words;
}

Text usage_word(std::string_view word) {
  const auto* known = find(word);
  return known == nullptr ? Text{std::string(word), std::string(word)} : known->text;
}

tl::expected<std::vector<StateDifference>, std::string> compare_usage(const std::vector<Value>& is,
                                                                      const std::string& text) {
  const auto json = json::parse_json(text, {});
  if (!json) return tl::make_unexpected("the hub's answer is not JSON: " + json.error().text.en);
  const auto parties = json->member(0, "parties");
  const auto party = parties == no_json ? no_json : (*json)[parties].first;
  if (party == no_json) return tl::make_unexpected(std::string("the hub's answer names no party"));
  std::vector<StateDifference> differences;
  for (const auto& value : is) {
    const auto* known = find(value.word);
    if (known == nullptr) continue;  // told by the reader
    const auto wanted = value.texts.empty() ? std::string("none") : value.texts.front();
    const auto found = found_in(*json, party, *known);
    if (wanted != found) differences.push_back({value.word, wanted, found});
  }
  return differences;
}

}  // namespace cimgate::scenario
