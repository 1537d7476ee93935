#include <doctest/doctest.h>

#include "fixture.hpp"
#include "gateway/reader/read.hpp"
#include "gateway/scenario/compose.hpp"
#include "gateway/scenario/rehearsal.hpp"
#include "gateway/validation/schema_stage.hpp"

using namespace cimgate;
using scenario_test::FakeSystem;
using scenario_test::pack;

namespace {

const std::string send =
    "  - send: RequestStartOfSupply\n    step: switch\n    as: new\n    process: BRS-NO-101\n    type: "
    "\"392\"\n"
    "    confirm: true\n    with: { start: start, point: home, supplier: new, customer: ola }\n";
const std::string confirmed =
    "  - expect: ConfirmStartOfSupply\n    at: new\n    type: \"414\"\n    with: { reference: switch, point: "
    "home, start: start }\n";

scenario::Transcript play(const scenario::Pack& pack, FakeSystem& system, const std::string& by = "soap") {
  scenario::PlayOptions options;
  options.by = by;
  options.now = pack.clock;
  return scenario::play(scenario_test::gateway(), scenario_test::words(), pack, system, options);
}

/// The id that the first sent message has, without sending it.
std::string first_id(const scenario::Pack& pack) {
  FakeSystem system;
  const auto transcript = play(pack, system);
  const auto& xml = transcript.steps.front().content;
  const auto at = xml.find("<abie:Identification>") + 21;
  return xml.substr(at, 36);
}

std::string confirmation(const std::string& reference, const std::string& day = "2026-06-15T00:00:00+02:00") {
  return R"(<rsm:ConfirmStartOfSupply xmlns:rsm="urn:no:elhub:emif:market:ConfirmStartOfSupply:v2" xmlns:abie="urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2">
<rsm:Header><abie:Identification>7a0f0f3e-1d0c-4b52-8f8e-0b1d5f0c9a11</abie:Identification><abie:DocumentType listAgencyIdentifier="6">414</abie:DocumentType><abie:Creation>2026-06-01T08:00:00+02:00</abie:Creation>
<abie:PhysicalSenderEnergyParty><abie:Identification schemeAgencyIdentifier="9">7099990000018</abie:Identification></abie:PhysicalSenderEnergyParty><abie:JuridicalSenderEnergyParty><abie:Identification schemeAgencyIdentifier="9">7099990000018</abie:Identification></abie:JuridicalSenderEnergyParty><abie:JuridicalRecipientEnergyParty><abie:Identification schemeAgencyIdentifier="9">7099990001015</abie:Identification></abie:JuridicalRecipientEnergyParty></rsm:Header>
<rsm:ProcessEnergyContext><abie:EnergyBusinessProcess listAgencyIdentifier="89">BRS-NO-101</abie:EnergyBusinessProcess><abie:EnergyBusinessProcessRole listAgencyIdentifier="6">DDQ</abie:EnergyBusinessProcessRole><abie:EnergyIndustryClassification>23</abie:EnergyIndustryClassification></rsm:ProcessEnergyContext>
<rsm:PayloadResponseEvent><abie:StartOfOccurrence>)" +
         day + R"(</abie:StartOfOccurrence><abie:OriginalBusinessDocumentReference>)" + reference +
         R"(</abie:OriginalBusinessDocumentReference><abie:MeteringPointUsedDomainLocation><abie:Identification schemeAgencyIdentifier="9">707057599000100316</abie:Identification></abie:MeteringPointUsedDomainLocation></rsm:PayloadResponseEvent></rsm:ConfirmStartOfSupply>)";
}

}  // namespace

