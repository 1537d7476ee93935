#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include "cimgate/gateway.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"

namespace cimgate::test {
namespace {

/// Settled by the hour, of the demo market's first grid company.
constexpr const char* hourly = "707057599002001123";

/// The values of 25 October 2026, a day of 25 hours, of a metering point of the demo market.
std::string day_of_values() {
  return with(with(example("CollectedData/valid/hours-25.xml"), "7099990003019", grid_company),
              "707057599000100316", hourly);
}

YAML::Node gaps(std::uint16_t port, const std::string& query) {
  return YAML::Load(ask(port, "GET", "/hub/v1/points/" + std::string(hourly) + "/gaps" + query).body);
}

}  // namespace

TEST_CASE("gaps: what arrived of a metering point, and what is missing of a day") {
  Service hub;
  REQUIRE(ask(hub.port(), "PUT", "/hub/v1/clock", "Content-Type: application/json\r\n",
              "{\"to\": \"2026-10-26T06:00:00+01:00\"}")
              .status == 200);
  CHECK(gaps(hub.port(), "")["channels"].size() == 0);
  const auto document = Gateway::open()->translate(day_of_values()).whole;
  const auto sent =
      ask(hub.port(), "POST", "/cim/v1/documents",
          "Content-Type: application/json\r\nSenderGLN: " + std::string(grid_company) + "\r\n", document);
  REQUIRE_MESSAGE(sent.status == 202, sent.body);

  const auto day = gaps(hub.port(), "?day=2026-10-25");
  REQUIRE(day["channels"].size() == 1);
  const auto channel = day["channels"][0];
  CHECK(channel["direction"].as<std::string>() == "Out");
  CHECK(channel["arrivals"].size() == 1);
  CHECK(channel["arrivals"][0]["at"].as<std::string>() == "2026-10-26T06:00:00+01:00");
  CHECK(channel["days"][0]["expected"].as<int>() == 25);
  CHECK(channel["days"][0]["present"].as<int>() == 25);
  CHECK(day["holes"].as<int>() == 0);
  CHECK(gaps(hub.port(), "")["channels"][0]["days"].size() == 1);

  const auto next = gaps(hub.port(), "?day=2026-10-26");
  REQUIRE(next["channels"].size() == 1);
  CHECK(next["channels"][0]["arrivals"].size() == 0);
  CHECK(next["channels"][0]["days"][0]["holes"][0]["values"].as<int>() == 24);
}

TEST_CASE("gaps: a metering point that is none, and a day that is none") {
  Service hub;
  CHECK(ask(hub.port(), "GET", "/hub/v1/points/12/gaps").status == 400);
  CHECK(ask(hub.port(), "GET", "/hub/v1/points/707057599002999994/gaps").status == 404);
  CHECK(ask(hub.port(), "GET", "/hub/v1/points/" + std::string(hourly) + "/gaps?day=soon").status == 400);
}

}  // namespace cimgate::test
