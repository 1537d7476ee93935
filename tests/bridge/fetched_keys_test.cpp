#include "gateway/elhub/access/fetched_keys.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <atomic>
#include <ctime>
#include <mutex>

#include "gateway/security/keys/hash.hpp"
#include "gateway/security/keys/identity.hpp"
#include "gateway/security/tokens/jws.hpp"
#include "tests/bridge/market.hpp"
#include "tests/bridge/rehearsal.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/service.hpp"
#include "tests/test_database.hpp"

/// Keys of an issuer that are fetched, and what tokens of their key may do.
namespace cimgate::test {
namespace {

using access::FetchedKeys;

/// A set of one RSA key of 2048 bits.
std::string set_of(const std::string& kid) {
  std::string modulus(256, '\x5a');
  modulus.front() = '\xc5';
  modulus.back() = '\x01';
  return fmt::format(R"({{"keys":[{{"kty":"RSA","kid":"{}","n":"{}","e":"AQAB"}}]}})", kid,
                     tokens::base64url(modulus));
}

/// An issuer whose answer changes, and a clock that stands.
struct Issuer {
  std::mutex mutex;
  Market::Said says{200, set_of("a"), false};
  std::atomic<int> asked{0};
  std::atomic<std::int64_t> now{1'000'000};
  const Market server{[this](const Market::Asked& one) {
    ++asked;
    CHECK(one.target == "/jwk");
    const std::lock_guard lock(mutex);
    return says;
  }};

  void say(int status, const std::string& body) {
    const std::lock_guard lock(mutex);
    says = {status, body, false};
  }
  FetchedKeys::Setting setting() {
    FetchedKeys::Setting made;
    made.address = *http_client::parse_address(server.url() + "/jwk");
    made.now = [this] { return now.load(); };
    return made;
  }
};

}  // namespace

TEST_CASE("a key that is not known is looked for anew, and no made-up one makes us ask again and again") {
  Issuer issuer;
  FetchedKeys keys(issuer.setting());
  CHECK(keys.current()->find("a") != nullptr);
  CHECK(issuer.asked == 1);
  issuer.say(200, set_of("b"));
  for (int i = 0; i < 20; ++i) CHECK(keys.look_again()->find("b") == nullptr);
  CHECK(issuer.asked == 1);
  issuer.now += 60;
  CHECK(keys.look_again()->find("b") != nullptr);
  CHECK(keys.current()->find("a") == nullptr);
  for (int i = 0; i < 20; ++i) keys.look_again();
  CHECK(issuer.asked == 2);
}

TEST_CASE("while the issuer is away its keys hold, but not for ever") {
  Issuer issuer;
  FetchedKeys keys(issuer.setting());
  CHECK(keys.current()->find("a") != nullptr);
  for (const auto& [status, body] : {std::pair<int, std::string>{503, ""},
                                     {302, set_of("x")},
                                     {200, "nonsense"},
                                     {200, R"({"keys":[]})"}}) {
    issuer.say(status, body);
    issuer.now += 3600;
    CHECK(eventually([&, before = keys.view().fetches] { return keys.view().fetches > before; }));
    CHECK(!keys.view().problem.empty());
    CHECK(keys.current()->find("a") != nullptr);
  }
  issuer.now += 24 * 3600;
  CHECK(keys.current()->size() == 0);
  issuer.say(200, set_of("c"));
  issuer.now += 60;
  CHECK(eventually([&] { return keys.current()->find("c") != nullptr; }));
  CHECK(keys.view().problem.empty());
}

TEST_CASE("a bridge whose issuer's keys are fetched: tokens, rotation, and scopes for roles") {
  const TemporaryFolder folder;
  const TestDatabase kept;
  make_keys(folder.file("keys"));
  const auto own = [&](const std::string& name) {
    auto identity =
        keys::load_identity({folder.file("keys/" + name + ".pem"), folder.file("keys/" + name + ".key"), ""});
    REQUIRE(identity);
    return *std::move(identity);
  };
  const auto old_key = own("hub"), new_key = own(supplier);
  const auto set = [](const std::string& kid, const keys::Identity& of) {
    return tokens::KeySet::of(kid, *keys::PublicKey::of(of.certificate)).json();
  };
  const auto token = [&](const std::string& kid, const keys::Identity& by, const std::string& scope) {
    const auto now = std::time(nullptr);
    const auto text =
        tokens::base64url(fmt::format(R"({{"alg":"RS256","kid":"{}"}})", kid)) + '.' +
        tokens::base64url(fmt::format(
            R"({{"iss":"https://i.example/","aud":"https://b.example/","scope":"{}","iat":{},"exp":{},"consumer":{{"ID":"0192:313000133"}}}})",
            scope, now, now + 100));
    return text + '.' +
           tokens::base64url(*by.key.sign(keys::Hash::sha256, keys::digest_of(keys::Hash::sha256, text)));
  };
  std::mutex mutex;
  std::string keys_now = set("old", old_key);
  const Market issuer([&](const Market::Asked&) -> Market::Said {
    const std::lock_guard lock(mutex);
    return {200, keys_now, false};
  });
  const Market market([](const Market::Asked& asked) -> Market::Said {
    return {200, asked.action == "PollForData" ? result_set("", {}) : soap(""), false};
  });
  auto options = bridge_options(market.url(), kept.location());
  options.insert(options.end(),
                 {"--token-issuer", "https://i.example/", "--token-audience", "https://b.example/", "--jwks",
                  issuer.url() + "/jwk", "--token-scope", "elhub:balancesupplier=DDQ", "--token-scope",
                  "elhub:gridowner=DDM,MDR", "--token-scope", "elhub:serviceprovider"});
  const Service bridge(options, "bridge");
  const auto status = [&](const std::string& bearer) {
    const auto answer = try_ask(bridge.port(), "GET", "/cim/v1/queues/market-processes", "",
                                bearer.empty() ? "" : "Authorization: Bearer " + bearer + "\r\n");
    return answer ? answer->status : 0;
  };
  CHECK(status("") == 401);
  CHECK(status(token("old", old_key, "elhub:balancesupplier")) == 204);
  CHECK(status(token("old", old_key, "elhub:serviceprovider")) == 204);
  CHECK(status(token("old", old_key, "elhub:gridowner")) == 403);
  CHECK(status(token("old", old_key, "elhub:gridowner elhub:balancesupplier")) == 204);
  CHECK(status(token("old", old_key, "elhub:thirdparty")) == 403);
  CHECK(status(token("old", new_key, "elhub:balancesupplier")) == 401);
  // It was asked a moment ago: a key that nobody has does not make it ask again.
  CHECK(status(token("new", new_key, "elhub:balancesupplier")) == 401);
}

}  // namespace cimgate::test
