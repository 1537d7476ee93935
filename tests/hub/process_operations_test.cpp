#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <set>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/cim_rest/preference.hpp"
#include "gateway/elhub/cim_rest/process_operations.hpp"
#include "gateway/elhub/hub/spoken_versions.hpp"
#include "gateway/engine/engine.hpp"
#include "tests/hub/in_cim.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"

namespace cimgate::test {
namespace {

std::string type_of(const Response& answer) {
  return YAML::Load(answer.body)["type"].as<std::string>();
}

std::int64_t waits(const std::string& prefer) {
  http::Request request;
  request.headers.add("prefer", prefer);
  const auto wait = cim_rest::preferred_wait(request);
  return wait ? wait->count() : -1;
}

const cim_rest::MessageOfProcess* message_in(const std::vector<cim_rest::MessageOfProcess>& all,
                                             const std::string& name) {
  for (const auto& one : all)
    if (one.name == name) return &one;
  return nullptr;
}

}  // namespace

TEST_CASE("how long to wait, as RFC 7240 has it") {
  CHECK(waits("wait=10") == 10);
  CHECK(waits("respond-async, wait=10") == 10);
  CHECK(waits("Wait = \"7\" ; why=not") == 7);
  CHECK(waits("wait=5, wait=20") == 5);
  CHECK(waits("wait=0") == 0);
  CHECK(waits("wait=3600") == 60);
  CHECK(waits("wait=99999999999999999999999") == 60);
  CHECK(waits("wait=-1") == -1);
  CHECK(waits("wait=ten, return=minimal") == -1);
  CHECK(waits("waiting=10") == -1);
  CHECK(waits("wait") == -1);
  CHECK(waits("") == -1);
  CHECK(cim_rest::preferred_wait(http::Request()) == std::nullopt);
}

TEST_CASE("the operations are the processes in which parties send messages, with their documents") {
  const auto gateway = Gateway::open().value();
  const auto& engine = gateway.engine();
  const auto operations =
      cim_rest::process_operations(engine, *hub::spoken_versions(*engine.catalog).front());
  std::set<std::string> made, in_table;
  for (const auto& operation : operations) made.insert(operation.process);
  for (const auto& row : engine.rules().tables().find("processes")->rows)
    if (const auto* named = row.find("process"); named != nullptr && row.allows("direction", "in"))
      for (const auto& process : *named)
        if (process != "POLL") in_table.insert(process);
  CHECK(made == in_table);
  const auto operation = [&](const std::string& process) {
    const auto at = std::find_if(operations.begin(), operations.end(),
                                 [&](const auto& one) { return one.process == process; });
    REQUIRE(at != operations.end());
    return *at;
  };
  const auto change = operation("BRS-NO-101");
  CHECK(change.id == "submitBrsNo101");
  CHECK(change.title == "Start of supply: change of supplier");
  const auto* request = message_in(change.taken, "RequestStartOfSupply");
  REQUIRE(request != nullptr);
  CHECK(request->roles == std::vector<std::string>{"DDQ"});
  using Documents = std::vector<std::string>;
  CHECK(request->documents == Documents{"RequestCancellation_MarketDocument",
                                        "RequestChangeCustomerCharacteristics_MarketDocument",
                                        "RequestChangeOfSupplier_MarketDocument"});
  // A rollback is a cancellation and nothing else: its only document type says so.
  const auto rollback = operation("BRS-NO-111");
  CHECK(message_in(rollback.taken, "RequestStartOfSupply")->documents ==
        Documents{"RequestCancellation_MarketDocument"});
  CHECK(message_in(operation("BRS-NO-123").taken, "RequestStartOfSupply")->roles ==
        std::vector<std::string>{"DDM"});
  CHECK(message_in(change.answers, "ConfirmStartOfSupply") != nullptr);
  CHECK(message_in(change.answers, "NotifySharedProduction") == nullptr);
  CHECK(message_in(change.taken, "RequestEndOfSupply") == nullptr);
  // Every document of every operation has its schema in the profile of the queues.
  const auto* set = engine.catalog->set("nmeg-no/0.1");
  for (const auto& one : operations)
    for (const auto* messages : {&one.taken, &one.answers})
      for (const auto& document : cim_rest::documents_of(*messages))
        CHECK_MESSAGE(set->find(document) != nullptr, one.process, " ", document);
}

TEST_CASE("a document at the address of its process, and at that of another") {
  const Service hub;
  const auto document = bundle(hub.port(), start_of_supply(uuid(1), point, true));
  const auto post = [&](const std::string& process, const std::string& fields) {
    return ask(hub.port(), "POST", "/cim/v1/processes/" + process, fields, document);
  };
  const auto other = post("BRS-NO-102", sender(supplier));
  CHECK(other.status == 422);
  CHECK(type_of(other) == "urn:cimgate:problem:other-process");
  CHECK(ask(hub.port(), "GET", "/cim/v1/documents/" + uuid(1), sender(supplier)).status == 404);
  CHECK(post("BRS-NO-999", sender(supplier)).status == 404);
  CHECK(post("BRS-NO-101", sender(old_supplier)).status == 403);
  const auto taken = post("BRS-NO-101", sender(supplier));
  CHECK(taken.status == 202);
  CHECK(taken.headers.count("preference-applied") == 0);
  CHECK(taken.headers.at("location") == "/cim/v1/documents/" + uuid(1));
  // The same as at the address for all documents: it is there already.
  const auto again = ask(hub.port(), "POST", "/cim/v1/documents", sender(supplier), document);
  CHECK(YAML::Load(again.body)["repeated"].as<bool>());
}

TEST_CASE("waiting for the answer of the market") {
  const Service hub;
  const auto post = [&](const std::string& id, bool confirm, const std::string& wait) {
    return ask(hub.port(), "POST", "/cim/v1/processes/BRS-NO-101",
               sender(supplier, "Prefer: " + wait + "\r\n"),
               bundle(hub.port(), start_of_supply(id, point, confirm)));
  };
  const auto answered = post(uuid(1), true, "wait=10");
  CHECK(answered.status == 200);
  CHECK(answered.headers.at("preference-applied") == "wait=10");
  const auto state = YAML::Load(answered.body);
  CHECK(state["state"].as<std::string>() == "answered");
  REQUIRE(state["answers"].size() == 1);
  CHECK(state["answers"][0]["documents"][0]["ConfirmRequestChangeOfSupplier_MarketDocument"]);
  // What was told here waits in the queue all the same.
  CHECK(ask(hub.port(), "GET", "/cim/v1/queues/market-processes", sender(supplier)).status == 200);
  // A second one is refused, and that is an answer, too.
  const auto refused = post(uuid(2), false, "wait=10");
  CHECK(refused.status == 200);
  CHECK(refused.body.find("RejectRequestChangeOfSupplier_MarketDocument") != std::string::npos);
  const auto silent = post(uuid(2), false, "wait=x");
  CHECK(silent.status == 202);
}

TEST_CASE("nobody answers in time: accepted, as without waiting") {
  const Service hub;
  const auto silent =
      ask(hub.port(), "POST", "/cim/v1/processes/BRS-NO-101", sender(supplier, "Prefer: wait=0\r\n"),
          bundle(hub.port(), start_of_supply(uuid(1), point, false)));
  CHECK(silent.status == 202);
  CHECK(silent.headers.at("preference-applied") == "wait=0");
  CHECK(YAML::Load(silent.body)["id"].as<std::string>() == uuid(1));
}

TEST_CASE("who waits when the server stops is answered") {
  Service hub;
  Client waiting(hub.port());
  const auto document = bundle(hub.port(), start_of_supply(uuid(1), point, false));
  waiting.send(request_text("POST", "/cim/v1/processes/BRS-NO-101", sender(supplier, "Prefer: wait=60\r\n"),
                            document));
  // It has been taken, and so is waited for.
  while (ask(hub.port(), "GET", "/cim/v1/documents/" + uuid(1), sender(supplier)).status == 404) {
  }
  hub.signal(15);
  const auto answer = waiting.receive();
  REQUIRE(answer);
  CHECK(answer->status == 202);
  CHECK(hub.wait() == 0);
}

TEST_CASE("the operations in the description of the interface") {
  const Service hub;
  const auto api = YAML::Load(ask(hub.port(), "GET", "/openapi.json").body);
  const auto list = YAML::Load(ask(hub.port(), "GET", "/cim/v1/processes").body)["processes"];
  CHECK(list.size() > 30);
  for (const auto& process : list) {
    const auto address = process["address"].as<std::string>();
    CAPTURE(address);
    const auto operation = api["paths"][address]["post"];
    REQUIRE(operation);
    CHECK(operation["operationId"].as<std::string>() == process["operation"].as<std::string>());
    for (const auto& message : process["takes"])
      for (const auto& document : message["documents"])
        CHECK(api["components"]["schemas"][document.as<std::string>()]);
  }
}

}  // namespace cimgate::test
