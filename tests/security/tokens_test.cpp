#include <doctest/doctest.h>
#include <fmt/format.h>

#include <functional>

#include "gateway/security/tokens/bearer.hpp"
#include "gateway/security/tokens/grant.hpp"
#include "gateway/security/tokens/jws.hpp"
#include "tests/security/signed_messages.hpp"

namespace cimgate::test {
namespace {

using namespace tokens;

constexpr const char* issuer = "https://test.example/maskinporten/";
constexpr const char* audience = "https://hub.example/cim/v1";

std::string jws(const keys::Identity& by, const std::string& header, const std::string& claims) {
  const auto signed_part = base64url(header) + '.' + base64url(claims);
  return signed_part + '.' +
         base64url(*by.key.sign(keys::Hash::sha256, keys::digest_of(keys::Hash::sha256, signed_part)));
}

KeySet key_set() {
  return KeySet::of("key-1", *keys::PublicKey::of(party().certificate));
}

Rules rules() {
  Rules all;
  all.issuer = issuer;
  all.audience = audience;
  all.scopes = {"elhub:balancesupplier", "elhub:gridowner"};
  return all;
}

struct Claims {
  std::string header = R"({"alg":"RS256","kid":"key-1"})";
  std::string iss = issuer;
  std::string aud = fmt::format("\"{}\"", audience);
  std::string scope = "elhub:balancesupplier other:scope";
  std::string exp = std::to_string(now + 120);
  std::string iat = std::to_string(now);
  std::string consumer = R"({"authority":"iso6523-actorid-upis","ID":"0192:313000125"})";
  std::string more;
  const keys::Identity* by = &party();

