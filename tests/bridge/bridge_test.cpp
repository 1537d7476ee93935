#include <doctest/doctest.h>
#include <fmt/format.h>

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "tests/bridge/market.hpp"
#include "tests/bridge/rehearsal.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/service.hpp"
#include "tests/test_database.hpp"

/// `cimgate bridge`, as a party's system and its operators meet it.
namespace cimgate::test {
namespace {

std::string state_of(const Service& bridge, const std::string& id) {
  const auto answer = try_ask(bridge.port(), "GET", "/cim/v1/documents/" + id);
  return answer && answer->status == 200 ? member(answer->body, "state") : std::string();
}

/// 0: nobody answered.
int status_of(const Service& bridge, const std::string& method, const std::string& target,
              const std::string& body = {}, const std::string& fields = {}) {
  const auto answer = try_ask(bridge.port(), method, target, body, fields);
  return answer ? answer->status : 0;
}

std::string text_of(const Service& bridge, const std::string& method, const std::string& target) {
  const auto answer = try_ask(bridge.port(), method, target);
  return answer ? answer->body : std::string();
}

bool comes_to(const Service& bridge, const std::string& id, const std::string& state) {
  return eventually([&] { return state_of(bridge, id) == state; });
}

Service& translator() {
  static Service made;
  return made;
}

std::string document(std::uint64_t number, const std::string& gsrn = point) {
  return start_in_cim(translator().port(), uuid(number), gsrn);
}

/// A market that takes everything and has nothing, unless it is told otherwise.
Market::Said takes_all(const Market::Asked& asked) {
  return {200, asked.action == "PollForData" ? result_set("", {}) : soap("")};
}

}  // namespace

TEST_CASE("a change of supplier by CIM, signed SOAP behind it, and the answer as CIM") {
  const TemporaryFolder folder;
  const TestDatabase kept;
  const auto keys = folder.file("keys");
  make_keys(keys);
  const Service hub(hub_options(keys));
  const auto upstream = "http://127.0.0.1:" + std::to_string(hub.port());
  const Service bridge(bridge_options(upstream, kept.location(), keys), "bridge");
  const auto taken = try_ask(bridge.port(), "POST", "/cim/v1/documents", document(1));
  REQUIRE(taken);
  CHECK(taken->status == 202);
  CHECK(taken->headers.at("location") == "/cim/v1/documents/" + uuid(1));
  CHECK(comes_to(bridge, uuid(1), "answered"));
  const auto state = try_ask(bridge.port(), "GET", "/cim/v1/documents/" + uuid(1));
  CHECK(state->body.find("ConfirmRequestChangeOfSupplier_MarketDocument") != std::string::npos);

  // The same once more is the same; another under its id, or under its key, is refused.
  const auto again = try_ask(bridge.port(), "POST", "/cim/v1/documents", document(1));
  CHECK(again->status == 202);
  CHECK(member(again->body, "repeated") == "true");
  CHECK(status_of(bridge, "POST", "/cim/v1/documents",
                  with(document(1), "2026-06-14T22:00:00Z", "2026-06-15T22:00:00Z")) == 409);
  const std::string key = "Idempotency-Key: k\r\n";
  CHECK(status_of(bridge, "POST", "/cim/v1/documents", document(2, unknown_point(1)), key) == 202);
  CHECK(status_of(bridge, "POST", "/cim/v1/documents", document(3, unknown_point(2)), key) == 422);
  CHECK(comes_to(bridge, uuid(2), "answered"));

  const auto queue = try_ask(bridge.port(), "GET", "/cim/v1/queues/market-processes");
  REQUIRE(queue->status == 200);
  const auto set = member(queue->body, "id");
  CHECK(status_of(bridge, "DELETE", "/cim/v1/queues/market-processes/" + set) == 204);
  CHECK(status_of(bridge, "DELETE", "/cim/v1/queues/market-processes/" + set) == 204);

  const auto ready = try_ask(bridge.port(), "GET", "/readyz");
  CAPTURE(ready->body);
  CAPTURE(bridge.errors());
  CHECK(ready->body.find("upstream: heard") != std::string::npos);
  const auto metrics = try_ask(bridge.port(), "GET", "/metrics");
  CHECK(metrics->body.find("cimgate_bridge_outbox{state=\"answered\"} 2") != std::string::npos);
  CHECK(metrics->body.find("cimgate_certificate_days_left{use=\"ws-security\"}") != std::string::npos);
  const auto certificates = try_ask(bridge.port(), "GET", "/bridge/v1/certificates");
  CHECK(certificates->body.find("\"daysLeft\"") != std::string::npos);
  CHECK(text_of(bridge, "GET", "/bridge/v1/outbox?state=sent").find(uuid(1)) == std::string::npos);
  CHECK(status_of(bridge, "GET", "/bridge/v1/outbox?state=none") == 400);
  const auto openapi = text_of(bridge, "GET", "/openapi.json");
  CHECK(text_of(bridge, "GET", "/openapi.json?version=3.0").find("\"3.0.3\"") != std::string::npos);
  for (const char* part : {"bridgeSendAgain", "\"max-depth\"", "\"max-elements\"", "\"result-set\""})
    CHECK(openapi.find(part) != std::string::npos);
  // A parameter that nobody knows is a mistake, everywhere.
  for (const char* target : {"/bridge/v1/outbox?stat=sent", "/bridge/v1/inbox?status=done",
                             "/bridge/v1/dead-letters?state=failed", "/bridge/v1/certificates?x=1",
                             "/cim/v1/queues/market-processes?profil=nmeg/0.1", "/cim/v1/documents/x?y=1"})
    CHECK(text_of(bridge, "GET", target).find("urn:cimgate:problem:unknown-parameter") != std::string::npos);
  CHECK(status_of(bridge, "GET", "/bridge/v1/outbox?limit=1&lang=nb") == 200);

  // The newest first, and behind it what is older; the page of a bridge shows it so.
  CHECK(text_of(bridge, "GET", "/bridge/v1/outbox?limit=1").find(uuid(1)) != std::string::npos);
  const auto newest = text_of(bridge, "GET", "/bridge/v1/outbox?limit=1&order=newest");
  CHECK(newest.find(uuid(2)) != std::string::npos);
  CHECK(newest.find(uuid(1)) == std::string::npos);
  CHECK(text_of(bridge, "GET", "/bridge/v1/outbox?order=newest&after=2").find(uuid(1)) != std::string::npos);
  CHECK(status_of(bridge, "GET", "/bridge/v1/outbox?order=any") == 400);
  const auto stands = text_of(bridge, "GET", "/bridge/v1/state");
  for (const char* piece : {"\"ready\": true", "\"answered\": 2", "\"fetches\": true", "\"polled\": "})
    CHECK(stands.find(piece) != std::string::npos);
  // A poll that took too long on a busy machine is trouble until the next one.
  CHECK(eventually(
      [&] { return text_of(bridge, "GET", "/bridge/v1/state").find("troubleSince") == std::string::npos; }));
  CHECK(text_of(bridge, "GET", "/").find("<title>cimgate bridge") != std::string::npos);
}

TEST_CASE("a fault that will not pass goes to the dead letters, blocks nothing, and can be sent again") {
  std::atomic<bool> refuses{true};
  std::mutex mutex;
  std::string order;
  const Market market([&](const Market::Asked& asked) -> Market::Said {
    if (asked.action != "RequestStartOfSupply") return takes_all(asked);
    const std::lock_guard lock(mutex);
    const bool first = asked.body.find(uuid(1)) != std::string::npos;
    order += first ? "1" : "2";
    if (first && refuses)
      return {500, fault("XSD", "XSD validation error", "string value 'Sletthøg' is too long")};
    return {200, soap("")};
  });
  const TestDatabase kept;
  auto options = bridge_options(market.url(), kept.location());
  options.insert(options.end(), {"--log", "json"});
  const Service bridge(options, "bridge");
  CHECK(status_of(bridge, "POST", "/cim/v1/documents", document(1)) == 202);
  CHECK(status_of(bridge, "POST", "/cim/v1/documents", document(2)) == 202);
  CHECK(comes_to(bridge, uuid(1), "failed"));
  CHECK(comes_to(bridge, uuid(2), "sent"));
  const auto state = try_ask(bridge.port(), "GET", "/cim/v1/documents/" + uuid(1));
  CHECK(state->body.find("urn:cimgate:problem:invalid-document") != std::string::npos);
  CHECK(state->body.find("\"group\": \"XSD\"") != std::string::npos);
  CHECK(state->body.find("XSD validation error") != std::string::npos);
  const auto dead = try_ask(bridge.port(), "GET", "/bridge/v1/dead-letters");
  CHECK(dead->body.find(uuid(1)) != std::string::npos);
  CHECK(dead->body.find(uuid(2)) == std::string::npos);
  CHECK(dead->body.find("\"title\": \"The document is not valid against its schema.\"") != std::string::npos);
  // What the market quotes of a message is for the party that sent it.
  CHECK(state->body.find("Sletthøg") != std::string::npos);
  for (const auto& text : {dead->body, bridge.errors(), text_of(bridge, "GET", "/bridge/v1/outbox")}) {
    CHECK(text.find("is too long") != std::string::npos);
    CHECK(text.find("Sletthøg") == std::string::npos);
  }
  refuses = false;
  CHECK(status_of(bridge, "POST", "/bridge/v1/dead-letters/" + uuid(2) + "/retry") == 404);
  CHECK(status_of(bridge, "POST", "/bridge/v1/dead-letters/" + uuid(1) + "/retry") == 202);
  CHECK(comes_to(bridge, uuid(1), "sent"));
  CHECK(order == "121");
}

TEST_CASE("what fails for now is tried again under the same id, and those behind it wait") {
  std::mutex mutex;
  std::string order;
  int troubles = 0;
  const Market market([&](const Market::Asked& asked) -> Market::Said {
    if (asked.action != "RequestStartOfSupply") return takes_all(asked);
    const std::lock_guard lock(mutex);
    order += asked.body.find(uuid(1)) != std::string::npos ? "1" : "2";
    switch (troubles++) {
      case 0:
        return {200, soap(""), true};
      case 1:
        return {503, "<html>busy</html>"};
      case 2:
        return {500, fault("System", "System error")};
      case 3:
        return {200, result_set("", {}) + "<"};
      // It had arrived.
      case 4:
        return {500, fault("UUID", "The id was used before.")};
      default:
        return {200, soap("")};
    }
  });
  const TestDatabase kept;
  const Service bridge(bridge_options(market.url(), kept.location()), "bridge");
  CHECK(status_of(bridge, "POST", "/cim/v1/documents", document(1)) == 202);
  CHECK(status_of(bridge, "POST", "/cim/v1/documents", document(2)) == 202);
  CHECK(comes_to(bridge, uuid(2), "sent"));
  CHECK(state_of(bridge, uuid(1)) == "sent");
  CHECK(order == "111112");
}

TEST_CASE("an id that was used before, at the first try, is somebody else's") {
  const Market market([](const Market::Asked& asked) -> Market::Said {
    if (asked.action != "RequestStartOfSupply") return takes_all(asked);
    return {500, fault("UUID", "The id was used before.")};
  });
  const TestDatabase kept;
  const Service bridge(bridge_options(market.url(), kept.location()), "bridge");
  CHECK(status_of(bridge, "POST", "/cim/v1/documents", document(1)) == 202);
  CHECK(comes_to(bridge, uuid(1), "failed"));
}

TEST_CASE("a message that cannot be read blocks no queue, and is acknowledged once it is kept") {
  std::mutex mutex;
  int acknowledged = 0, polls = 0;
  const auto good = start_of_supply(uuid(5), point);
  const Market market([&](const Market::Asked& asked) -> Market::Said {
    const std::lock_guard lock(mutex);
    if (asked.action == "AcknowledgePoll") {
      ++acknowledged;
      // The first one is lost on the way back: the set comes again.
      return {acknowledged == 1 ? 503 : 200, acknowledged == 1 ? "" : soap("")};
    }
    if (asked.action != "PollForData" || asked.target.find("PollMarketProcesses") == std::string::npos)
      return takes_all(asked);
    ++polls;
    return {200, acknowledged < 2 ? result_set(uuid(9), {"<odd xmlns='urn:x'><b/></odd>", good})
                                  : result_set("", {})};
  });
  const TestDatabase kept;
  const Service bridge(bridge_options(market.url(), kept.location()), "bridge");
  std::optional<Response> queue;
  CHECK(eventually([&] {
    queue = try_ask(bridge.port(), "GET", "/cim/v1/queues/market-processes");
    return queue && queue->status == 200;
  }));
  CHECK(eventually([&] {
    const std::lock_guard lock(mutex);
    return acknowledged >= 2 && polls >= 3;
  }));
  CHECK(count(queue->body, "RequestChangeOfSupplier_MarketDocument") == 1);
  CHECK(status_of(bridge, "DELETE", "/cim/v1/queues/market-processes/" + member(queue->body, "id")) == 204);
  CHECK(status_of(bridge, "GET", "/cim/v1/queues/market-processes") == 204);
  const auto dead = try_ask(bridge.port(), "GET", "/bridge/v1/dead-letters");
  CHECK(count(dead->body, "\"sha256:") == 1);
  CHECK(dead->body.find("not valid against its schema") != std::string::npos);
}

TEST_CASE("a market that nobody reaches costs no message a try, and the bridge takes what is handed in") {
  const TestDatabase kept;
  std::uint16_t free_port = 0;
  ::close(listen_on_free_port(free_port));
  const Service bridge(bridge_options("http://127.0.0.1:" + std::to_string(free_port), kept.location()),
                       "bridge");
  CHECK(status_of(bridge, "POST", "/cim/v1/documents", document(1)) == 202);
  CHECK(eventually([&] {
    const auto ready = try_ask(bridge.port(), "GET", "/readyz");
    return ready->status == 200 && ready->body.find("upstream: not heard since") != std::string::npos;
  }));
  const auto state = try_ask(bridge.port(), "GET", "/cim/v1/documents/" + uuid(1));
  CHECK(member(state->body, "state") == "accepted");
  CHECK(member(state->body, "tries") == "0");
}

TEST_CASE("answers that are not signed, or by another, are believed by nobody") {
  const TemporaryFolder folder;
  const TestDatabase kept;
  const auto keys = folder.file("keys");
  make_keys(keys);
  const Market market([](const Market::Asked& asked) { return takes_all(asked); });
  const Service bridge(bridge_options(market.url(), kept.location(), keys), "bridge");
  CHECK(status_of(bridge, "POST", "/cim/v1/documents", document(1)) == 202);
  CHECK(eventually([&] {
    const auto state = try_ask(bridge.port(), "GET", "/cim/v1/documents/" + uuid(1));
    return std::atoi(member(state->body, "tries").c_str()) >= 2;
  }));
  CHECK(state_of(bridge, uuid(1)) == "accepted");
}

TEST_CASE("what would be answered in the first second, and not be believed, is asked afterwards") {
  const TemporaryFolder folder;
  const TestDatabase kept;
  const auto keys = folder.file("keys");
  make_keys(keys);
  const Service hub(hub_options(keys));
  const auto handed_in = document(1);
  // At the beginning of a second, so that there is much of it to do wrong.
  const auto part_of_second = [] {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count() % 1000;
  };
  while (part_of_second() > 20) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const Service bridge(
      bridge_options("http://127.0.0.1:" + std::to_string(hub.port()), kept.location(), keys), "bridge");
  CHECK(status_of(bridge, "POST", "/cim/v1/documents", handed_in) == 202);
  CHECK(comes_to(bridge, uuid(1), "answered"));
  const auto state = try_ask(bridge.port(), "GET", "/cim/v1/documents/" + uuid(1));
  CHECK(member(state->body, "tries") == "1");
  CAPTURE(bridge.errors());
  CHECK(text_of(bridge, "GET", "/metrics").find("\ncimgate_bridge_poll_troubles_total 0\n") !=
        std::string::npos);
  CHECK(bridge.errors().find("signed before this program began") == std::string::npos);
}

TEST_CASE("another page in the same browser sends nothing again") {
  const Market market([](const Market::Asked& asked) -> Market::Said {
    if (asked.action != "RequestStartOfSupply") return takes_all(asked);
    return {500, fault("XSD", "no")};
  });
  const TemporaryFolder folder;
  const Service bridge(bridge_options(market.url(), folder.file("b.db")), "bridge");
  CHECK(status_of(bridge, "POST", "/cim/v1/documents", document(1)) == 202);
  CHECK(comes_to(bridge, uuid(1), "failed"));
  const auto retry = [&](const std::string& fields) {
    return ask(bridge.port(), "POST", "/bridge/v1/dead-letters/" + uuid(1) + "/retry", fields, "{}").status;
  };
  const std::string json = "Content-Type: application/json\r\n";
  CHECK(retry(json + "Origin: https://elsewhere.example\r\n") == 403);
  CHECK(retry(json + "Sec-Fetch-Site: cross-site\r\n") == 403);
  CHECK(retry("Content-Type: text/plain\r\n") == 415);
  CHECK(state_of(bridge, uuid(1)) == "failed");
  CHECK(retry(json + "Origin: http://localhost\r\nSec-Fetch-Site: same-origin\r\n") == 202);
}

TEST_CASE("tokens that others send without encryption are spoken of") {
  const TemporaryFolder folder;
  const auto keys = folder.file("keys");
  make_keys(keys);
  auto options = bridge_options("http://127.0.0.1:9", folder.file("b.db"));
  options.insert(options.end(),
                 {"--token-issuer", "https://i.example/", "--token-audience", "https://b.example/",
                  "--token-endpoint", "--token-certificate", keys + "/hub.pem", "--token-key",
                  keys + "/hub.key", "--token-trust", keys + "/ca.pem"});
  const Service here(options, "bridge");
  CHECK(here.errors().find("without encryption") == std::string::npos);
  options[3] = folder.file("c.db");
  options.insert(options.end(), {"--listen", "0.0.0.0:0"});
  const Service reached(options, "bridge");
  CHECK(reached.errors().find("tokens come without encryption") != std::string::npos);
}

TEST_CASE("who it does not work for, and what no market takes, is refused at once") {
  const Market market([](const Market::Asked& asked) { return takes_all(asked); });
  const TestDatabase kept;
  const Service bridge(bridge_options(market.url(), kept.location()), "bridge");
  const auto other = with(document(1), supplier, old_supplier);
  CHECK(ask(bridge.port(), "POST", "/cim/v1/documents",
            std::string("Content-Type: application/json\r\nSenderGLN: ") + old_supplier + "\r\n", other)
            .status == 403);
  CHECK(ask(bridge.port(), "GET", "/cim/v1/queues/market-processes",
            std::string("SenderGLN: ") + old_supplier + "\r\n")
            .status == 403);
  CHECK(status_of(bridge, "POST", "/cim/v1/documents", "{") == 422);
  CHECK(status_of(bridge, "GET", "/cim/v1/documents/" + uuid(77)) == 404);
}

}  // namespace cimgate::test
