#include "gateway/scenario/rest_step.hpp"

#include <fmt/format.h>

#include "gateway/json/pointer.hpp"
#include "gateway/json/tree.hpp"
#include "gateway/scenario/placeholders.hpp"
#include "gateway/text/percent.hpp"

namespace cimgate::scenario {
namespace {

using json::JsonId;
using json::JsonTree;
using json::JsonValue;
using json::no_json;

/// Title and detail of a problem (RFC 9457), or of the first error of JSON:API: "Bad day · The day is …".
std::string said_in(const JsonTree& tree) {
  std::string said;
  for (const char* place : {"/title", "/detail", "/errors/0/code", "/errors/0/title", "/errors/0/detail"}) {
    const auto at = json::value_at(tree, place);
    if (at == no_json || tree[at].kind != JsonValue::Kind::string) continue;
    said += fmt::format("{}{}", said.empty() ? "" : " · ", tree[at].text);
  }
  return said;
}

/// "none" for null and for what is not there; an object or an array is told by how many it has.
std::string shown(const JsonTree* tree, JsonId at) {
  if (at == no_json || (*tree)[at].kind == JsonValue::Kind::null) return "none";
  const auto& value = (*tree)[at];
  const bool whole = value.kind == JsonValue::Kind::object || value.kind == JsonValue::Kind::array;
  return whole ? std::to_string(value.count) : std::string(value.text);
}

/// "a, b": an array of values.
std::string listed(const JsonTree* tree, JsonId at) {
  if (at == no_json || (*tree)[at].kind != JsonValue::Kind::array) return shown(tree, at);
  std::string all;
  for (auto one = (*tree)[at].first; one != no_json; one = (*tree)[one].next)
    all += fmt::format("{}{}", all.empty() ? "" : ", ", shown(tree, one));
  return all;
}

tl::expected<std::string, std::string> wanted(const Scene& scene, const Value& value) {
  std::string all = value.texts.empty() ? "none" : "";
  for (const auto& text : value.texts) {
    const auto one = filled(scene, text);
    if (!one) return tl::make_unexpected(one.error());
    all += fmt::format("{}{}", all.empty() ? "" : ", ", *one);
  }
  return all;
}

}  // namespace

tl::expected<Call, std::string> call_of(const Scene& scene, const Rest& rest) {
  auto address = filled(scene, rest.address, Within::address);
  if (!address) return tl::make_unexpected(address.error());
  Call call{rest.method, *std::move(address), {}, {}};
  if (const auto* party = scene.party(rest.as)) call.headers.emplace_back("SenderGLN", party->gln);
  for (const auto& [name, text] : rest.headers) {
    auto value = filled(scene, text);
    if (!value) return tl::make_unexpected(value.error());
    call.headers.emplace_back(name, *std::move(value));
  }
  if (!rest.json.empty()) {
    auto body = filled(scene, rest.json, Within::json);
    if (!body) return tl::make_unexpected(body.error());
    call.headers.emplace_back("Content-Type", "application/json");
    call.body = *std::move(body);
  }
  for (const auto& [name, text] : rest.form) {
    const auto field = filled(scene, name);
    const auto value = filled(scene, text);
    if (!field || !value) return tl::make_unexpected(field ? value.error() : field.error());
    call.body += fmt::format("{}{}={}", call.body.empty() ? "" : "&", text::percent_encoded(*field),
                             text::percent_encoded(*value));
  }
  if (!rest.form.empty()) call.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  return call;
}

bool is_missing(const Rest& rest, const Reply& reply) {
  if (reply.status == rest.status) return false;
  if (reply.status == 405 || reply.status == 501) return true;
  if (reply.status != 404) return false;
  const auto tree = json::parse_json(reply.body, {});
  if (!tree || said_in(*tree).empty()) return true;
  const auto type = json::value_at(*tree, "/type");
  return type != no_json && (*tree)[type].text == "urn:cimgate:problem:not-found";
}

tl::expected<std::vector<AnswerDifference>, std::string> compare_answer(const Scene& scene, const Rest& rest,
                                                                        const Reply& reply) {
  std::vector<AnswerDifference> differences;
  const auto read = json::parse_json(reply.body, {});
  const auto* tree = read ? &*read : nullptr;
  const bool success = reply.status >= 200 && reply.status <= 299;
  if (rest.status == 0 ? !success : reply.status != rest.status) {
    const auto said = tree != nullptr && !success ? said_in(*tree) : std::string();
    differences.push_back({"status", rest.status == 0 ? "2xx" : std::to_string(rest.status),
                           fmt::format("{}{}{}", reply.status, said.empty() ? "" : ": ", said)});
    return differences;  // what it has is of something else
  }
  for (const auto& value : rest.is) {
    const auto want = wanted(scene, value);
    if (!want) return tl::make_unexpected(want.error());
    const auto at = tree == nullptr ? no_json : json::value_at(*tree, value.word);
    const auto found = value.texts.size() > 1 ? listed(tree, at) : shown(tree, at);
    if (*want == "any" ? found == "none" : *want != found) differences.push_back({value.word, *want, found});
  }
  for (const auto& text : rest.says) {
    const auto words = filled(scene, text);
    if (!words) return tl::make_unexpected(words.error());
    if (reply.body.find(*words) == std::string::npos) differences.push_back({"", *words, ""});
  }
  return differences;
}

}  // namespace cimgate::scenario
