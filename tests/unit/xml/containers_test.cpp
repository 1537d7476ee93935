#include <doctest/doctest.h>

#include <iterator>
#include <string>

#include "gateway/xml/write.hpp"
#include "tests/unit/document/messages.hpp"
#include "tests/unit/document/snippets.hpp"
#include "tests/unit/xml/reading.hpp"

using namespace cimgate;
using namespace cimgate::test;
using document::Document;
using document::NodeId;
using document::ReadOptions;
using document::ReadResult;

namespace {

std::string operation(std::string_view name, std::string_view service, std::string_view content) {
  return "<w:" + std::string(name) + " xmlns:w=\"urn:no:elhub:emif:wsdl:" + std::string(service) + ":v2\">" +
         std::string(content) + "</w:" + std::string(name) + ">";
}

std::string bundle(std::string_view content) {
  return R"(<bundle xmlns="urn:cimgate:bundle:1">)" + std::string(content) + "</bundle>";
}

/// "rule line:column" of each finding, one a line.
std::string findings_of(const ReadResult& result) {
  std::string all;
  for (const auto& finding : result.findings) {
    if (!all.empty()) all += '\n';
    all += finding.rule + ' ' + std::to_string(finding.line) + ':' + std::to_string(finding.column);
  }
  return all;
}

}  // namespace

