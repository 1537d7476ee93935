#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"

namespace cimgate::test {
namespace {

constexpr const char* other_grid_company = "7099990002036";
const std::string of_point = std::string("/cim/v1/metering-points/") + point;

Response read(const Service& hub, const std::string& gln, const std::string& target) {
  return ask(hub.port(), "GET", target, gln.empty() ? "" : "SenderGLN: " + gln + "\r\n");
}

std::string type_of(const Response& answer) {
  return YAML::Load(answer.body)["type"].as<std::string>();
}

/// What is the same in two answers of the hub: all but ids and times of their making.
std::string without_ids(const YAML::Node& bundle) {
  auto document = YAML::Clone(bundle["documents"][0].begin()->second);
  for (const auto* name : {"mRID", "createdDateTime"}) document.remove(name);
  for (auto record : document["MktActivityRecord"])
    for (const auto* name : {"mRID", "originalTransactionIDReference_MktActivityRecord.mRID"})
      record.remove(name);
  return YAML::Dump(document);
}

}  // namespace

TEST_CASE("a metering point is told to whom BRS-NO-303 would tell it, and to nobody else") {
  const Service hub;
  const auto before = read(hub, supplier, "/hub/v1/digest").body;
  CHECK(read(hub, old_supplier, of_point).status == 200);
  CHECK(read(hub, grid_company, of_point).status == 200);
  for (const std::string path : {"", "/customer", "/contracts", "/values?from=2026-05-01&to=2026-05-02"}) {
    CAPTURE(path);
    for (const auto* stranger : {supplier, other_grid_company}) {
      const auto refused = read(hub, stranger, of_point + path);
      CHECK(refused.status == 403);
      CHECK(type_of(refused) == "urn:cimgate:problem:not-entitled");
      CHECK(YAML::Load(refused.body)["reasons"][0]["code"].as<std::string>() == "E36");
    }
    // A role that the party does not have does not help, nor one that no rule knows.
    CHECK(
        read(hub, supplier, of_point + path + (path.find('?') == std::string::npos ? "?" : "&") + "role=DDM")
            .status == 403);
    CHECK(
        read(hub, supplier, of_point + path + (path.find('?') == std::string::npos ? "?" : "&") + "role=QRY")
            .status == 400);
    CHECK(read(hub, "7099990009998", of_point + path).status == 403);
    CHECK(read(hub, "", of_point + path).status == 400);
  }
  CHECK(read(hub, old_supplier, "/cim/v1/metering-points/707057599002000999").status == 404);
  CHECK(read(hub, old_supplier, "/cim/v1/metering-points/7070").status == 400);
  CHECK(read(hub, old_supplier, of_point + "?at=yesterday").status == 400);
  CHECK(read(hub, old_supplier, of_point + "?when=now").status == 400);
  // Reading leaves no trace: no message, no event, no id that is used.
  CHECK(read(hub, supplier, "/hub/v1/digest").body == before);
}

TEST_CASE("a metering point is told as the answer to BRS-NO-303 tells it") {
  const Service hub;
  const auto told = YAML::Load(read(hub, old_supplier, of_point).body)["bundles"];
  REQUIRE(told.size() == 1);
  auto query = with(example("RequestDataFromElhub/valid/metering-point.xml"), "707057599000100316", point);
  query = with(query.substr(query.find("?>") + 2), element(query, "Creation"), "2026-06-01T08:00:00+02:00");
  REQUIRE(ask(hub.port(), "POST", "/emif/services/Query", "Content-Type: text/xml\r\n",
              enveloped("urn:no:elhub:emif:wsdl:query:v2", "RequestDataFromElhubRequest", query))
              .status == 200);
  const auto queue = YAML::Load(read(hub, old_supplier, "/cim/v1/queues/market-processes").body)["bundles"];
  REQUIRE(queue.size() >= 1);
  CHECK(without_ids(told[0]) == without_ids(queue[queue.size() - 1]));
}

TEST_CASE("values are told as the answer to BRS-NO-315 tells them") {
  const Service hub;
  const std::string hourly = "707057599002001123";
  const auto post = [&](const char* method, const std::string& target, const std::string& type,
                        const std::string& body) {
    return ask(hub.port(), method, target,
               "SenderGLN: " + std::string(grid_company) + "\r\nContent-Type: " + type + "\r\n", body);
  };
  REQUIRE(
      post("PUT", "/hub/v1/clock", "application/json", "{\"to\": \"2026-10-26T06:00:00+01:00\"}").status ==
      200);
  const auto values = with(with(example("CollectedData/valid/hours-25.xml"), "7099990003019", grid_company),
                           "707057599000100316", hourly);
  const auto document = post("POST", "/v1/translate?profile=nmeg-no/0.1", "application/xml", values).body;
  CHECK(post("POST", "/cim/v1/processes/BRS-NO-312", "application/json", document).status == 422);
  REQUIRE(post("POST", "/cim/v1/processes/BRS-NO-313", "application/json", document).status == 202);
  const std::string of_values = "/cim/v1/metering-points/" + hourly + "/values";
  const auto told = YAML::Load(read(hub, grid_company, of_values + "?from=2026-10-25&to=2026-10-26").body);
  REQUIRE(told["bundles"].size() == 1);
  const auto series =
      told["bundles"][0]["documents"][0]["NotifyValidatedMeasureData_MarketDocument"]["Series"][0];
  CHECK(series["Period"]["Point"].size() == 25);
  const auto hours = YAML::Load(
      read(hub, old_supplier, of_values + "?from=2026-10-25T00:00:00%2B02:00&to=2026-10-25T03:00:00%2B01:00")
          .body);
  REQUIRE(hours["bundles"].size() == 1);
  CHECK(hours["bundles"][0]["documents"][0]["NotifyValidatedMeasureData_MarketDocument"]["Series"][0]
             ["Period"]["Point"]
                 .size() == 4);
  CHECK(type_of(read(hub, grid_company, of_values + "?from=2026-10-20&to=2026-10-21")) ==
        "urn:cimgate:problem:no-such-data");
  CHECK(read(hub, supplier, of_values + "?from=2026-10-25&to=2026-10-26").status == 403);
  CHECK(read(hub, grid_company, of_values).status == 400);
  CHECK(read(hub, grid_company, of_values + "?from=2026-10-26&to=2026-10-25").status == 400);
}

TEST_CASE("contracts: the grid company sees all, a supplier its own, and whoever comes later the next") {
  const Service hub;
  REQUIRE(ask(hub.port(), "POST", "/emif/services/MarketProcesses", "Content-Type: text/xml\r\n",
              enveloped(market_ns, "RequestStartOfSupplyRequest", start_of_supply(uuid(1))))
              .status == 200);
  REQUIRE(ask(hub.port(), "PUT", "/hub/v1/clock", "Content-Type: application/json\r\n",
              "{\"to\": \"2026-06-16\"}")
              .status == 200);
  const auto contracts = [&](const std::string& gln, const std::string& more) {
    return YAML::Load(read(hub, gln, of_point + "/contracts" + more).body)["contracts"];
  };
  CHECK(contracts(grid_company, "").size() == 2);
  REQUIRE(contracts(supplier, "").size() == 1);
  CHECK(contracts(supplier, "")[0]["from"].as<std::string>() == "2026-06-15");
  CHECK(contracts(supplier, "")[0]["origin"].as<std::string>() == "BRS-NO-101");
  // The old one has had its time.
  CHECK(read(hub, old_supplier, of_point + "/contracts").status == 403);
  const auto own = contracts(old_supplier, "?at=2026-06-01");
  REQUIRE(own.size() == 1);
  CHECK(own[0]["to"].as<std::string>() == "2026-06-15");
  CHECK(read(hub, supplier, of_point + "/contracts?at=2026-06-01").status == 403);
  CHECK(read(hub, grid_company, of_point + "/contracts").body.find("customer") == std::string::npos);
}

TEST_CASE("parties and grid areas are open to all") {
  const Service hub;
  const auto parties = YAML::Load(read(hub, "", "/cim/v1/parties").body)["parties"];
  const auto suppliers = YAML::Load(read(hub, "", "/cim/v1/parties?role=DDQ").body)["parties"];
  CHECK(parties.size() > suppliers.size());
  CHECK(suppliers.size() > 1);
  CHECK(read(hub, "", std::string("/cim/v1/parties/") + supplier).body.find("DDQ") != std::string::npos);
  CHECK(type_of(read(hub, "", "/cim/v1/parties/7099990009998")) == "urn:cimgate:problem:no-such-party");
  CHECK(read(hub, "", "/cim/v1/parties/one").status == 400);
  const auto areas = YAML::Load(read(hub, "", "/cim/v1/grid-areas").body)["gridAreas"];
  REQUIRE(areas.size() == 3);
  CHECK(areas[0]["owner"].as<std::string>() == grid_company);
}

}  // namespace cimgate::test