TEST_CASE("scenario: what is sent is valid, has the pack's values and the same id each time") {
  const auto made = pack(send);
  FakeSystem system;
  const auto transcript = play(made, system);
  REQUIRE(transcript.steps.size() == 1);
  const auto& xml = transcript.steps.front().content;
  const auto read = reader::read(*scenario_test::gateway().engine().catalog, xml, {});
  for (const auto& finding : validation::check_schema(read, 5).findings) FAIL_CHECK(finding.text.en);
  for (const char* part : {"<abie:RequestPositiveAcknowledgement>true<", ">2026-06-15T00:00:00+02:00<",
                           ">2026-06-01T08:00:00+02:00</abie:Creation>", ">7099990001015<", ">29919243161<",
                           ">Sletthøg<", "listAgencyIdentifier=\"6\">392<", "schemeAgencyIdentifier=\"Z01\""})
    CHECK_MESSAGE(xml.find(part) != std::string::npos, part);
  CHECK(first_id(made) == first_id(made));
  scenario::PlayOptions other;
  other.seed = "another run";
  const auto again = scenario::play(scenario_test::gateway(), scenario_test::words(), made, system, other);
  CHECK(again.steps.front().content != xml);
}

TEST_CASE(
    "scenario: a company takes the place of the person of the base message; a cancellation refers and has "
    "E02") {
  const auto made = pack(
      "  - send: RequestStartOfSupply\n    step: switch\n    as: new\n    process: BRS-NO-101\n    type: "
      "\"392\"\n"
      "    with: { start: start, point: home, supplier: new, customer: bakery }\n  - cancel: switch\n");
  FakeSystem system;
  const auto transcript = play(made, system);
  const auto& xml = transcript.steps[0].content;
  CHECK(xml.find("GivenName") == std::string::npos);
  CHECK(xml.find("<abie:Name>Sølvåsen Bakeri og Ysteri AS<") != std::string::npos);
  CHECK(xml.find("schemeAgencyIdentifier=\"82\">313000125<") != std::string::npos);
  const auto& cancellation = transcript.steps[1].content;
  CHECK(cancellation.find("listAgencyIdentifier=\"260\">E02<") != std::string::npos);
  CHECK(cancellation.find("<abie:OriginalBusinessDocumentReference>" + first_id(made)) != std::string::npos);
}

TEST_CASE("scenario: series of any length, with their ids and the time of registration") {
  const auto made = pack(
      "  - send: CollectedData\n    as: grid\n    role: DDE\n    process: BRS-NO-313\n    type: E13\n"
      "    with: { point: home, from: 2026-03-29, to: 2026-03-30, values: [22 x 1.5, 0.25] }\n");
  FakeSystem system;
  const auto xml = play(made, system).steps.front().content;
  CHECK(xml.find("<abie:Observation Sequence=\"23\">\n      <abie:Metered>0.25<") != std::string::npos);
  CHECK(xml.find("Sequence=\"24\"") == std::string::npos);
  CHECK(xml.find("<abie:RegistrationDateTime>2026-06-01T08:00:00+02:00<") != std::string::npos);
  CHECK(xml.find("00000000-0000-4000-8000") == std::string::npos);
  REQUIRE(system.calls.size() > 3);
  // The service declares this message in a namespace of its own.
  CHECK(system.calls[3].body.find("svc:CollectedDataRequest") != std::string::npos);
  const auto read = reader::read(*scenario_test::gateway().engine().catalog, system.calls[3].body, {});
  CHECK(read.messages.size() == 1);
}

TEST_CASE("scenario: what was expected is met, by SOAP and by CIM, and acknowledged by the outer id") {
  const auto made = pack(send + confirmed + "  - expect: none\n    at: new\n");
  for (const std::string by : {"soap", "cim"}) {
    FakeSystem system;
    system.waiting["7099990001015"] = {confirmation(first_id(made))};
    const auto transcript = play(made, system, by);
    INFO(by);
    for (const auto& step : transcript.steps)
      CHECK_MESSAGE(step.outcome == scenario::Outcome::passed, step.text.en, ": ", step.why.en);
    CHECK(transcript.outcome() == scenario::Outcome::passed);
    REQUIRE(system.acknowledged.size() == 1);
    CHECK(system.acknowledged.front() == "0d9b24a2-7a3f-4a53-9c39-a2f8a5c1d4e7");
    REQUIRE(transcript.received.size() == 1);
    CHECK(transcript.received.front().message == "ConfirmStartOfSupply");
  }
}

