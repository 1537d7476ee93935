#include "gateway/scenario/placeholders.hpp"

#include <fmt/format.h>

#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/json/out.hpp"
#include "gateway/json/pointer.hpp"
#include "gateway/text/nearest.hpp"
#include "gateway/text/percent.hpp"

namespace cimgate::scenario {
namespace {

using Value = tl::expected<std::string, std::string>;

constexpr std::string_view opening = "${";

/// A value of an answer that has come. What has none yet stands for one: packs are checked before they play.
Value in_answer(const Scene& scene, std::string_view step, std::string_view pointer) {
  const auto& body = scene.answers.find(step)->second;
  if (!body) return uuid_of(fmt::format("{}{}", step, pointer));
  const auto json = json::parse_json(*body, {});
  if (!json) return tl::make_unexpected(fmt::format("the answer to '{}' is not JSON", step));
  const auto at = json::value_at(*json, pointer);
  using Kind = json::JsonValue::Kind;
  if (at == json::no_json || (*json)[at].kind == Kind::object || (*json)[at].kind == Kind::array)
    return tl::make_unexpected(fmt::format("the answer to '{}' has no value at {}", step, pointer));
  return std::string((*json)[at].text);
}

struct Meaning {
  const Scene& scene;

  Value operator()(const Party& party) const { return party.gln; }
  Value operator()(const Customer& customer) const { return customer.id; }
  Value operator()(const std::string& identifier) const { return identifier; }

  Value of(std::string_view what) const {
    if (const auto named = scene.pack->names.find(what); named != scene.pack->names.end())
      return std::visit(*this, named->second);
    const auto step = what.substr(0, what.find('/'));
    if (scene.answers.contains(step) && step.size() == what.size())
      return tl::make_unexpected(
          fmt::format("which value of the answer to '{}'? Write ${{{}/…}}", step, step));
    if (scene.answers.contains(step)) return in_answer(scene, step, what.substr(step.size()));
    if (const auto id = scene.ids.find(what); id != scene.ids.end()) return id->second;
    if (what == "now") return norway::local_text(scene.now);
    if (const auto day = day_of(what, scene.days)) return rules::to_text(*day);
    if (const auto time = time_of(what, scene.days)) return norway::local_text(*time);
    return tl::make_unexpected(
        fmt::format("'{}' is no name, no day and no earlier step{}", what, hint(step)));
  }

  std::string hint(std::string_view step) const {
    std::vector<std::string_view> known = {"now"};
    for (const auto& entry : scene.pack->names) known.push_back(entry.first);
    for (const auto& entry : scene.days) known.push_back(entry.first);
    for (const auto& entry : scene.answers) known.push_back(entry.first);
    for (const auto& entry : scene.ids) known.push_back(entry.first);
    const auto meant = text::did_you_mean(step, known);
    return meant.empty() ? std::string() : fmt::format("; did you mean '{}'?", meant);
  }
};

std::string escaped(const std::string& value, Within within) {
  if (within == Within::json) {
    std::string quoted;
    json::append_json_string(value, quoted);
    return quoted.substr(1, quoted.size() - 2);
  }
  return within == Within::address ? text::percent_encoded(value) : value;
}

}  // namespace

bool has_placeholder(std::string_view text) {
  return text.find(opening) != std::string_view::npos;
}

bool waits_for_answer(const Scene& scene, std::string_view text) {
  for (auto at = text.find(opening); at != std::string_view::npos; at = text.find(opening, at + 1)) {
    const auto what = text.substr(at + opening.size());
    const auto answer = scene.answers.find(what.substr(0, what.find_first_of("/}")));
    if (answer != scene.answers.end() && !answer->second) return true;
  }
  return false;
}

tl::expected<std::string, std::string> filled(const Scene& scene, std::string_view text, Within within) {
  std::string out;
  for (;;) {
    const auto from = text.find(opening);
    out += text.substr(0, from);
    if (from == std::string_view::npos) return out;
    const auto end = text.find('}', from);
    if (end == std::string_view::npos) return tl::make_unexpected("a ${ is not closed");
    const auto value = Meaning{scene}.of(text.substr(from + opening.size(), end - from - opening.size()));
    if (!value) return tl::make_unexpected(value.error());
    out += escaped(*value, within);
    text.remove_prefix(end + 1);
  }
}

}  // namespace cimgate::scenario
