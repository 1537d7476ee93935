#include "gateway/security/tokens/grant.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

#include "gateway/json/out.hpp"
#include "gateway/security/tokens/jws.hpp"
#include "gateway/text/percent.hpp"

namespace cimgate::tokens {
namespace {

using json::JsonValue;

constexpr std::string_view grant_type = "urn:ietf:params:oauth:grant-type:jwt-bearer";
/// Claims of an assertion; another is refused.
constexpr std::array known_claims = {"aud", "iss", "scope", "iat", "exp", "jti", "resource", "consumer_org"};
constexpr std::size_t most_certificates = 5;

tl::unexpected<Refused> refused(std::string error, std::string description) {
  return tl::make_unexpected(Refused{std::move(error), std::move(description)});
}

tl::unexpected<Refused> invalid(const std::string& why) {
  return refused("invalid_grant", "Invalid assertion. " + why);
}

/// The one value of a name in a form; nothing when there is none, or two.
std::optional<std::string> member_of(std::string_view form, std::string_view name) {
  std::optional<std::string> found;
  for (std::size_t at = 0; at <= form.size();) {
    const auto end = std::min(form.find('&', at), form.size());
    const auto pair = form.substr(at, end - at);
    const auto equals = std::min(pair.find('='), pair.size());
    if (pair.substr(0, equals) == name) {
      if (found) return std::nullopt;
      found = text::percent_decoded(pair.substr(std::min(equals + 1, pair.size())), text::Plus::blank);
      if (!found) return std::nullopt;
    }
    at = end + 1;
  }
  return found;
}

/// The certificates of x5c (RFC 7515, 4.1.6): base64, the signer's first.
std::vector<keys::Certificate> certificates_of(const Object& header) {
  std::vector<keys::Certificate> made;
  const auto list = header.id_of("x5c");
  if (list == json::no_json || header.tree()[list].kind != JsonValue::Kind::array) return {};
  for (auto id = header.tree()[list].first; id != json::no_json; id = header.tree()[id].next) {
    const auto der = header.tree()[id].kind == JsonValue::Kind::string
                         ? keys::from_base64(header.tree()[id].text)
                         : std::nullopt;
    auto one = der ? keys::Certificate::from_der(*der) : tl::make_unexpected(std::string());
    if (!one || made.size() == most_certificates) return {};
    made.push_back(*std::move(one));
  }
  return made;
}

/// RS256: 256; 0 for what is no algorithm of assertions. Source: Digdir, maskinporten_protocol_jwtgrant.
int bits_of(std::string_view algorithm) {
  if (algorithm == "RS256") return 256;
  if (algorithm == "RS384") return 384;
  return algorithm == "RS512" ? 512 : 0;
}

}  // namespace

TokenEndpoint::TokenEndpoint(Setting setting) : setting_(std::move(setting)) {
  const auto key = keys::PublicKey::of(setting_.own->certificate);
  if (!key) throw std::runtime_error("tokens are signed with an RSA key of 2048 bits or more");
  kid_ = setting_.own->certificate.fingerprint().substr(0, 16);
  keys_ = KeySet::of(kid_, *key);
}

tl::expected<std::string, Refused> TokenEndpoint::grant(std::string_view form, keys::Seconds now) const {
  const auto type = member_of(form, "grant_type");
  if (!type) return refused("invalid_request", "grant_type is missing, or there twice.");
  if (*type != grant_type)
    return refused("unsupported_grant_type", "grant_type must be " + std::string(grant_type) + '.');
  const auto assertion = member_of(form, "assertion");
  if (!assertion) return refused("invalid_request", "assertion is missing, or there twice.");
  const auto asked = read_assertion(*assertion, now);
  if (!asked) return tl::make_unexpected(asked.error());
  json::JsonOut out(true);
  out.begin_object();
  out.key("access_token");
  out.string(token_for(*asked, now));
  out.key("token_type");
  out.string("Bearer");
  out.key("expires_in");
  out.literal(fmt::format("{}", setting_.life));
  out.key("scope");
  out.string(asked->scope);
  out.end_object();
  return std::move(out).take();
}

tl::expected<TokenEndpoint::Asked, Refused> TokenEndpoint::read_assertion(std::string_view assertion,
                                                                          keys::Seconds now) const {
  const auto taken = take_apart(assertion);
  if (!taken) return invalid("It is not a JWT.");
  // What Maskinporten takes of assertions; the tokens that it gives are of RS256.
  const int bits = bits_of(taken->header.string("alg").value_or(""));
  if (bits == 0) return invalid("alg must be RS256, RS384 or RS512.");
  const bool by_kid = taken->header.has("kid"), by_certificate = taken->header.has("x5c");
  if (by_kid == by_certificate) return invalid("There must be one of kid and x5c. (MP-100)");
  if (by_kid) return invalid("No client has registered a key of this kid here; send x5c. (MP-100)");
  const auto chain = certificates_of(taken->header);
  if (chain.empty()) return invalid("x5c is not a chain of certificates. (MP-120)");
  const auto key = keys::PublicKey::of(chain.front());
  if (!key || !key->verifies_text(bits, taken->signed_part, taken->signature))
    return invalid("The signature is not that of the certificate. (MP-100)");
  if (const auto trusted = setting_.issuers->check(chain.front(), {chain.begin() + 1, chain.end()}, now);
      !trusted)
    return invalid(trusted.error().why == keys::Distrust::expired
                       ? "The certificate has expired. (MP-121)"
                       : "The certificate is not valid here. (MP-120)");
  Asked asked;
  asked.organisation = chain.front().organisation_number();
  if (asked.organisation.empty()) return invalid("The certificate has no organisation number. (MP-120)");
  const auto claims = Object::read(taken->payload);
  if (!claims) return invalid("Its claims are no JSON object.");
  for (auto id = claims->tree()[0].first; id != json::no_json; id = claims->tree()[id].next)
    if (std::find(known_claims.begin(), known_claims.end(), claims->tree()[id].name) == known_claims.end())
      return invalid("It has a claim that is not known.");
  // One value, and the issuer's name: neither a list nor the address of the endpoint.
  if (claims->string("aud") != setting_.issuer)
    return invalid("aud must be " + setting_.issuer + " as one value. (MP-110)");
  const auto client = claims->string("iss");
  if (!client || client->empty()) return invalid("iss, the client, is missing.");
  asked.client = std::string(*client);
  const auto issued = claims->number("iat"), expires = claims->number("exp");
  if (!issued || *issued > now + setting_.clock_skew ||
      *issued < now - setting_.longest_assertion - setting_.clock_skew)
    return invalid("iat is not now.");
  if (!expires || *expires <= now - setting_.clock_skew) return invalid("It has expired.");
  if (*expires <= *issued || *expires - *issued > setting_.longest_assertion)
    return invalid(fmt::format("exp must be at most {} seconds after iat.", setting_.longest_assertion));
  asked.scope = std::string(claims->string("scope").value_or(""));
  std::string_view rest = asked.scope;
  if (rest.empty()) return refused("invalid_scope", "scope is missing.");
  while (!rest.empty()) {
    const auto end = std::min(rest.find(' '), rest.size());
    const auto one = rest.substr(0, end);
    if (std::find(setting_.scopes.begin(), setting_.scopes.end(), one) == setting_.scopes.end())
      return refused("invalid_scope",
                     fmt::format("The scopes here are {}.", fmt::join(setting_.scopes, ", ")));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return asked;
}

std::string TokenEndpoint::token_for(const Asked& asked, keys::Seconds now) const {
  const auto object = [](const auto& write) {
    json::JsonOut out(false);
    out.begin_object();
    write(out);
    out.end_object();
    auto text = std::move(out).take();
    text.pop_back();
    return base64url(text);
  };
  const auto member = [](json::JsonOut& out, std::string_view name, std::string_view value) {
    out.key(name);
    out.string(value);
  };
  const auto header = object([&](json::JsonOut& out) {
    member(out, "alg", "RS256");
    member(out, "kid", kid_);
  });
  const auto claims = object([&](json::JsonOut& out) {
    member(out, "iss", setting_.issuer);
    member(out, "aud", setting_.audience);
    member(out, "client_id", asked.client);
    member(out, "scope", asked.scope);
    out.key("iat");
    out.literal(fmt::format("{}", now));
    out.key("exp");
    out.literal(fmt::format("{}", now + setting_.life));
    member(out, "jti", base64url(keys::random_bytes(16)));
    out.key("consumer");
    out.begin_object();
    member(out, "authority", "iso6523-actorid-upis");
    member(out, "ID", "0192:" + asked.organisation);
    out.end_object();
  });
  const auto signed_part = header + '.' + claims;
  const auto signature =
      setting_.own->key.sign(keys::Hash::sha256, keys::digest_of(keys::Hash::sha256, signed_part));
  if (!signature) throw std::runtime_error(signature.error());
  return signed_part + '.' + base64url(*signature);
}

}  // namespace cimgate::tokens
