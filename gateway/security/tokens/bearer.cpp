#include "gateway/security/tokens/bearer.hpp"

#include <algorithm>
#include <array>

#include "gateway/security/tokens/jws.hpp"

namespace cimgate::tokens {
namespace {

using json::JsonValue;

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    if (end > at) words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

bool names_audience(const Object& claims, std::string_view audience) {
  if (const auto one = claims.string("aud")) return *one == audience;
  const auto list = claims.id_of("aud");
  if (list == json::no_json || claims.tree()[list].kind != JsonValue::Kind::array) return false;
  for (auto id = claims.tree()[list].first; id != json::no_json; id = claims.tree()[id].next)
    if (claims.tree()[id].kind == JsonValue::Kind::string && claims.tree()[id].text == audience) return true;
  return false;
}

/// "0192:313000125" of consumer.ID; "" when it is none.
std::string organisation_of(const Object& claims) {
  constexpr std::string_view norwegian = "0192:";
  const auto consumer = claims.id_of("consumer");
  if (consumer == json::no_json) return {};
  const auto id = claims.tree().member(consumer, "ID");
  if (id == json::no_json || claims.tree()[id].kind != JsonValue::Kind::string) return {};
  const auto text = claims.tree()[id].text;
  const auto number = text.substr(std::min(norwegian.size(), text.size()));
  if (!text.starts_with(norwegian) || number.size() != 9 ||
      number.find_first_not_of("0123456789") != std::string_view::npos)
    return {};
  return std::string(number);
}

std::vector<std::string> roles_in(const Object& claims, std::string_view name) {
  if (const auto text = claims.string(name)) return words_of(*text);
  std::vector<std::string> roles;
  const auto list = claims.id_of(name);
  if (list == json::no_json || claims.tree()[list].kind != JsonValue::Kind::array) return roles;
  for (auto id = claims.tree()[list].first; id != json::no_json; id = claims.tree()[id].next)
    if (claims.tree()[id].kind == JsonValue::Kind::string) roles.emplace_back(claims.tree()[id].text);
  return roles;
}

}  // namespace

bool Token::has_scope(std::string_view scope) const {
  return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
}

std::string_view to_string(Invalid why) {
  constexpr std::array words = {"malformed", "algorithm", "unknown-key",   "signature", "issuer",
                                "audience",  "expired",   "not-yet-valid", "consumer",  "scope"};
  return words.at(static_cast<std::size_t>(why));
}

tl::expected<Token, Invalid> check(std::string_view token, const KeySet& keys, const Rules& rules,
                                   keys::Seconds now) {
  const auto taken = take_apart(token);
  if (!taken) return tl::make_unexpected(Invalid::malformed);
  // Before a key is looked at: which algorithm it is, is never for the token to say.
  if (taken->header.string("alg") != "RS256") return tl::make_unexpected(Invalid::algorithm);
  const auto kid = taken->header.string("kid");
  const auto* key = kid ? keys.find(*kid) : nullptr;
  if (key == nullptr) return tl::make_unexpected(Invalid::unknown_key);
  if (!key->verifies(keys::Hash::sha256, keys::digest_of(keys::Hash::sha256, taken->signed_part),
                     taken->signature))
    return tl::make_unexpected(Invalid::signature);
  const auto claims = Object::read(taken->payload);
  if (!claims) return tl::make_unexpected(Invalid::malformed);
  if (claims->string("iss") != rules.issuer) return tl::make_unexpected(Invalid::issuer);
  if (!names_audience(*claims, rules.audience)) return tl::make_unexpected(Invalid::audience);
  Token made;
  const auto expires = claims->number("exp");
  if (!expires) return tl::make_unexpected(Invalid::malformed);
  made.expires = *expires;
  // Without adding to a number that comes from outside.
  if (*expires <= now - rules.leeway) return tl::make_unexpected(Invalid::expired);
  for (const auto* name : {"iat", "nbf"}) {
    if (!claims->has(name)) continue;
    const auto from = claims->number(name);
    if (!from) return tl::make_unexpected(Invalid::malformed);
    if (*from > now + rules.leeway) return tl::make_unexpected(Invalid::not_yet_valid);
  }
  made.organisation = organisation_of(*claims);
  if (made.organisation.empty()) return tl::make_unexpected(Invalid::consumer);
  made.client = std::string(claims->string("client_id").value_or(""));
  made.user = std::string(claims->string(rules.user_claim).value_or(""));
  if (!rules.roles_claim.empty()) made.roles = roles_in(*claims, rules.roles_claim);
  made.scopes = words_of(claims->string("scope").value_or(""));
  if (std::none_of(rules.scopes.begin(), rules.scopes.end(),
                   [&](const auto& one) { return made.has_scope(one); }))
    return tl::make_unexpected(Invalid::scope);
  return made;
}

}  // namespace cimgate::tokens