TEST_CASE("scenario: what comes otherwise, or not at all, fails and says what came") {
  const auto made = pack(send + confirmed);
  FakeSystem late;
  late.waiting["7099990001015"] = {confirmation(first_id(made), "2026-06-16T00:00:00+02:00")};
  auto transcript = play(made, late);
  CHECK(transcript.outcome() == scenario::Outcome::failed);
  CHECK(transcript.steps[1].why.en.find(
            "start is 2026-06-16T00:00:00+02:00, expected 2026-06-15T00:00:00+02:00") != std::string::npos);
  FakeSystem other;
  other.waiting["7099990001015"] = {confirmation("d63e6c11-d13f-4bb7-a5b5-0625692774f5")};
  transcript = play(made, other);
  CHECK(transcript.outcome() == scenario::Outcome::failed);
  CHECK(transcript.steps[1].why.nb.find("referanse er d63e6c11") != std::string::npos);
  FakeSystem silent;
  transcript = play(made, silent);
  CHECK(transcript.steps[1].why.en == "nothing waits for new");
  const auto unwanted = pack(send + "  - expect: none\n    at: new\n    message: ConfirmStartOfSupply\n");
  FakeSystem talkative;
  talkative.waiting["7099990001015"] = {confirmation(first_id(unwanted))};
  transcript = play(unwanted, talkative);
  CHECK(transcript.steps[1].outcome == scenario::Outcome::failed);
}

TEST_CASE("scenario: faults by their group; a fault that nobody expected fails") {
  FakeSystem system;
  system.fault_group = "UUID";
  CHECK(play(pack(send + "  - fault: UUID\n"), system).outcome() == scenario::Outcome::passed);
  CHECK(play(pack(send + "  - fault: UUID\n"), system, "cim").outcome() == scenario::Outcome::passed);
  const auto wrong = play(pack(send + "  - fault: XSD\n"), system);
  CHECK(wrong.steps[0].outcome == scenario::Outcome::passed);
  CHECK(wrong.steps[1].outcome == scenario::Outcome::failed);
  CHECK(wrong.steps[1].why.en.find("SOAP fault UUID: not this one") != std::string::npos);
  CHECK(play(pack(send), system).outcome() == scenario::Outcome::failed);
  FakeSystem friendly;
  CHECK(play(pack(send + "  - fault: UUID\n"), friendly).outcome() == scenario::Outcome::failed);
}

TEST_CASE("scenario: a system without /hub/v1 never passes where the clock or the state counts") {
  const auto made =
      pack(send + "  - move: start\n" + confirmed + "  - state: home\n    is: { supplier: new }\n");
  FakeSystem system;
  system.has_hub_face = false;
  const auto transcript = play(made, system);
  CHECK(transcript.steps[0].outcome == scenario::Outcome::passed);
  CHECK(transcript.steps[1].outcome == scenario::Outcome::undetermined);
  CHECK(transcript.steps[2].outcome ==
        scenario::Outcome::undetermined);  // it may not have come because the time stood still
  CHECK(transcript.steps[3].outcome == scenario::Outcome::undetermined);
  CHECK(transcript.outcome() == scenario::Outcome::undetermined);
}

TEST_CASE("scenario: where nobody answers, nothing passes") {
  FakeSystem system;
  system.is_there = false;
  const auto transcript = play(pack(send + confirmed), system);
  CHECK(transcript.transport_failed);
  CHECK(transcript.outcome() == scenario::Outcome::failed);
  for (const auto& step : transcript.steps) CHECK(step.outcome != scenario::Outcome::passed);
}

