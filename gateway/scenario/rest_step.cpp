#include "gateway/scenario/rest_step.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/json/pointer.hpp"
#include "gateway/json/tree.hpp"
#include "gateway/scenario/placeholders.hpp"
#include "gateway/text/ascii.hpp"
#include "gateway/text/percent.hpp"

namespace cimgate::scenario {
namespace {

using json::JsonId;
using json::JsonTree;
using json::JsonValue;
using json::no_json;

constexpr std::size_t longest_header = 8'000;
constexpr std::size_t longest_shown = 200;  // bytes of a value that is not what it should be

/// An answer has no limits but that of what is received at all.
source::Limits any_length() {
  source::Limits limits;
  limits.text = limits.bytes;
  return limits;
}

/// A token of RFC 9110, 5.6.2.
bool is_header_name(std::string_view name) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return text::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           marks.find(c) != std::string_view::npos;
  });
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; });
}

/// What may not stand in the first line of a request becomes "%20".
std::string addressed(std::string_view address) {
  constexpr std::string_view never = " \"#<>\\^`{|}";
  std::string out;
  for (const char c : address)
    out += static_cast<unsigned char>(c) > 0x7E || never.find(c) != std::string_view::npos
               ? text::percent_encoded(std::string(1, c))
               : std::string(1, c);
  return out;
}

bool is_same_header(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

/// As much of a value as one wants to read.
std::string cut(std::string text) {
  if (text.size() <= longest_shown) return text;
  auto end = longest_shown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

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
  if (has_control(*address)) return tl::make_unexpected(std::string("the address has control characters"));
  Call call{rest.method, addressed(*address), {}, {}, true};
  if (const auto* party = scene.party(rest.as)) call.headers.emplace_back("SenderGLN", party->gln);
  for (const auto& [name, text] : rest.headers) {
    auto value = filled(scene, text);
    if (!value) return tl::make_unexpected(value.error());
    if (!is_header_name(name))
      return tl::make_unexpected(fmt::format("'{}' is no name of a header", cut(name)));
    if (has_control(*value) || value->size() > longest_header)
      return tl::make_unexpected(
          fmt::format("header {}: a value is one line of at most {} bytes", name, longest_header));
    call.headers.emplace_back(name, *std::move(value));
  }
  const bool has_type = std::any_of(call.headers.begin(), call.headers.end(), [](const auto& header) {
    return is_same_header(header.first, "Content-Type");
  });
  if (!rest.json.empty()) {
    auto body = filled(scene, rest.json, Within::json);
    if (!body) return tl::make_unexpected(body.error());
    if (!has_type) call.headers.emplace_back("Content-Type", "application/json");
    call.body = *std::move(body);
  }
  for (const auto& [name, text] : rest.form) {
    const auto field = filled(scene, name);
    const auto value = filled(scene, text);
    if (!field || !value) return tl::make_unexpected(field ? value.error() : field.error());
    call.body += fmt::format("{}{}={}", call.body.empty() ? "" : "&", text::percent_encoded(*field),
                             text::percent_encoded(*value));
  }
  if (!rest.form.empty() && !has_type)
    call.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  return call;
}

bool is_missing(const Reply& reply) {
  if (reply.status != 404 && reply.status != 405 && reply.status != 501) return false;
  const auto tree = json::parse_json(reply.body, any_length());
  if (!tree || said_in(*tree).empty()) return true;
  const auto type = json::value_at(*tree, "/type");
  return type != no_json && (*tree)[type].text == "urn:cimgate:problem:not-found";
}

tl::expected<std::vector<AnswerDifference>, std::string> compare_answer(const Scene& scene, const Rest& rest,
                                                                        const Reply& reply) {
  std::vector<AnswerDifference> differences;
  const auto read = json::parse_json(reply.body, any_length());
  const auto* tree = read ? &*read : nullptr;
  const bool success = reply.status >= 200 && reply.status <= 299;
  if (rest.status == 0 ? !success : reply.status != rest.status) {
    const auto said = tree != nullptr && !success ? said_in(*tree) : std::string();
    differences.push_back({"status", rest.status == 0 ? "2xx" : std::to_string(rest.status),
                           fmt::format("{}{}{}", reply.status, said.empty() ? "" : ": ", said)});
    return differences;  // what it has is of something else
  }
  if (tree == nullptr && !rest.is.empty()) {
    differences.push_back({"the answer", "JSON", cut(reply.content_type) + ", and no JSON"});
    return differences;
  }
  for (const auto& value : rest.is) {
    const auto want = wanted(scene, value);
    if (!want) return tl::make_unexpected(want.error());
    const auto at = tree == nullptr ? no_json : json::value_at(*tree, value.word);
    const auto found = value.texts.size() > 1 ? listed(tree, at) : shown(tree, at);
    if (*want == "any" ? found == "none" : *want != found)
      differences.push_back({value.word.empty() ? "the whole" : value.word, *want, cut(found)});
  }
  for (const auto& text : rest.says) {
    const auto words = filled(scene, text);
    if (!words) return tl::make_unexpected(words.error());
    if (reply.body.find(*words) == std::string::npos) differences.push_back({"", *words, ""});
  }
  return differences;
}

}  // namespace cimgate::scenario
