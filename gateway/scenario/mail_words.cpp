#include "gateway/scenario/mail_words.hpp"

#include <charconv>

#include "gateway/json/tree.hpp"

namespace cimgate::scenario {
namespace {

using json::JsonId;
using json::JsonTree;
using json::no_json;

std::string member(const JsonTree& json, JsonId object, std::string_view name) {
  const auto at = json.member(object, name);
  return at == no_json || json[at].kind == json::JsonValue::Kind::null ? std::string()
                                                                       : std::string(json[at].text);
}

bool is_language(std::string_view word) {
  return word == "nb" || word == "en";
}

/// Subject and text of a mail in a language.
std::string said(const JsonTree& json, JsonId mail, std::string_view language) {
  const auto text = json.member(mail, language);
  return text == no_json ? std::string() : member(json, text, "subject") + "\n" + member(json, text, "text");
}

tl::expected<std::vector<StateDifference>, std::string> compare(const Scene& scene,
                                                                const std::vector<Value>& is,
                                                                const JsonTree& json, JsonId mail) {
  std::vector<StateDifference> differences;
  for (const auto& value : is) {
    if (is_language(value.word)) {
      const auto text = said(json, mail, value.word);
      for (const auto& part : value.texts)
        if (text.find(part) == std::string::npos) differences.push_back({value.word, part, text});
      continue;
    }
    auto wanted = value.texts.empty() ? std::string("none") : value.texts.front();
    if (value.word == "ends" && !value.texts.empty()) {
      const auto day = day_of(wanted, scene.days);
      if (!day) return tl::make_unexpected(day.error());
      wanted = rules::to_text(*day);
    }
    auto found = member(json, mail, value.word);
    if (found.empty()) found = "none";
    if (wanted != found) differences.push_back({value.word, wanted, found});
  }
  return differences;
}

}  // namespace

std::vector<std::string_view> mail_words() {
  return {"process", "ends", "to", "nb", "en"};
}

tl::expected<MailFound, std::string> find_mail(const Scene& scene, const std::vector<Value>& is,
                                               const std::set<std::int64_t>& met, const std::string& text) {
  const auto json = json::parse_json(text, {});
  if (!json) return tl::make_unexpected("the hub's answer is not JSON: " + json.error().text.en);
  MailFound best;
  const auto mails = json->member(0, "mails");
  if (mails == no_json) return best;
  for (JsonId one = (*json)[mails].first; one != no_json; one = (*json)[one].next) {
    const auto digits = member(*json, one, "seq");
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (number == 0 || met.contains(number)) continue;
    auto differences = compare(scene, is, *json, one);
    if (!differences) return tl::make_unexpected(differences.error());
    if (best.number != 0 && differences->size() >= best.differences.size()) continue;
    best = {number, std::move(*differences)};
  }
  return best;
}

}  // namespace cimgate::scenario