  std::string token() const {
    return jws(
        *by, header,
        fmt::format(
            R"({{"iss":"{}","aud":{},"scope":"{}","exp":{},"iat":{},"consumer":{},"client_id":"c"{}}})", iss,
            aud, scope, exp, iat, consumer, more));
  }
};

std::string outcome(const std::string& token) {
  const auto checked = check(token, key_set(), rules(), now);
  return checked ? "good" : std::string(to_string(checked.error()));
}

std::string outcome(const std::function<void(Claims&)>& change) {
  Claims claims;
  change(claims);
  return outcome(claims.token());
}

}  // namespace

TEST_CASE("an access token in the form of Maskinporten") {
  const auto checked = check(Claims().token(), key_set(), rules(), now);
  REQUIRE(checked);
  CHECK(checked->organisation == "313000125");
  CHECK(checked->client == "c");
  CHECK(checked->has_scope("other:scope"));
  CHECK(!checked->has_scope("other"));
  CHECK(checked->expires == now + 120);
}

TEST_CASE("a token that must be refused is refused for its own reason") {
  CHECK(outcome([](Claims& c) { c.aud = "[\"x\", \"" + std::string(audience) + "\"]"; }) == "good");
  CHECK(outcome([](Claims& c) { c.exp = std::to_string(now - 9); }) == "good");
  CHECK(outcome([](Claims& c) { c.exp = std::to_string(now - 10); }) == "expired");
  CHECK(outcome([](Claims& c) { c.exp = "-9223372036854775808"; }) == "expired");
  CHECK(outcome([](Claims& c) { c.exp = "1e99"; }) == "malformed");
  CHECK(outcome([](Claims& c) { c.exp = "\"2000000000\""; }) == "malformed");
  CHECK(outcome([](Claims& c) { c.iat = std::to_string(now + 11); }) == "not-yet-valid");
  CHECK(outcome([](Claims& c) { c.more = ",\"nbf\":" + std::to_string(now + 11); }) == "not-yet-valid");
  CHECK(outcome([](Claims& c) { c.aud = "\"https://hub.example/cim\""; }) == "audience");
  CHECK(outcome([](Claims& c) { c.aud = "[]"; }) == "audience");
  CHECK(outcome([](Claims& c) { c.iss = "https://test.example/maskinporten"; }) == "issuer");
  CHECK(outcome([](Claims& c) { c.scope = "elhub:balancesuppliers"; }) == "scope");
  CHECK(outcome([](Claims& c) { c.scope = ""; }) == "scope");
  CHECK(outcome([](Claims& c) { c.consumer = "\"0192:313000125\""; }) == "consumer");
  CHECK(outcome([](Claims& c) { c.consumer = R"({"ID":"0208:313000125"})"; }) == "consumer");
  CHECK(outcome([](Claims& c) { c.consumer = R"({"ID":"0192:31300012"})"; }) == "consumer");
  CHECK(outcome([](Claims& c) { c.by = &stranger(); }) == "signature");
  CHECK(outcome([](Claims& c) { c.header = R"({"alg":"RS256","kid":"key-2"})"; }) == "unknown-key");
  CHECK(outcome([](Claims& c) { c.header = R"({"alg":"RS256"})"; }) == "unknown-key");
  for (const char* alg : {"none", "HS256", "RS512", "PS256", "rs256", ""})
    CHECK(outcome([&](Claims& c) { c.header = fmt::format(R"({{"alg":"{}","kid":"key-1"}})", alg); }) ==
          "algorithm");
  CHECK(outcome([](Claims& c) { c.header = R"({"kid":"key-1"})"; }) == "algorithm");
  CHECK(outcome([](Claims& c) { c.header = R"({"alg":"RS256","kid":"key-1","crit":["x"],"x":1})"; }) ==
        "malformed");
  CHECK(outcome([](Claims& c) { c.header = R"({"alg":"none","alg":"RS256","kid":"key-1"})"; }) ==
        "malformed");
  // A name twice: others might read the other one.
  CHECK(outcome([](Claims& c) { c.more = R"(,"consumer":{"ID":"0192:313000133"})"; }) == "malformed");
}

TEST_CASE("what is not a token at all") {
  const auto good = Claims().token();
  CHECK(outcome(good) == "good");
  const auto last = good.rfind('.');
  CHECK(outcome("") == "malformed");
  CHECK(outcome("a.b") == "malformed");
  CHECK(outcome(good + ".x") == "malformed");
  CHECK(outcome(good.substr(0, last + 1)) == "malformed");
  CHECK(outcome(good + "=") == "malformed");
  CHECK(outcome(good + "A") != "good");
  CHECK(outcome(' ' + good) == "malformed");
  CHECK(outcome(std::string(20'000, 'a')) == "malformed");
  CHECK(outcome(jws(party(), "[]", "{}")) == "malformed");
  CHECK(outcome(jws(party(), R"({"alg":"RS256","kid":"key-1"})", "\xFF")) == "malformed");
  // Every byte of what is signed counts.
  for (std::size_t at = 0; at < last; at += 7) {
    auto changed = good;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    if (changed != good) CHECK(outcome(changed) != "good");
  }
}

TEST_CASE("a set of keys: those that are for RS256, each under its own name") {
  const auto json = key_set().json();
  const auto read = KeySet::read(json);
  REQUIRE(read);
  CHECK(read->find("key-1") != nullptr);
  CHECK(read->find("key-2") == nullptr);
  CHECK(check(Claims().token(), *read, rules(), now).has_value());
  CHECK(!KeySet::read("{}"));
  CHECK(!KeySet::read("[]"));
  CHECK(!KeySet::read(R"({"keys":[]})"));
  const auto changed = [&](const std::string& from, const std::string& to) {
    return replaced(json, from, to);
  };
  CHECK(!KeySet::read(changed("\"sig\"", "\"enc\"")));
  CHECK(!KeySet::read(changed("\"RSA\"", "\"oct\"")));
  CHECK(!KeySet::read(changed("RS256", "RS512")));
  CHECK(!KeySet::read(changed("\"AQAB\"", "\"AQ\"")));
  const auto members = part(json, "\"kty\"", "AQAB\"");
  CHECK(!KeySet::read(replaced(json, members, members + "},{" + members)));
  CHECK(KeySet::read(replaced(json, members, "\"kty\":\"EC\"},{" + members))->size() == 1);
}

namespace {

struct Assertion {
  std::string header;
  std::string aud = fmt::format("\"{}\"", issuer);
  std::string iss = "client-1";
  std::string scope = "elhub:balancesupplier";
  keys::Seconds iat = now, exp = now + 120;
  std::string more;
  const keys::Identity* by = &party();

  std::string form() const {
    const auto head =
        header.empty() ? R"({"alg":"RS256","x5c":[")" + keys::base64(by->certificate.der()) + "\"]}" : header;
    return "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" +
           jws(*by, head,
               fmt::format(R"({{"aud":{},"iss":"{}","scope":"{}","iat":{},"exp":{}{}}})", aud, iss, scope,
                           iat, exp, more));
  }
};

TokenEndpoint endpoint() {
  TokenEndpoint::Setting setting;
  setting.issuer = issuer;
  setting.audience = audience;
  setting.scopes = {"elhub:balancesupplier", "elhub:gridowner"};
  static const auto own = authority().issue(order_of());
  setting.own = std::make_shared<keys::Identity>(own);
  setting.issuers = trust().issuers;
  return TokenEndpoint(setting);
}

std::string grant(const std::function<void(Assertion&)>& change) {
  Assertion assertion;
  change(assertion);
  const auto made = endpoint().grant(assertion.form(), now);
  return made ? "given" : made.error().error + ": " + made.error().description;
}

}  // namespace

TEST_CASE("the token endpoint gives a token that holds, for the organisation of the certificate") {
  const auto from = endpoint();
  const auto made = from.grant(Assertion().form(), now);
  REQUIRE(made);
  const auto answer = Object::read(*made);
  REQUIRE(answer);
  CHECK(answer->string("token_type") == "Bearer");
  CHECK(answer->number("expires_in") == 120);
  const auto token = check(*answer->string("access_token"), from.keys(), rules(), now);
  REQUIRE(token);
  CHECK(token->organisation == "313000125");
  CHECK(token->client == "client-1");
  CHECK(check(*answer->string("access_token"), from.keys(), rules(), now + 131).error() == Invalid::expired);
}

TEST_CASE("the token endpoint has Maskinporten's rules") {
  const auto refused = [](const std::string& said, const std::string& part) {
    CAPTURE(said);
    CHECK(said.find(part) != std::string::npos);
  };
  CHECK(grant([](Assertion&) {}) == "given");
  CHECK(grant([](Assertion& a) { a.more = ",\"jti\":\"x\",\"resource\":\"y\""; }) == "given");
  refused(grant([](Assertion& a) { a.aud = "\"https://test.example/maskinporten/token\""; }), "MP-110");
  refused(grant([](Assertion& a) { a.aud = "[\"" + std::string(issuer) + "\"]"; }), "MP-110");
  refused(grant([](Assertion& a) { a.more = ",\"sub\":\"x\""; }),
          "invalid_grant: Invalid assertion. It has a claim");
  refused(grant([](Assertion& a) { a.exp = now + 121; }), "at most 120 seconds");
  refused(grant([](Assertion& a) { a.exp = now - 20, a.iat = now - 100; }), "expired");
  refused(grant([](Assertion& a) { a.iat = now + 20, a.exp = now + 60; }), "iat is not now");
  refused(grant([](Assertion& a) { a.iat = now - 200, a.exp = now + 20; }), "iat is not now");
  refused(grant([](Assertion& a) { a.iss = ""; }), "iss");
  refused(grant([](Assertion& a) { a.scope = "elhub:everything"; }), "invalid_scope");
  refused(grant([](Assertion& a) { a.scope = ""; }), "invalid_scope");
  refused(grant([](Assertion& a) { a.by = &stranger(); }), "MP-120");
  refused(grant([](Assertion& a) { a.header = R"({"alg":"RS256"})"; }), "one of kid and x5c");
  refused(grant([](Assertion& a) { a.header = R"({"alg":"RS256","kid":"x","x5c":[]})"; }),
          "one of kid and x5c");
  refused(grant([](Assertion& a) { a.header = R"({"alg":"RS256","kid":"x"})"; }), "MP-100");
  refused(grant([](Assertion& a) { a.header = R"({"alg":"HS256","kid":"x"})"; }),
          "alg must be RS256, RS384 or RS512");
  refused(grant([](Assertion& a) {
            a.header = R"({"alg":"RS256","x5c":[")" + keys::base64(stranger().certificate.der()) + "\"]}";
          }),
          "not that of the certificate");
  const auto at_end = [](const std::string& form) {
    const auto made = endpoint().grant(form, now);
    return made ? "given" : made.error().error;
  };
  CHECK(at_end("") == "invalid_request");
  CHECK(at_end("grant_type=client_credentials") == "unsupported_grant_type");
  CHECK(at_end(Assertion().form() + "&assertion=x") == "invalid_request");
  CHECK(at_end(Assertion().form().substr(0, 70)) == "invalid_request");
  CHECK(at_end("grant_type=%zz") == "invalid_request");
}

}  // namespace cimgate::test
