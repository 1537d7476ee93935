#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include "tests/hub/in_cim.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"

namespace cimgate::test {
TEST_CASE("the same change of supplier in CIM") {
  Service hub;
  const auto document = bundle(hub.port(), start_of_supply(uuid(1), point, true));
  const auto taken = ask(hub.port(), "POST", "/cim/v1/documents", sender(supplier), document);
  CHECK(taken.status == 202);
  CHECK(YAML::Load(taken.body)["id"].as<std::string>() == uuid(1));
  const auto location = taken.headers.at("location");
  CHECK(location == "/cim/v1/documents/" + uuid(1));
  const auto state = ask(hub.port(), "GET", location, sender(supplier));
  CHECK(state.status == 200);
  CHECK(YAML::Load(state.body)["state"].as<std::string>() == "answered");
  CHECK(YAML::Load(state.body)["answers"].size() == 1);
  CHECK(ask(hub.port(), "GET", location, sender(old_supplier)).status == 404);
  CHECK(ask(hub.port(), "GET", "/cim/v1/documents/" + uuid(9), sender(supplier)).status == 404);
  const auto queue = ask(hub.port(), "GET", "/cim/v1/queues/market-processes", sender(supplier));
  CHECK(queue.status == 200);
  const auto set = YAML::Load(queue.body);
  CHECK(set["bundles"].size() == 1);
  CHECK(set["bundles"][0]["documents"][0]["ConfirmRequestChangeOfSupplier_MarketDocument"]);
  CHECK(ask(hub.port(), "GET", "/cim/v1/queues/market-processes", sender(supplier)).body == queue.body);
  const auto id = set["id"].as<std::string>();
  CHECK(ask(hub.port(), "DELETE", "/cim/v1/queues/market-processes/" + uuid(99), sender(supplier)).status ==
        404);
  CHECK(ask(hub.port(), "DELETE", "/cim/v1/queues/market-processes/" + id, sender(old_supplier)).status ==
        404);
  CHECK(ask(hub.port(), "DELETE", "/cim/v1/queues/market-processes/" + id, sender(supplier)).status == 204);
  CHECK(ask(hub.port(), "GET", "/cim/v1/queues/market-processes", sender(supplier)).status == 204);
  CHECK(ask(hub.port(), "GET", "/cim/v1/queues/metering-values", sender(supplier)).status == 204);
}

TEST_CASE("a result set in the form that Accept asks for") {
  Service hub;
  REQUIRE(ask(hub.port(), "POST", "/cim/v1/documents", sender(supplier),
              bundle(hub.port(), start_of_supply(uuid(1), point, true)))
              .status == 202);
  const auto queue = [&](const std::string& accept) {
    return ask(hub.port(), "GET", "/cim/v1/queues/market-processes",
               sender(supplier, "Accept: " + accept + "\r\n"));
  };
  CHECK(queue("text/csv").status == 406);
  CHECK(queue("*/*").headers.at("content-type") == "application/json");
  CHECK(queue("*/*").headers.at("cache-control") == "no-store");
  CHECK(queue("application/xml;q=0.5, application/json").headers.at("content-type") == "application/json");
  // In another profile, Norway's own codes travel in the supplement.
  const auto other =
      ask(hub.port(), "GET", "/cim/v1/queues/market-processes?profile=nmeg/0.1", sender(supplier));
  CHECK(other.status == 200);
  CHECK(other.body.find("\"profile\":\"nmeg/0.1\"") != std::string::npos);
  CHECK(queue("*/*").body.find("nmeg/0.1") == std::string::npos);
  const auto xml = queue("text/xml");
  CHECK(xml.status == 200);
  CHECK(xml.headers.at("content-type") == "text/xml; charset=utf-8");
  CHECK(count(xml.body, "<resultSet xmlns=\"urn:cimgate:result-set:1\" id=\"") == 1);
  CHECK(count(xml.body, "<?xml") == 1);
  CHECK(count(xml.body, "ConfirmRequestChangeOfSupplier_MarketDocument") == 2);
}

TEST_CASE("what is wrong is a problem with its status") {
  Service hub;
  const auto document = bundle(hub.port(), start_of_supply(uuid(1)));
  const auto post = [&](const std::string& fields, const std::string& body) {
    const auto answer = ask(hub.port(), "POST", "/cim/v1/documents", fields, body);
    if (answer.status >= 400) {
      CHECK(answer.headers.at("content-type") == "application/problem+json");
      CHECK(YAML::Load(answer.body)["type"].as<std::string>().starts_with("urn:cimgate:problem:"));
    }
    return answer.status;
  };
  CHECK(post("Content-Type: application/json\r\n", document) == 400);
  CHECK(post(sender(old_supplier), document) == 403);
  CHECK(post(sender(supplier, std::string("OnBehalfOfGLN: ") + old_supplier + "\r\n"), document) == 403);
  CHECK(post(sender(supplier), "{") == 422);
  CHECK(post(sender(supplier), "{\"documents\": []}") == 422);
  CHECK(post("SenderGLN: 7099990001022\r\nContent-Type: application/xml\r\n", start_of_supply(uuid(1))) ==
        422);
  const auto key = [&](const char* text) {
    return sender(supplier, std::string("Idempotency-Key: ") + text + "\r\n");
  };
  CHECK(post(key("a"), document) == 202);
  CHECK(post(key("a"), document) == 202);
  CHECK(post(key("a"), with(document, uuid(1), uuid(2))) == 422);
  CHECK(post(key("b"), with(document, "2026-06-14T22:00:00Z", "2026-06-15T22:00:00Z")) == 409);
  CHECK(ask(hub.port(), "GET", "/cim/v1/queues/others", sender(supplier)).status == 404);
  CHECK(ask(hub.port(), "GET", "/cim/v1/queues/market-processes", sender("7099990009998")).status == 403);
  CHECK(ask(hub.port(), "GET", "/cim/v1/queues/market-processes",
            sender(supplier, std::string("OnBehalfOfGLN: ") + old_supplier + "\r\n"))
            .status == 403);
  CHECK(ask(hub.port(), "GET", "/cim/v1/queues/market-processes?profile=none", sender(supplier)).status ==
        400);
}

}  // namespace cimgate::test
