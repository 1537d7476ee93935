#include "gateway/security/tokens/jws.hpp"

#include <algorithm>
#include <charconv>

#include "gateway/security/keys/hash.hpp"
#include "gateway/text/characters.hpp"

namespace cimgate::tokens {
namespace {

constexpr std::size_t longest = 16UL * 1024;

}  // namespace

std::optional<std::string> from_base64url(std::string_view text) {
  std::string plain(text);
  for (auto& c : plain) {
    if (c == '-')
      c = '+';
    else if (c == '_')
      c = '/';
    else if ((c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && (c < '0' || c > '9'))
      return std::nullopt;
  }
  plain.append((4 - plain.size() % 4) % 4, '=');
  return keys::from_base64(plain);
}

std::string base64url(std::string_view bytes) {
  auto made = keys::base64(bytes);
  for (auto& c : made) c = c == '+' ? '-' : c == '/' ? '_' : c;
  made.resize(std::min(made.find('='), made.size()));
  return made;
}

std::optional<Object> Object::read(std::string text) {
  if (text::utf8(text) != text) return std::nullopt;
  Object made;
  made.text_ = std::make_shared<const std::string>(std::move(text));
  source::Limits limits;
  limits.depth = 8;
  auto tree = json::parse_json(*made.text_, limits);
  if (!tree || (*tree)[0].kind != json::JsonValue::Kind::object) return std::nullopt;
  made.tree_ = std::make_shared<const json::JsonTree>(*std::move(tree));
  return made;
}

std::optional<std::string_view> Object::string(std::string_view name) const {
  const auto id = id_of(name);
  if (id == json::no_json || tree()[id].kind != json::JsonValue::Kind::string) return std::nullopt;
  return tree()[id].text;
}

std::optional<std::int64_t> Object::number(std::string_view name) const {
  const auto id = id_of(name);
  if (id == json::no_json || tree()[id].kind != json::JsonValue::Kind::number) return std::nullopt;
  const auto text = tree()[id].text;
  std::int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Unverified> take_apart(std::string_view token) {
  const auto first = token.find('.');
  const auto second = token.find('.', first == std::string_view::npos ? first : first + 1);
  if (token.size() > longest || second == std::string_view::npos ||
      token.find('.', second + 1) != std::string_view::npos)
    return std::nullopt;
  auto header_text = from_base64url(token.substr(0, first));
  auto payload = from_base64url(token.substr(first + 1, second - first - 1));
  auto signature = from_base64url(token.substr(second + 1));
  if (!header_text || !payload || !signature || signature->empty()) return std::nullopt;
  auto header = Object::read(*std::move(header_text));
  // `crit` names what must be understood (RFC 7515, 4.1.11): nothing of it is.
  if (!header || header->has("crit") || header->has("b64")) return std::nullopt;
  return Unverified{*std::move(header), token.substr(0, second), *std::move(payload), *std::move(signature)};
}

}  // namespace cimgate::tokens