TEST_SUITE("XML reader: SOAP envelopes") {
  TEST_CASE("a request, with a header that is left alone") {
    auto text = envelope(operation("RequestStartOfSupplyRequest", "marketprocesses", start_of_supply()));
    text = replaced(text, "<e:Body>",
                    "<e:Header><x:Security xmlns:x='urn:x'><a b='c'/></x:Security></e:Header>\n<e:Body>");
    const auto result = read_text(text);
    const auto& document = only_document(result);
    CHECK(result.reference_errors.empty());
    CHECK(document.size() == 32);
    CHECK(document.path(0) == "/RequestStartOfSupply");
    CHECK(document.root().position.line == 2);
    check_positions(result);
  }

  TEST_CASE("a message right in the body, and an operation without envelope") {
    CHECK(only_document(read_text(envelope(start_of_supply()))).size() == 32);
    const auto bare = operation("RequestStartOfSupplyRequest", "marketprocesses", start_of_supply());
    const auto result = read_text(bare);
    CHECK(only_document(result).size() == 32);
    CHECK(result.reference_errors.empty());
  }

  TEST_CASE("a poll result with several messages") {
    const auto result = read_text(envelope(operation(
        "PollForDataResponse", "polling:marketprocesses",
        "<w:Identification>6f3c2a10-0000-4000-8000-00000000c002</w:Identification>\n<w:ResultDataSet>\n" +
            start_of_supply() + "\n" + start_of_supply() + "</w:ResultDataSet>")));
    CHECK(result.findings.empty());
    CHECK(result.reference_errors.empty());
    REQUIRE(result.messages.size() == 2);
    CHECK(result.messages[0].document.root().position.line == 3);
    CHECK(result.messages[1].document.root().position.line == 47);
    CHECK(dump(result.messages[0].document) == dump(result.messages[1].document));
    check_positions(result);
  }

  TEST_CASE("an error in one of several messages has its path in that message") {
    const auto bad = replaced(start_of_supply(), "postaladr", "nowhere");
    const auto result = read_text(envelope(operation(
        "PollForDataResponse", "polling:marketprocesses",
        "<w:Identification>6f3c2a10-0000-4000-8000-00000000c002</w:Identification>\n<w:ResultDataSet>" +
            start_of_supply() + "\n" + bad + "</w:ResultDataSet>")));
    CHECK(result.messages.size() == 2);
    REQUIRE(result.reference_errors.size() == 1);
    CHECK(result.reference_errors[0].xpath ==
          "/RequestStartOfSupply/PayloadMPEvent/ConsumerInvolvedCustomerAddress/AddressType");
    CHECK(place(result.reference_errors[0].position) == "81:7");
    CHECK(result.findings.empty());
  }

  TEST_CASE("metering values: the service declares the message in its own namespace") {
    auto message = xml::to_xml(random_message("elhub/2.4.3", "CollectedData", 5), {});
    message = message.substr(message.find("<rsm:CollectedData"));
    const auto whole = dump(only_document(read_text(message)));
    auto renamed = replaced(message, "<rsm:CollectedData", "<w:CollectedData");
    renamed = replaced(renamed, "</rsm:CollectedData>", "</w:CollectedData>");
    const auto result = read_text(envelope(operation("CollectedDataRequest", "meteringvalues", renamed)));
    CHECK(dump(only_document(result)) == whole);
    CHECK(result.messages.front().kind->root.local == "CollectedData");
  }

  TEST_CASE("no message") {
    CHECK(findings_of(read_text(envelope(""))) == "schema.no-message 1:1");
    CHECK(findings_of(read_text(R"(<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"/>)"))
              .ends_with("schema.no-message 1:1"));
    const auto fault = read_text(envelope(
        "<e:Fault><faultcode>e:Client</faultcode><faultstring>Kari Hemmelig</faultstring><detail>"
        "<c:ElhubSOAPFault xmlns:c='urn:no:elhub:emif:wsdl:common:v2'><c:CodeGroup>XSD</c:CodeGroup>"
        "<c:Description>x</c:Description><c:ExceptionDateTime>2026-11-21T08:15:00+01:00</c:ExceptionDateTime>"
        "</c:ElhubSOAPFault></detail></e:Fault>"));
    CHECK(findings_of(fault) == "schema.no-message 1:1");
    CHECK(fault.findings.front().text.en.starts_with("This is a SOAP fault"));
    CHECK(read_text("<c:ElhubSOAPFault xmlns:c='urn:no:elhub:emif:wsdl:common:v2'/>")
              .findings.back()
              .text.en.starts_with("This is a SOAP fault"));
    CHECK(findings_of(read_text(
              envelope("<w:PollForDataResponse xmlns:w='urn:no:elhub:emif:wsdl:polling:marketprocesses:v2' "
                       "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='true'/>"))) ==
          "schema.no-message 1:1");
  }

  TEST_CASE("what is wrong with the envelope itself") {
    // The operation of another message.
    const auto other =
        read_text(envelope(operation("RequestEndOfSupplyRequest", "marketprocesses", start_of_supply())));
    CHECK(other.messages.size() == 1);
    REQUIRE(other.findings.size() == 1);
    CHECK(other.findings[0].rule == "schema.envelope");
    CHECK(other.findings[0].xpath == "/Envelope/Body/RequestEndOfSupplyRequest");
    const auto unknown = read_text(envelope("\n<a/>"));
    CHECK(findings_of(unknown) == "schema.unknown-root 2:1");
    CHECK(unknown.findings[0].xpath == "/Envelope/Body/a");
    CHECK(findings_of(read_text(
              envelope(replaced(start_of_supply(), "RequestStartOfSupply:v2", "RequestStartOfSupply:v1")))) ==
          "schema.unknown-version 1:73");
  }
}

TEST_SUITE("XML reader: bundles and profiles") {
  const std::string supplement =
      "\n<supplement message=\"RequestStartOfSupply\" schema=\"elhub/2.4.3\" profile=\"nmeg/0.1\">\n"
      "<value path=\"PayloadMPEvent/moveInToSLR\" reason=\"why\">false</value>\n"
      "<value path=\"a/@b\" reason=\"&lt;&amp;\"> x &amp;<![CDATA[ y]]>\n </value>\n"
      "<present path=\"c\" reason=\"r\"/><absent path=\"d\" reason=\"r\"></absent>\n"
      "<choice path=\"e\" reason=\"r\">Temporary</choice><order path=\"f\" reason=\"r\">3 1 2</order>\n"
      "</supplement>";

  TEST_CASE("documents and supplement") {
    const auto result = read_text(bundle(change_of_supplier() + change_of_supplier() + supplement));
    CHECK(result.findings.empty());
    CHECK(result.reference_errors.empty());
    CHECK(result.messages.size() == 2);
    check_positions(result);
    REQUIRE(result.supplement.has_value());
    CHECK(result.supplement->message == "RequestStartOfSupply");
    CHECK(result.supplement->schema == "elhub/2.4.3");
    CHECK(result.supplement->profile == "nmeg/0.1");
    const auto& entries = result.supplement->entries;
    REQUIRE(entries.size() == 6);
    using Kind = document::SupplementEntry::Kind;
    CHECK(entries[0].kind == Kind::value);
    CHECK(entries[0].path == "PayloadMPEvent/moveInToSLR");
    CHECK(entries[0].value == "false");
    CHECK(entries[0].reason == "why");
    CHECK(entries[1].value == " x & y\n ");
    CHECK(entries[1].reason == "<&");
    CHECK(entries[2].kind == Kind::present);
    CHECK(entries[3].kind == Kind::absent);
    CHECK(entries[3].value == "");
    CHECK(entries[4].kind == Kind::choice);
    CHECK(entries[4].value == "Temporary");
    CHECK(entries[5].kind == Kind::order);
    CHECK(entries[5].value == "3 1 2");
  }

  TEST_CASE("what is written is read back") {
    const auto read = read_text(bundle(change_of_supplier() + change_of_supplier() + supplement));
    REQUIRE(read.supplement.has_value());
    for (const bool indent : {true, false}) {
      const auto again = read_text(xml::bundle_to_xml(read.messages, &*read.supplement, {.indent = indent}));
      CHECK(again.findings.empty());
      CHECK(again.reference_errors.empty());
      REQUIRE(again.messages.size() == 2);
      CHECK(dump(again.messages[1].document) == dump(read.messages[1].document));
      REQUIRE(again.supplement.has_value());
      REQUIRE(again.supplement->entries.size() == 6);
      for (std::size_t i = 0; i < 6; ++i) {
        CHECK(again.supplement->entries[i].kind == read.supplement->entries[i].kind);
        CHECK(again.supplement->entries[i].value == read.supplement->entries[i].value);
        CHECK(again.supplement->entries[i].reason == read.supplement->entries[i].reason);
      }
    }
  }

  TEST_CASE("what is wrong with a bundle") {
    CHECK(findings_of(read_text(bundle(""))).ends_with("schema.no-message 1:1"));
    CHECK(findings_of(read_text(bundle(change_of_supplier() + "\n<a xmlns=''/>"))) ==
          "schema.unknown-root 18:1");
    const auto with = [&](std::string_view from, std::string_view to) {
      return findings_of(read_text(bundle(change_of_supplier() + replaced(supplement, from, to))));
    };
    CHECK(with("message=\"RequestStartOfSupply\" ", "") == "schema.xml-supplement 18:1");
    CHECK(with("<order path=\"f\"", "<order") == "schema.xml-supplement 23:47");
    CHECK(with("3 1 2", "3 a 2") == "schema.xml-supplement 23:47");
    CHECK(with("<absent path=\"d\" reason=\"r\">", "<absent path=\"d\" reason=\"r\">x") ==
          "schema.xml-supplement 22:31");
    CHECK(with("<present", "<nothing/><present").starts_with("schema.xml-supplement"));
    CHECK(with("profile=\"nmeg/0.1\"", "profile=\"nmeg/9.9\"") == "schema.xml-supplement 1:1");
    const auto second = replaced(replaced(supplement, "RequestStartOfSupply", "Other"), "elhub/2.4.3", "x");
    const auto twice = read_text(bundle(change_of_supplier() + supplement + second));
    CHECK(findings_of(twice) == "schema.xml-bundle 1:1");
    CHECK(twice.supplement->message == "RequestStartOfSupply");
    CHECK(twice.supplement->entries.size() == 6);
    CHECK(findings_of(
              read_text(replaced(supplement, "<supplement", "<supplement xmlns='urn:cimgate:bundle:1'")))
              .ends_with("schema.supplement-alone 1:1"));
  }

  TEST_CASE("the profile: nmeg/0.1 when it fits, else the one that does") {
    const auto profile_of = [](const std::string& text, std::string_view asked = "") {
      ReadOptions options;
      options.profile = asked;
      const auto result = read_text(text, options);
      REQUIRE_FALSE(result.messages.empty());
      for (const auto& message : result.messages) CHECK(message.set == result.messages.front().set);
      return result.messages.front().set->id + (result.reference_errors.empty() ? "" : " invalid");
    };
    const auto nordic = change_of_supplier("E03");
    const auto norwegian = change_of_supplier("BRS-NO-101");
    const auto neither = change_of_supplier("nonsense");
    CHECK(profile_of(nordic) == "nmeg/0.1");
    CHECK(profile_of(norwegian) == "nmeg-no/0.1");
    CHECK(profile_of(neither) == "nmeg/0.1 invalid");
    CHECK(profile_of(nordic, "nmeg-no/0.1") == "nmeg-no/0.1");
    CHECK(profile_of(norwegian, "nmeg/0.1") == "nmeg/0.1 invalid");
    CHECK(profile_of(bundle(nordic + norwegian)) == "nmeg-no/0.1");
    CHECK(profile_of(bundle(nordic + nordic)) == "nmeg/0.1");
    const auto says_norwegian = replaced(supplement, "nmeg/0.1", "nmeg-no/0.1");
    CHECK(profile_of(bundle(nordic + says_norwegian)) == "nmeg-no/0.1");
    CHECK(profile_of(bundle(nordic + says_norwegian), "nmeg/0.1") == "nmeg/0.1");
    CHECK(profile_of(bundle(norwegian + supplement)) == "nmeg/0.1 invalid");
  }
}
