#include "fixture.hpp"

#include <doctest/doctest.h>

#include "gateway/engine/engine.hpp"

namespace scenario_test {

using namespace cimgate;

namespace {

constexpr const char* outer = "0d9b24a2-7a3f-4a53-9c39-a2f8a5c1d4e7";

std::string between(const std::string& text, const std::string& from, const std::string& to) {
  const auto start = text.find(from);
  if (start == std::string::npos) return {};
  const auto end = text.find(to, start + from.size());
  return text.substr(start + from.size(), end - start - from.size());
}

std::string header(const scenario::Call& call, const std::string& name) {
  for (const auto& [key, value] : call.headers)
    if (key == name) return value;
  return {};
}

std::string envelope(const std::string& content) {
  return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>" + content +
         "</s:Body></s:Envelope>";
}

std::string without_declaration(const std::string& xml) {
  return xml.starts_with("<?xml") ? xml.substr(xml.find("?>") + 2) : xml;
}

}  // namespace

const Gateway& gateway() {
  static const Gateway opened = Gateway::open().value();
  return opened;
}

const scenario::Words& words() {
  static const scenario::Words read = scenario::Words::read(*gateway().engine().store).value();
  return read;
}

std::string pack_text(const std::string& steps) {
  return "scenario: test\ntitle: { en: A test, nb: En test }\nrole: DDQ\nprocesses: [BRS-NO-101]\n"
         "source: { status: assumed, ref: a test }\nclock: 2026-06-01T08:00:00+02:00\ncast: cast/town.yaml\n"
         "days: { start: today + 14 days }\nsteps:\n" +
         steps;
}

scenario::ReadPack read(const std::string& text) {
  return scenario::read_pack(gateway().engine(), words(), "packs/test.yaml", text,
                             [](const std::string& name) -> tl::expected<std::string, std::string> {
                               const auto beside = gateway().engine().store->read("scenarios/" + name);
                               if (!beside) return tl::make_unexpected(beside.error());
                               return std::string(*beside);
                             });
}

scenario::Pack pack(const std::string& steps) {
  auto made = read(pack_text(steps));
  for (const auto& fault : made.faults) FAIL_CHECK(to_string(fault));
  REQUIRE(made.faults.empty());
  return std::move(made.pack);
}

tl::expected<scenario::Reply, std::string> FakeSystem::send(const scenario::Call& call) {
  calls.push_back(call);
  if (!is_there) return tl::make_unexpected(std::string("nobody answers"));
  if (const auto at = rest.find(call.method + " " + call.target); at != rest.end()) return at->second;
  if (call.target.starts_with("/hub/")) return hub(call);
  if (call.target.starts_with("/cim/")) return cim(call);
  return soap(call);
}

scenario::Reply FakeSystem::hub(const scenario::Call& call) {
  if (!has_hub_face) return {404, "", ""};
  if (call.target == "/hub/v1/clock") {
    if (call.method == "PUT")
      if (const auto to = between(call.body, "\"to\":\"", "\""); !to.empty()) now = to;
    return {200, "application/json", "{\"now\":\"" + now + "\"}"};
  }
  if (call.method == "GET") return {200, "application/json", market};
  return {200, "application/json", "{}"};
}

scenario::Reply FakeSystem::soap(const scenario::Call& call) {
  const auto action = header(call, "SOAPAction");
  const auto party =
      between(call.body, "<abie:JuridicalSenderEnergyParty>", "</abie:JuridicalSenderEnergyParty>");
  const auto gln = between(party, ">7", "<").empty() ? "" : "7" + between(party, ">7", "<");
  if (action == "\"AcknowledgePoll\"") {
    acknowledged.push_back(between(call.body, "<abie:OriginalBusinessDocumentReference>", "<"));
    if (acknowledged.back() == outer) waiting[gln].clear();
    return {200, "text/xml", envelope("")};
  }
  if (action == "\"PollForData\"") {
    const auto ns = "urn:no:elhub:emif:wsdl:polling:marketprocesses:v2";
    if (waiting[gln].empty() || call.target.ends_with("PollMeteringValues"))
      return {200, "text/xml",
              envelope(std::string("<p:PollForDataResponse xmlns:p=\"") + ns +
                       "\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/>")};
    std::string set = std::string("<p:PollForDataResponse xmlns:p=\"") + ns + "\"><p:Identification>" +
                      outer + "</p:Identification><p:ResultDataSet>";
    for (const auto& message : waiting[gln]) set += without_declaration(message);
    return {200, "text/xml", envelope(set + "</p:ResultDataSet></p:PollForDataResponse>")};
  }
  if (fault_group.empty()) return {200, "text/xml", envelope("")};
  return {
      500, "text/xml",
      envelope(
          "<s:Fault><faultcode>s:Client</faultcode><faultstring>no</faultstring><detail><c:ElhubSOAPFault "
          "xmlns:c=\"urn:no:elhub:emif:wsdl:common:v2\"><c:CodeGroup>" +
          fault_group +
          "</c:CodeGroup><c:Description>not this one</c:Description></c:ElhubSOAPFault></detail></s:Fault>")};
}

scenario::Reply FakeSystem::cim(const scenario::Call& call) {
  const auto gln = header(call, "SenderGLN");
  if (call.method == "POST")
    return fault_group.empty()
               ? scenario::Reply{202, "application/json", "{\"id\":\"" + std::string(outer) + "\"}"}
               : scenario::Reply{422, "application/problem+json",
                                 R"({"title":"Refused","detail":"not this one"})"};
  if (call.method == "DELETE") {
    acknowledged.push_back(call.target.substr(call.target.rfind('/') + 1));
    waiting[gln].clear();
    return {204, "", ""};
  }
  if (waiting[gln].empty() || call.target.ends_with("metering-values")) return {204, "", ""};
  std::string bundles;
  for (const auto& message : waiting[gln]) {
    TranslateOptions options;
    options.target = Target::cim_json;
    options.profile = "nmeg-no/0.1";
    auto bundle = gateway().translate(message, options).whole;
    // A document alone is a bundle without its wrapper.
    if (bundle.find("\"documents\"") == std::string::npos) bundle = "{\"documents\":[" + bundle + "]}";
    bundles += (bundles.empty() ? "" : ",") + bundle;
  }
  return {200, "application/json", "{\"id\":\"" + std::string(outer) + "\",\"bundles\":[" + bundles + "]}"};
}

}  // namespace scenario_test
