#include "gateway/security/tokens/key_set.hpp"

#include <fstream>
#include <sstream>

#include "gateway/json/out.hpp"
#include "gateway/security/tokens/jws.hpp"

namespace cimgate::tokens {
namespace {

using json::JsonValue;

std::string_view text_of(const json::JsonTree& tree, json::JsonId object, std::string_view name) {
  const auto id = tree.member(object, name);
  return id != json::no_json && tree[id].kind == JsonValue::Kind::string ? tree[id].text : std::string_view();
}

}  // namespace

tl::expected<KeySet, std::string> KeySet::read(std::string_view text) {
  const auto set = Object::read(std::string(text));
  const auto list = set ? set->id_of("keys") : json::no_json;
  if (list == json::no_json || set->tree()[list].kind != JsonValue::Kind::array)
    return tl::make_unexpected(std::string("this is not a set of keys (a JSON object with the member keys)"));
  const auto& tree = set->tree();
  KeySet made;
  for (auto id = tree[list].first; id != json::no_json; id = tree[id].next) {
    const auto kid = text_of(tree, id, "kid");
    const auto use = text_of(tree, id, "use");
    const auto alg = text_of(tree, id, "alg");
    if (kid.empty() || text_of(tree, id, "kty") != "RSA" || (!use.empty() && use != "sig") ||
        (!alg.empty() && alg != "RS256"))
      continue;
    const auto modulus = from_base64url(text_of(tree, id, "n"));
    const auto exponent = from_base64url(text_of(tree, id, "e"));
    const auto key = modulus && exponent ? keys::PublicKey::rsa(*modulus, *exponent) : std::nullopt;
    if (!key) continue;
    if (!made.keys_.emplace(std::string(kid), *key).second)
      return tl::make_unexpected(std::string("two keys of this set have the same kid"));
  }
  if (made.keys_.empty())
    return tl::make_unexpected(
        std::string("there is no RSA key for RS256, of 2048 bits or more and with a kid, in this set"));
  return made;
}

tl::expected<KeySet, keys::Problem> KeySet::load(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (!(text << in.rdbuf())) return tl::make_unexpected(keys::Problem{file, 0, "this file cannot be read"});
  auto made = read(text.str());
  if (!made) return tl::make_unexpected(keys::Problem{file, 0, made.error()});
  return *std::move(made);
}

KeySet KeySet::of(const std::string& kid, const keys::PublicKey& key) {
  KeySet made;
  made.keys_.emplace(kid, key);
  return made;
}

const keys::PublicKey* KeySet::find(std::string_view kid) const {
  const auto at = keys_.find(kid);
  return at == keys_.end() ? nullptr : &at->second;
}

std::string KeySet::json() const {
  json::JsonOut out(true);
  out.begin_object();
  out.key("keys");
  out.begin_array();
  for (const auto& [kid, key] : keys_) {
    out.begin_object(json::JsonOut::Line::one);
    const auto member = [&](std::string_view name, std::string_view value) {
      out.key(name);
      out.string(value);
    };
    member("kty", "RSA");
    member("use", "sig");
    member("alg", "RS256");
    member("kid", kid);
    member("n", base64url(key.modulus()));
    member("e", base64url(key.exponent()));
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

}  // namespace cimgate::tokens
