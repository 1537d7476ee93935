// EI-270, which is announced and has no version yet: a metering point has two annual volumes, one each
// direction, when the hub speaks elhub/pending.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <fstream>

#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"
#include "tests/temporary_folder.hpp"

namespace cimgate::test {
namespace {

std::string volume(int total, const char* direction, const char* method = "Automatic") {
  return fmt::format(
      "<abie:AnnualPeriodEstimatedMetrics><abie:Total>{}</abie:Total>"
      "<abie:CalculationMethod>{}</abie:CalculationMethod>{}</abie:AnnualPeriodEstimatedMetrics>",
      total, method, direction[0] == 0 ? "" : fmt::format("<abie:Direction>{}</abie:Direction>", direction));
}

/// BRS-NO-317 of the grid company for `point`, made from an example: its first payload with these volumes.
std::string annual_volumes(std::uint64_t number, const std::string& volumes) {
  auto message = example("RequestUpdateMasterDataMeteringPoint/valid/annual-volumes.xml");
  message.erase(0, message.find("?>") + 2);
  const std::string end_of_payload = "</rsm:PayloadMasterDataMPEvent>";
  const auto first_end = message.find(end_of_payload) + end_of_payload.size();
  message.replace(first_end, message.rfind(end_of_payload) + end_of_payload.size() - first_end, "");
  const auto begin = message.find("<abie:AnnualPeriodEstimatedMetrics>");
  message.replace(begin, message.find("</rsm:PayloadMasterDataMPEvent>") - begin, volumes);
  message = with(message, "e13b801d-0125-4c23-b2b6-3a47f5a88259", uuid(number));
  message = with(message, "0a89b2c2-5f31-45e2-b8be-0cc36fedba26", uuid(number + 1000));
  message = with(message, "707057599000403691", point);
  message = with(message, "2026-09-30T22:00:00+02:00", "2026-06-01T08:00:00+02:00");
  return with(message, "2026-10-01T00:00:00+02:00", "2026-06-02T00:00:00+02:00");
}

std::string two_volumes(std::uint64_t number) {
  return annual_volumes(number, volume(24000, "Out") + volume(1500, "In", "Manual"));
}

Response submit(const Service& hub, const std::string& message) {
  return ask(hub.port(), "POST", "/emif/services/MarketProcesses", "Content-Type: text/xml\r\n",
             enveloped(market_ns, "RequestUpdateMasterDataMeteringPointRequest", message));
}

std::string poll(const Service& hub, const std::string& party, std::uint64_t number) {
  return ask(hub.port(), "POST", "/emif/services/PollMarketProcesses", "Content-Type: text/xml\r\n",
             enveloped(poll_ns, "PollForDataRequest", poll_for_data(uuid(number), party)))
      .body;
}

/// The annual volumes of the first message of this name, as "24000 Out, 1500 In".
std::string volumes_in(const std::string& body, const std::string& message) {
  const auto begin = body.find("<rsm:" + message + ' ');
  if (begin == std::string::npos) return "no " + message;
  const auto text = body.substr(begin, body.find("</rsm:" + message + '>', begin) - begin);
  std::string all;
  const std::string open = "<abie:AnnualPeriodEstimatedMetrics>";
  for (auto at = text.find(open); at != std::string::npos; at = text.find(open, at + 1)) {
    const auto one = text.substr(at, text.find("</abie:AnnualPeriodEstimatedMetrics>", at) - at);
    all += (all.empty() ? "" : ", ") + element(one, "Total") + ' ' + element(one, "Direction");
  }
  return all;
}

std::string looked_up(const Service& hub, std::uint64_t number) {
  auto message = example("RequestUpfrontMeteringPointCharacteristics/valid/by-metering-point.xml");
  message.erase(0, message.find("?>") + 2);
  message = with(message, element(message, "Identification"), uuid(number));
  const auto begin = message.find("<rsm:PayloadMPEvent>");
  const auto gsrn = message.find("70705", begin);
  message.replace(gsrn, 18, point);
  for (const auto* place : {"PhysicalSenderEnergyParty", "JuridicalSenderEnergyParty"}) {
    const auto at = message.find("7099", message.find(place));
    message.replace(at, 13, supplier);
  }
  const auto creation = element(message, "Creation");
  message = with(message, creation, "2026-06-01T08:00:00+02:00");
  return ask(hub.port(), "POST", "/emif/services/Query", "Content-Type: text/xml\r\n",
             enveloped("urn:no:elhub:emif:wsdl:query:v2", "RequestUpfrontMeteringPointCharacteristicsRequest",
                       message))
      .body;
}

}  // namespace

TEST_CASE("two annual volumes with their directions: taken, told to the supplier, and found by a search") {
  Service hub({"--schema", "elhub/pending"});
  const auto taken = submit(hub, two_volumes(1));
  REQUIRE_MESSAGE(taken.status == 200, taken.body);
  CHECK(volumes_in(poll(hub, old_supplier, 2), "NotifyMeteringPointCharacteristics") == "24000 Out, 1500 In");
  CHECK(ask(hub.port(), "PUT", "/hub/v1/clock", "", "{\"to\": \"2026-06-03\"}").status == 200);
  CHECK(volumes_in(looked_up(hub, 3), "ResponseUpfrontMeteringPointCharacteristics") == "24000 Out, 1500 In");
  // What a message names is all that there is from then on.
  const auto one = with(annual_volumes(4, volume(300, "Out")), "2026-06-02T", "2026-06-03T");
  REQUIRE(submit(hub, one).status == 200);
  CHECK(volumes_in(looked_up(hub, 5), "ResponseUpfrontMeteringPointCharacteristics") == "300 Out");
}

TEST_CASE("a new supplier is told both annual volumes with the start") {
  Service hub({"--schema", "elhub/pending"});
  REQUIRE(submit(hub, two_volumes(1)).status == 200);
  REQUIRE(ask(hub.port(), "POST", "/emif/services/MarketProcesses", "Content-Type: text/xml\r\n",
              enveloped(market_ns, "RequestStartOfSupplyRequest", start_of_supply(uuid(2))))
              .status == 200);
  CHECK(ask(hub.port(), "PUT", "/hub/v1/clock", "", "{\"to\": \"2026-06-16\"}").status == 200);
  CHECK(volumes_in(poll(hub, supplier, 3), "NotifyStartOfSupply") == "24000 Out, 1500 In");
}

TEST_CASE("two annual volumes over CIM: what the documents have no place for is in the supplement") {
  Service hub({"--schema", "elhub/pending"});
  const auto bundle = ask(hub.port(), "POST", "/v1/translate?schema=elhub/pending&profile=nmeg-no/0.1",
                          "Content-Type: application/xml\r\n", two_volumes(1));
  REQUIRE(bundle.status == 200);
  const std::string from_grid_company =
      std::string("SenderGLN: ") + grid_company + "\r\nContent-Type: application/json\r\n";
  const auto taken = ask(hub.port(), "POST", "/cim/v1/documents", from_grid_company, bundle.body);
  REQUIRE_MESSAGE(taken.status == 202, taken.body);
  const auto set = ask(hub.port(), "GET", "/cim/v1/queues/market-processes",
                       std::string("SenderGLN: ") + old_supplier + "\r\n");
  REQUIRE(set.status == 200);
  const auto supplement = YAML::Load(set.body)["bundles"][0]["supplement"];
  CHECK(supplement["schema"].as<std::string>() == "elhub/pending");
  CHECK(set.body.find("AnnualPeriodEstimatedMetrics[2]/Total") != std::string::npos);

  // The hub of what is in force does not take it, and loses nothing silently.
  Service now;
  const auto refused = ask(now.port(), "POST", "/cim/v1/documents", from_grid_company, bundle.body);
  CHECK(refused.status == 422);
  CHECK(refused.body.find("elhub/pending") != std::string::npos);
}

TEST_CASE("the hub of what is in force refuses a second annual volume and a direction") {
  Service hub;
  for (const auto& message : {two_volumes(1), annual_volumes(2, volume(24000, "Out"))}) {
    const auto answer = submit(hub, message);
    CHECK(answer.status == 500);
    CHECK(element(answer.body, "CodeGroup") == "XSD");
  }
  CHECK(submit(hub, annual_volumes(3, volume(24000, ""))).status == 200);
  CHECK(volumes_in(poll(hub, old_supplier, 4), "NotifyMeteringPointCharacteristics") == "24000 ");
}

TEST_CASE("the schemas that a hub hands out are those of the version that it speaks") {
  const auto file = "/emif/bim/common/Elhub_AggregatedBusinessInformationEntities.xsd";
  const auto volume_type = [](const std::string& schema) {
    const auto at = schema.find("name=\"Elhub_EstimatedAnnualVolumeType\"");
    return schema.substr(at, schema.find("</xs:complexType>", at) - at);
  };
  Service pending({"--schema", "elhub/pending"}), now;
  CHECK(volume_type(ask(pending.port(), "GET", file, "").body).find("Direction") != std::string::npos);
  CHECK(volume_type(ask(now.port(), "GET", file, "").body).find("Direction") == std::string::npos);
}

TEST_CASE("a hub goes on in the version that its database spoke, and not in one that cannot say it") {
  const TemporaryFolder folder;
  const auto database = folder.file("hub.db");
  {
    std::ofstream(folder.file("market.yaml")) << example("demo/market.yaml");
    Service hub({"--market", database, "--clock", "2026-06-01", "--schema", "elhub/pending"});
    std::ifstream market(folder.file("market.yaml"));
    const std::string yaml(std::istreambuf_iterator<char>(market), {});
    REQUIRE(ask(hub.port(), "POST", "/hub/v1/market", "Content-Type: application/yaml\r\n", yaml).status ==
            200);
    REQUIRE(submit(hub, two_volumes(1)).status == 200);
    hub.signal(15);
    hub.wait();
  }
  {
    Service hub({"--market", database});
    CHECK(volumes_in(poll(hub, old_supplier, 2), "NotifyMeteringPointCharacteristics") ==
          "24000 Out, 1500 In");
  }
  Service other({"--market", database, "--schema", "elhub/2.4.3"});
  CHECK(other.wait() == 2);
  CHECK(other.errors().find("elhub/pending") != std::string::npos);
  Service unknown({"--schema", "nmeg/0.1"});
  CHECK(unknown.wait() == 2);
  CHECK(unknown.errors().find("elhub/2.4.3, ") != std::string::npos);
}

}  // namespace cimgate::test
