// What is not understood in a request is told, and nothing of it is done.
#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include <string>
#include <vector>

#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"

namespace cimgate::test {
namespace {

constexpr const char* helper = "7099990005013";

Response send(const Service& hub, const char* method, const std::string& target, const std::string& body = {},
              const std::string& headers = {}) {
  return ask(hub.port(), method, target, headers + (body.empty() ? "" : "Content-Type: application/json\r\n"),
             body);
}

std::string events_of(const Service& hub) {
  return send(hub, "GET", "/hub/v1/events").body;
}

}  // namespace

TEST_CASE("strict requests: a body is one JSON object with members that are known") {
  const Service hub;
  const std::string by_helper = std::string("SenderGLN: ") + helper + "\r\n";
  const auto before = events_of(hub);
  struct Wrong {
    const char* method;
    const char* target;
    std::string body;
  };
  const std::vector<Wrong> all = {
      {"POST", "/cim/v1/third-party-access", R"({"meteringPoint":"707057599002002236","To":"2026-07-01"})"},
      {"POST", "/cim/v1/third-party-access", R"({"meteringPoint":"707057599002001123"}{"to":"2026-07-01"})"},
      {"POST", "/cim/v1/third-party-access", R"({meteringPoint: "707057599002001123"})"},
      {"POST", "/cim/v1/third-party-access", R"({"meteringPoint":"707057599002001123","to":{"day":1}})"},
      {"PUT", "/cim/v1/third-party-access/707057599002001123", R"({"too":"2026-07-01"})"},
      {"PUT", "/hub/v1/clock", R"({"by":"PT1H"} x)"},
      {"PUT", "/hub/v1/clock", R"({"by":"PT1H"}})"},
      {"PUT", "/hub/v1/clock", R"(by: PT1H)"},
      {"PUT", "/hub/v1/clock", R"({'by':'PT1H'})"},
      {"PUT", "/hub/v1/clock", R"({"by":"PT1H"}{"by":"PT2H"})"},
      {"PUT", "/hub/v1/clock", R"({"by":"PT1H","to":"2026-06-02"})"},
      {"PUT", "/hub/v1/clock", R"({"by":"PT1H","by":"PT1H"})"},
      {"POST", "/hub/v1/takeovers", R"({"from":"7099990001053","to":"7099990001015","day":"2026-07-01"} x)"},
      {"POST", "/hub/v1/takeovers",
       R"({"from":"7099990001053","to":"7099990001015","day":"2026-07-01","Day":1})"},
      {"POST", "/hub/v1/resends", R"({"party":"7099990001015","from":"2026-05-01"} x)"},
      {"PUT", "/hub/v1/consents/1", R"({"agrees":true,"agree":false})"},
  };
  for (const auto& [method, target, body] : all) {
    CAPTURE(body);
    CHECK(send(hub, method, target, body, by_helper).status == 400);
  }
  CHECK(events_of(hub) == before);
  CHECK(send(hub, "PUT", "/hub/v1/clock", " {\"by\" : \"PT1H\"} \n").status == 200);
}

TEST_CASE("strict requests: query parameters are known, there once, and numbers that may be") {
  const Service hub;
  for (const auto* wrong : {"/hub/v1/events?after=9223372036854775808",
                            "/hub/v1/events?after=1e1",
                            "/hub/v1/events?after=-1",
                            "/hub/v1/events?after=",
                            "/hub/v1/events?limit=0",
                            "/hub/v1/events?limit=1001",
                            "/hub/v1/events?limit=abc",
                            "/hub/v1/events?kynd=clock-moved",
                            "/hub/v1/events?after=1&after=2",
                            "/hub/v1/market?limit=501",
                            "/hub/v1/market?x=1",
                            "/hub/v1/queues?limit=x",
                            "/hub/v1/clock?x=1",
                            "/hub/v1/digest?x=1",
                            "/hub/v1/mail?limit=x",
                            "/hub/v1/access-links?limit=x",
                            "/hub/v1/acts?outcome=x",
                            "/hub/v1/values?meteringPoint=707057599002000010&from=x",
                            "/hub/v1/values?meteringPoint=707057599002000010&from=2026-06-02&to=2026-06-01",
                            "/v1/rules?x=1",
                            "/v1/mappings?x=1",
                            "/v1/schemas?x=1",
                            "/schemas?x=1"}) {
    CAPTURE(wrong);
    CHECK(send(hub, "GET", wrong).status == 400);
  }
  for (const auto* right :
       {"/hub/v1/events?after=0&limit=1000&lang=nb", "/hub/v1/market?limit=500&search=7070",
        "/hub/v1/values?meteringPoint=707057599002000010&from=2026-06-01&to=2026-06-02",
        "/hub/v1/acts?outcome=done", "/v1/rules?lang=en"}) {
    CAPTURE(right);
    CHECK(send(hub, "GET", right).status == 200);
  }
  const auto message = example("RequestStartOfSupply/valid/change-of-supplier.xml");
  const auto validate = [&](const std::string& query) {
    return ask(hub.port(), "POST", "/v1/validate" + query, "Content-Type: application/xml\r\n", message)
        .status;
  };
  CHECK(validate("?level=schema") == 200);
  CHECK(validate("?level=schema&level=message") == 400);
  CHECK(validate("?as-of=") == 400);
}

TEST_CASE("strict requests: whoever names two senders names none") {
  const Service hub;
  const auto look = [&](const std::string& headers) {
    return send(hub, "GET", "/cim/v1/queues/market-processes", {}, headers).status;
  };
  const std::string one = std::string("SenderGLN: ") + supplier + "\r\n";
  CHECK(look(one) == 204);
  CHECK(look(one + one) == 400);
  CHECK(look(one + "senderGln: " + old_supplier + "\r\n") == 400);
  CHECK(look(one + "OnBehalfOfGLN: " + supplier + "\r\nOnBehalfOfGLN: " + old_supplier + "\r\n") == 400);
}

TEST_CASE("strict requests: whoever speaks for nobody learns nothing of the party that he names") {
  const Service hub;
  const std::string stranger = "7099990003019";
  const auto by_stranger = [&](const char* party) {
    return "SenderGLN: " + stranger + "\r\nOnBehalfOfGLN: " + party + "\r\n";
  };
  // The metering point has a contract of the old supplier.
  const auto target = std::string("/cim/v1/metering-points/") + point;
  const auto of_its_supplier = send(hub, "GET", target, {}, by_stranger(old_supplier));
  const auto of_another = send(hub, "GET", target, {}, by_stranger(supplier));
  CHECK(of_its_supplier.status == of_another.status);
  CHECK(of_its_supplier.status >= 400);
  CHECK(with(of_its_supplier.body, old_supplier, supplier) == of_another.body);
}

TEST_CASE("strict requests: what comes of a process goes to the party when its agent is none any more") {
  const Service hub;
  const std::string agent = "7099990004016";
  REQUIRE(ask(hub.port(), "POST", "/hub/v1/market", "Content-Type: application/yaml\r\n",
              "agents:\n  - { agent: \"" + agent + "\", for: \"" + supplier +
                  "\", roles: [DDQ], from: 2024-01-01, to: 2026-06-05 }\n")
              .status == 200);
  auto message = start_of_supply(uuid(1));
  message.replace(message.find(supplier), agent.size(), agent);  // the physical sender
  REQUIRE(ask(hub.port(), "POST", "/emif/services/MarketProcesses", "Content-Type: text/xml\r\n",
              enveloped(market_ns, "RequestStartOfSupplyRequest", message))
              .status == 200);
  REQUIRE(send(hub, "PUT", "/hub/v1/clock", R"({"to":"2026-06-16"})").status == 200);
  const auto queue = [&](const std::string& gln) {
    return send(hub, "GET", "/cim/v1/queues/market-processes", {}, "SenderGLN: " + gln + "\r\n");
  };
  CHECK(queue(supplier).status == 200);
  CHECK(queue(agent).status == 204);
}

}  // namespace cimgate::test
