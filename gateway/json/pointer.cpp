#include "gateway/json/pointer.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace cimgate::json {
namespace {

/// "a~1b" as "a/b".
std::string unescaped(std::string_view token) {
  std::string name;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const bool escape =
        token[i] == '~' && i + 1 < token.size() && (token[i + 1] == '0' || token[i + 1] == '1');
    name += !escape ? token[i] : token[i + 1] == '0' ? '~' : '/';
    if (escape) ++i;
  }
  return name;
}

JsonId item(const JsonTree& tree, JsonId array, std::string_view token) {
  std::uint32_t index = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
  const bool leading_zero = token.size() > 1 && token.front() == '0';
  if (error != std::errc() || end != token.data() + token.size() || leading_zero) return no_json;
  JsonId at = tree[array].first;
  for (; at != no_json && index > 0; --index) at = tree[at].next;
  return at;
}

}  // namespace

JsonId value_at(const JsonTree& tree, std::string_view pointer) {
  if (!pointer.empty() && pointer.front() != '/') return no_json;
  JsonId at = 0;
  while (!pointer.empty() && at != no_json) {
    pointer.remove_prefix(1);
    const auto token = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(token.size());
    at = tree[at].kind == JsonValue::Kind::array ? item(tree, at, token) : tree.member(at, unescaped(token));
  }
  return at;
}

}  // namespace cimgate::json
