#include "gateway/scenario/state_words.hpp"

#include <algorithm>
#include <iterator>

#include "gateway/json/tree.hpp"

namespace cimgate::scenario {
namespace {

using json::JsonId;
using json::JsonTree;
using json::JsonValue;
using json::no_json;

std::string member(const JsonTree& json, JsonId object, std::string_view name) {
  const auto at = json.member(object, name);
  return at == no_json || json[at].kind == JsonValue::Kind::null ? std::string() : std::string(json[at].text);
}

/// A day of the answer: "2026-06-15", or a time on it.
std::optional<rules::Day> day_in(const std::string& text) {
  return rules::parse_day(std::string_view(text).substr(0, 10));
}

/// The contract that holds on a day; no_json when there is none.
JsonId contract_on(const JsonTree& json, JsonId point, rules::Day day) {
  const auto contracts = json.member(point, "contracts");
  if (contracts == no_json) return no_json;
  JsonId holds = no_json;
  for (JsonId one = json[contracts].first; one != no_json; one = json[one].next) {
    const auto from = day_in(member(json, one, "from"));
    const auto to = day_in(member(json, one, "to"));
    if (from && *from <= day && (!to || *to > day)) holds = one;
  }
  return holds;
}

JsonId process_of(const JsonTree& json, JsonId point, const std::string& id) {
  const auto processes = json.member(point, "processes");
  if (processes == no_json) return no_json;
  for (JsonId one = json[processes].first; one != no_json; one = json[one].next)
    if (member(json, one, "id") == id) return one;
  return no_json;
}

/// A word of the pack → the member of the answer.
struct Place {
  std::string_view word, member;
};
constexpr Place of_point[] = {{"status", "status"},
                              {"settlement", "settlement"},
                              {"resolution", "resolution"},
                              {"type", "type"},
                              {"area", "gridArea"}};
constexpr Place of_contract[] = {
    {"supplier", "supplier"}, {"role", "role"}, {"from", "from"}, {"to", "to"}, {"origin", "origin"}};

/// What the pack says, as the answer would have it.
tl::expected<std::string, std::string> wanted(const Scene& scene, const Value& value) {
  if (value.texts.empty()) return std::string("none");
  const auto& text = value.texts.front();
  Word word;
  word.name = value.word;
  word.text = {value.word, value.word};
  if (value.word == "supplier")
    word.kind = ValueKind::party;
  else if (value.word == "area")
    word.kind = ValueKind::area;
  else if (value.word == "process")
    word.kind = ValueKind::reference;
  else if (value.word == "from" || value.word == "to") {
    const auto day = day_of(text, scene.days);
    if (!day) return tl::make_unexpected(day.error());
    return rules::to_text(*day);
  }
  return resolve(scene, word, text);
}

}  // namespace

std::vector<std::string_view> state_words() {
  std::vector<std::string_view> words = {"contract", "process", "process-status", "known"};
  for (const auto& place : of_point) words.push_back(place.word);
  for (const auto& place : of_contract) words.push_back(place.word);
  return words;
}

bool is_told_as_of_today(std::string_view word) {
  return std::any_of(std::begin(of_point), std::end(of_point),
                     [&](const Place& place) { return place.word == word; });
}

tl::expected<std::vector<StateDifference>, std::string> compare_state(const Scene& scene, const State& state,
                                                                      const std::string& gsrn, rules::Day day,
                                                                      const std::string& text) {
  const auto json = json::parse_json(text, {});
  if (!json) return tl::make_unexpected("the hub's answer is not JSON: " + json.error().text.en);
  std::vector<StateDifference> differences;
  const auto points = json->member(0, "meteringPoints");
  JsonId point = no_json;
  if (points != no_json)
    for (JsonId one = (*json)[points].first; one != no_json; one = (*json)[one].next)
      if (member(*json, one, "gsrn") == gsrn) point = one;
  JsonId process = no_json;
  for (const auto& value : state.is) {
    const auto want = wanted(scene, value);
    if (!want) return tl::make_unexpected(want.error());
    const auto hold = [&](const std::string& found) {
      if (*want != (found.empty() ? "none" : found))
        differences.push_back({value.word, *want, found.empty() ? "none" : found});
    };
    if (value.word == "known") {
      hold(point == no_json ? "false" : "true");
      continue;
    }
    if (point == no_json) {
      differences.push_back({value.word, *want, "the metering point is not known"});
      continue;
    }
    const auto contract = contract_on(*json, point, day);
    if (value.word == "contract") {
      const bool has = contract != no_json && !member(*json, contract, "supplier").empty();
      hold(has ? (*want == "none" ? member(*json, contract, "supplier") : *want) : "");
    } else if (value.word == "process") {
      process = process_of(*json, point, *want);
      hold(process == no_json ? "" : *want);
    } else if (value.word == "process-status") {
      hold(process == no_json ? "" : member(*json, process, "status"));
    } else {
      for (const auto& place : of_point)
        if (place.word == value.word) hold(member(*json, point, place.member));
      for (const auto& place : of_contract)
        if (place.word == value.word)
          hold(contract == no_json
                   ? ""
                   : member(*json, contract, place.member)
                         .substr(0, value.word == "from" || value.word == "to" ? 10 : std::string::npos));
    }
  }
  return differences;
}

}  // namespace cimgate::scenario