TEST_CASE("scenario: the state of a metering point on a day") {
  FakeSystem system;
  system.market =
      R"({"total":1,"meteringPoints":[{"gsrn":"707057599000100316","status":"E22","settlement":"E02",
    "contracts":[{"supplier":"7099990001022","role":"DDQ","from":"2024-03-01","to":"2026-06-15","origin":"BRS-NO-102"},
                 {"supplier":"7099990001015","role":"DDQ","from":"2026-06-15","to":null,"origin":"BRS-NO-101"}],
    "processes":[]}],"parties":[]})";
  const auto outcome = [&](const std::string& what) {
    const auto transcript = play(pack("  - state: home\n" + what), system);
    INFO(transcript.steps.back().why.en);
    return transcript.outcome();
  };
  CHECK(outcome("    is: { supplier: old, status: E22, role: DDQ }\n") == scenario::Outcome::passed);
  CHECK(outcome("    on: start\n    is: { supplier: new, from: start, to: none }\n") ==
        scenario::Outcome::passed);
  CHECK(outcome("    on: start\n    is: { supplier: old }\n") == scenario::Outcome::failed);
  CHECK(outcome("    on: 2020-01-01\n    is: { contract: none }\n") == scenario::Outcome::passed);
  CHECK(outcome("    is: { contract: none }\n") == scenario::Outcome::failed);
  CHECK(outcome("    is: { status: E23 }\n") == scenario::Outcome::failed);
}

TEST_CASE("scenario: a mail is expected once, by what it says") {
  FakeSystem system;
  system.market = R"({"mails":[{"seq":1,"process":"BRS-NO-102","ends":"2026-06-15","to":null,
    "nb":{"subject":"Avsluttes","text":"Hei"},"en":{"subject":"Ends","text":"Hello"}}],"last":1})";
  const std::string mail = "  - mail: home\n    is: ";
  const std::string none = "  - mail: none\n    about: home\n";
  const auto outcome = [&](const std::string& steps) { return play(pack(steps), system).outcome(); };
  const auto right =
      mail + "{ process: BRS-NO-102, ends: start, to: none, nb: [Avsluttes, Hei], en: Hello }\n";
  CHECK(outcome(right) == scenario::Outcome::passed);
  CHECK(outcome(right + none) == scenario::Outcome::passed);
  CHECK(outcome(right + right) == scenario::Outcome::failed);
  CHECK(outcome(none) == scenario::Outcome::failed);
  for (const auto* wrong : {"{ process: BRS-NO-103 }\n", "{ ends: today }\n", "{ to: a@solvaasen.example }\n",
                            "{ nb: Hello }\n", "{ en: [Hello, Hei] }\n"})
    CHECK(outcome(mail + wrong) == scenario::Outcome::failed);
  system.market = R"({"mails":[],"last":0})";
  CHECK(outcome(right) == scenario::Outcome::failed);
  CHECK(outcome(none) == scenario::Outcome::passed);
}

TEST_CASE("scenario: what parties received is the same but for ids, or is told") {
  scenario::Transcript soap, cim;
  soap.by = "soap";
  cim.by = "cim";
  soap.received = {{"new", "market-processes", "ConfirmStartOfSupply",
                    confirmation("d63e6c11-d13f-4bb7-a5b5-0625692774f5")}};
  cim.received = {{"new", "market-processes", "ConfirmStartOfSupply",
                   confirmation("613014d3-4611-4495-9d7e-8b59cd8f353e")}};
  const auto same = [&] { return scenario::same_received(scenario_test::gateway(), soap, cim); };
  CHECK(same().outcome == scenario::Outcome::passed);
  cim.received[0].xml = confirmation("613014d3-4611-4495-9d7e-8b59cd8f353e", "2026-06-16T00:00:00+02:00");
  CHECK(same().outcome == scenario::Outcome::failed);
  CHECK(same().why.en.find("StartOfOccurrence") != std::string::npos);
  cim.received.clear();
  CHECK(same().outcome == scenario::Outcome::failed);
}
