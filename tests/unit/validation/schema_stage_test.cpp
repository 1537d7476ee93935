#include "gateway/validation/schema_stage.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "gateway/reader/reference.hpp"
#include "gateway/schema/catalog.hpp"
#include "tests/unit/document/messages.hpp"
#include "tests/unit/effort.hpp"
#include "tests/unit/example_files.hpp"
#include "tests/unit/xml/fixture.hpp"

using namespace cimgate;
using namespace cimgate::test;

namespace {

std::vector<Finding> findings_of(const std::string& xml) {
  const auto read = reader::read_by_reference(catalog(), xml, {});
  REQUIRE(read.messages.size() == 1);
  return validation::check_schema(read, 1000).findings;
}

const Finding& only(const std::vector<Finding>& findings) {
  std::string all;
  for (const auto& f : findings) all += f.rule + " " + f.xpath + ": " + f.text.en + "\n";
  REQUIRE_MESSAGE(findings.size() == 1, all);
  return findings.front();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  REQUIRE_MESSAGE(text.find(from) != std::string::npos, from);
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

const std::string end_of_supply = R"(<?xml version="1.0" encoding="UTF-8"?>
<r:RequestEndOfSupply xmlns:r="urn:no:elhub:emif:market:RequestEndOfSupply:v2"
    xmlns:a="urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2">
  <r:Header>
    <a:Identification>5d3c9b1e-0c5f-4a41-9a6e-7c1f0e2b3a44</a:Identification>
    <a:DocumentType listAgencyIdentifier="6">432</a:DocumentType>
    <a:Creation>2026-02-03T09:12:00+01:00</a:Creation>
    <a:PhysicalSenderEnergyParty>
      <a:Identification schemeAgencyIdentifier="9">7080000000005</a:Identification>
    </a:PhysicalSenderEnergyParty>
    <a:JuridicalSenderEnergyParty>
      <a:Identification schemeAgencyIdentifier="9">7080000000005</a:Identification>
    </a:JuridicalSenderEnergyParty>
    <a:JuridicalRecipientEnergyParty>
      <a:Identification schemeAgencyIdentifier="9">7080000000012</a:Identification>
    </a:JuridicalRecipientEnergyParty>
  </r:Header>
  <r:ProcessEnergyContext>
    <a:EnergyBusinessProcess listAgencyIdentifier="89">BRS-NO-201</a:EnergyBusinessProcess>
    <a:EnergyBusinessProcessRole listAgencyIdentifier="6">DDQ</a:EnergyBusinessProcessRole>
    <a:EnergyIndustryClassification>23</a:EnergyIndustryClassification>
  </r:ProcessEnergyContext>
  <r:PayloadMPEvent>
    <a:EndOfOccurrence>2026-02-10T00:00:00+01:00</a:EndOfOccurrence>
    <a:MeteringPointUsedDomainLocation>
      <a:Identification schemeAgencyIdentifier="9">707057500000000018</a:Identification>
    </a:MeteringPointUsedDomainLocation>
    <a:ConsumerInvolvedCustomerParty>
      <a:Identification schemeAgencyIdentifier="82">974760673</a:Identification>
    </a:ConsumerInvolvedCustomerParty>
    <a:ConsumerInvolvedCustomerAddress>
      <a:AddressType>postaladr</a:AddressType>
      <a:Postcode>0150</a:Postcode>
      <a:CityName>Oslo</a:CityName>
      <a:CountryCode listAgencyIdentifier="5">NO</a:CountryCode>
    </a:ConsumerInvolvedCustomerAddress>
  </r:PayloadMPEvent>
</r:RequestEndOfSupply>
)";

}  // namespace

TEST_SUITE("schema stage") {
  TEST_CASE("a good message has no findings and counts as valid") {
    const auto read = reader::read_by_reference(catalog(), end_of_supply, {});
    const auto result = validation::check_schema(read, 1000);
    CHECK(result.findings.empty());
    REQUIRE(result.valid.size() == 1);
    CHECK(result.valid[0]);
  }

  TEST_CASE("a misspelt element") {
    const auto findings = findings_of(replaced(end_of_supply, "EndOfOccurrence", "EndOfOccurence"));
    const auto& f = only(findings);
    CHECK(f.rule == "schema.unexpected-element");
    CHECK(f.stage == Stage::schema);
    CHECK(f.severity == Severity::error);
    CHECK(f.line == 24);
    CHECK(f.column == 5);
    CHECK(f.xpath == "/RequestEndOfSupply/PayloadMPEvent/EndOfOccurence");
    CHECK(f.text.en == "PayloadMPEvent has no element EndOfOccurence; expected EndOfOccurrence.");
    CHECK(f.text.nb == "PayloadMPEvent har ikke noe element EndOfOccurence; forventet EndOfOccurrence.");
    CHECK(f.advice.en == "Did you mean EndOfOccurrence?");
    CHECK(f.advice.nb == "Mente du EndOfOccurrence?");
    CHECK(f.context.metering_point == "707057500000000018");
    CHECK(f.source.status == "published");
    CHECK(f.source.ref == "XML Schema, xsd/elhub/bim/market/RequestEndOfSupply.xsd");
  }

  TEST_CASE("a missing element: where to put it") {
    const auto findings = findings_of(replaced(
        end_of_supply, "    <a:EnergyIndustryClassification>23</a:EnergyIndustryClassification>\n", ""));
    const auto& f = only(findings);
    CHECK(f.rule == "schema.missing-element");
    CHECK(f.text.en == "ProcessEnergyContext lacks EnergyIndustryClassification.");
    CHECK(f.text.nb == "ProcessEnergyContext mangler EnergyIndustryClassification.");
    CHECK(f.advice.en == "Add EnergyIndustryClassification after EnergyBusinessProcessRole.");
    const auto first = findings_of(
        replaced(end_of_supply,
                 "    <a:Identification>5d3c9b1e-0c5f-4a41-9a6e-7c1f0e2b3a44</a:Identification>\n", ""));
    CHECK(only(first).advice.nb == "Legg til Identification som det første elementet i Header.");
  }

  TEST_CASE("an element on the wrong level: where it belongs") {
    const auto findings = findings_of(
        replaced(end_of_supply, "<a:EnergyIndustryClassification>23",
                 "<a:Creation>2026-02-03T09:12:00Z</a:Creation><a:EnergyIndustryClassification>23"));
    const auto& f = only(findings);
    CHECK(f.text.en ==
          "Creation does not belong here in ProcessEnergyContext; expected EnergyIndustryClassification.");
    CHECK(f.advice.en == "Creation belongs in Header.");
  }

  TEST_CASE("the wrong namespace") {
    const auto findings = findings_of(replaced(end_of_supply, "a:EndOfOccurrence", "r:EndOfOccurrence"));
    const auto& f = only(findings);
    CHECK(f.text.en ==
          "EndOfOccurrence in PayloadMPEvent is in the wrong namespace; expected EndOfOccurrence in the "
          "namespace "
          "urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2.");
    CHECK(f.advice.en == "Check the prefix of EndOfOccurrence and the namespace that it is declared for.");
  }

  TEST_CASE("order, too many and attributes") {
    const std::string role =
        "    <a:EnergyBusinessProcessRole listAgencyIdentifier=\"6\">DDQ</a:EnergyBusinessProcessRole>\n";
    auto findings = findings_of(replaced(replaced(end_of_supply, role, ""), "  </r:ProcessEnergyContext>",
                                         role + "  </r:ProcessEnergyContext>"));
    CHECK(only(findings).text.en ==
          "EnergyIndustryClassification must come after EnergyBusinessProcessRole in ProcessEnergyContext.");
    CHECK(only(findings).advice.nb ==
          "Rekkefølgen i ProcessEnergyContext er EnergyBusinessProcess, EnergyBusinessProcessRole, "
          "EnergyIndustryClassification.");
    findings = findings_of(replaced(end_of_supply, role, role + role));
    CHECK(only(findings).text.nb ==
          "EnergyBusinessProcessRole forekommer for mange ganger i ProcessEnergyContext: høyst 1, her: 2.");
    findings = findings_of(replaced(end_of_supply, " listAgencyIdentifier=\"89\"", ""));
    CHECK(only(findings).text.en == "EnergyBusinessProcess lacks the attribute listAgencyIdentifier.");
    CHECK(only(findings).advice.en == "Add listAgencyIdentifier=\"89\".");
    findings =
        findings_of(replaced(end_of_supply, "listAgencyIdentifier=\"89\"", "listAgencyIdentifer=\"89\""));
    CHECK(only(findings).text.en ==
          "EnergyBusinessProcess has no attribute listAgencyIdentifer; expected listAgencyIdentifier.");
    CHECK(only(findings).advice.en == "Did you mean listAgencyIdentifier?");
  }

  TEST_CASE("values, with what helps") {
    const auto told = [](const std::string& from, const std::string& to) {
      const auto findings = findings_of(replaced(end_of_supply, from, to));
      const auto& f = only(findings);
      CHECK(f.rule == "schema.bad-value");
      return f.text.en + " " + f.advice.en;
    };
    CHECK(told(">2026-02-10T00:00:00+01:00<", ">2026-02-10<") ==
          "EndOfOccurrence is '2026-02-10'; expected a date and time with zone, such as "
          "2026-01-31T00:00:00+01:00. Write "
          "the time and its zone, too: T00:00:00+01:00 in winter, T00:00:00+02:00 in summer.");
    CHECK(told(">2026-02-10T00:00:00+01:00<", ">2026-02-10T00:00:00<")
              .ends_with("Add the time zone: +01:00 in winter and +02:00 in summer for Norwegian time, or Z "
                         "for UTC."));
    CHECK(told(">2026-02-10T", ">2026-02-30T").ends_with("There is no such date or time."));
    CHECK(told(">DDQ<", ">DQQ<") ==
          "EnergyBusinessProcessRole is 'DQQ'; expected one of 12 codes, the nearest of which are DDQ, DDE, "
          "DDK. Did you "
          "mean DDQ: Balance supplier (power supplier)?");
    CHECK(told(">DDQ<", ">ddq<").ends_with("Write it in capital letters."));
    CHECK(told(">DDQ<", "> DDQ<").ends_with("Take out the white space around the value."));
    CHECK(told(">5d3c9b1e", ">5D3C9B1E").ends_with("Write it in lower case."));
    CHECK(told(">432<", "><") == "DocumentType is empty; expected one of 18 codes. ");
    CHECK(told("schemeAgencyIdentifier=\"9\">7070", "schemeAgencyIdentifier=\"GS1\">7070") ==
          "The attribute schemeAgencyIdentifier of Identification is 'GS1'; expected 9. ");
    CHECK(told(">7080000000012<", ">70800000000123456<") ==
          "Identification has a value that is not allowed; expected from 1 to 13 characters. ");
  }

  TEST_CASE("an attribute is told with its own place") {
    const auto findings = findings_of(replaced(end_of_supply, "\"89\"", "\"98\""));
    const auto& f = only(findings);
    CHECK(f.xpath == "/RequestEndOfSupply/ProcessEnergyContext/EnergyBusinessProcess/@listAgencyIdentifier");
    CHECK(f.line == 19);
  }

  TEST_CASE("no text of a message with personal data shows any of it") {
    const auto fixture_xml = sample_xml(XmlFixture("elhub/2.4.3", "RequestStartOfSupply").root(), 5);
    std::mt19937 random(7);
    for (int i = 0; i < 300; ++i) {
      auto xml = mutated_xml(fixture_xml, random);
      // The customer's name in every text of the message that is free.
      for (const char* name :
           {"Name", "GivenName", "FamilyName", "StreetName", "CityName", "CompleteNumber"}) {
        const std::string open = std::string(":") + name + ">";
        for (std::size_t at = 0; (at = xml.find(open, at)) != std::string::npos;) {
          at += open.size();
          if (xml[at] != '<') xml.insert(at, "Nordmannsdatter");
        }
      }
      const auto read = reader::read_by_reference(catalog(), xml, {});
      for (const auto& f : validation::check_schema(read, 1000).findings)
        CHECK((f.text.en + f.text.nb + f.advice.en + f.advice.nb).find("Nordmannsdatter") ==
              std::string::npos);
    }
  }
}

TEST_SUITE("schema stage and the validating parser") {
  TEST_CASE("what only the parser refuses makes the message invalid, in its words") {
    auto read = reader::read_by_reference(catalog(), end_of_supply, {});
    read.reference_errors.push_back(
        {{24, 5}, "/RequestEndOfSupply/PayloadMPEvent/EndOfOccurrence", "no such thing"});
    const auto result = validation::check_schema(read, 1000);
    CHECK_FALSE(result.valid.at(0));
    REQUIRE(result.findings.size() == 1);
    CHECK(result.findings[0].rule == "schema.reference");
    CHECK(result.findings[0].text.en == "The validating parser (Xerces-C++) refuses this: no such thing");
    CHECK(result.findings[0].line == 24);
    CHECK(verdict_of(result.findings) == Verdict::invalid);
  }

  TEST_CASE("what only we refuse is an error, and marked") {
    auto read = reader::read_by_reference(catalog(), replaced(end_of_supply, ">DDQ<", ">XXX<"), {});
    CHECK_FALSE(read.reference_errors.empty());
    read.reference_errors.clear();
    const auto result = validation::check_schema(read, 1000);
    CHECK_FALSE(result.valid.at(0));
    REQUIRE(result.findings.size() == 2);
    CHECK(result.findings[0].rule == "schema.bad-value");
    CHECK(result.findings[1].rule == "schema.engines-disagree");
    CHECK(result.findings[1].outcome == Outcome::undetermined);
    CHECK(verdict_of(result.findings) == Verdict::invalid);
  }

  TEST_CASE("an error around the message is not the message's") {
    auto read = reader::read_by_reference(catalog(), end_of_supply, {});
    read.reference_errors.push_back({{1, 1}, "/Envelope/Body", "wrong envelope"});
    const auto result = validation::check_schema(read, 1000);
    CHECK(result.valid.at(0));
    CHECK(result.findings.empty());
  }

  TEST_CASE("xsi:type may say what is so anyway") {
    const auto with_type = [](const char* type) {
      return replaced(end_of_supply, "<a:EnergyIndustryClassification>",
                      "<a:EnergyIndustryClassification xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
                      "xmlns:b='urn:no:elhub:emif:common:BusinessDataType:v2' xsi:type='" +
                          std::string(type) + "'>");
    };
    CHECK(findings_of(with_type("b:Elhub_EnergyIndustryClassificationType")).empty());
    CHECK(only(findings_of(with_type("b:UUIDType"))).rule == "schema.unexpected-attribute");
  }

  TEST_CASE("leap seconds, which the parser takes and the recommendation does not") {
    const auto findings = findings_of(replaced(end_of_supply, "T09:12:00", "T23:59:60"));
    CHECK(only(findings).rule == "schema.bad-value");  // that the parser takes it is of no use
  }

  TEST_CASE("JSON has no validating parser to disagree with") {
    const std::string json = R"({"RequestEndOfSupply_MarketDocument":{"mRID":"x","type":{"value":"392"}}})";
    const auto read = reader::read_by_reference(catalog(), json, {});
    REQUIRE(read.messages.size() == 1);
    const auto result = validation::check_schema(read, 1000);
    CHECK_FALSE(result.findings.empty());
    for (const auto& f : result.findings) CHECK(f.rule != "schema.engines-disagree");
  }

  TEST_CASE("the verdicts agree on the examples and on what mutation makes of them") {
    std::size_t compared = 0;
    for (const auto& file : test::by_effort(test::xml_files("examples"))) {
      const auto xml = test::file_text(file);
      std::mt19937 random(1);
      for (int i = 0; i < 8; ++i) {
        const bool changes = i > 0 && xml.size() < 100000;
        const auto read = reader::read_by_reference(catalog(), changes ? mutated_xml(xml, random) : xml, {});
        if (read.messages.size() != 1) break;  // not well-formed, or a bundle
        const auto result = validation::check_schema(read, 1000);
        INFO(file.string());
        ++compared;
        const bool ours = conformance::check_document(read.messages[0].document, 1000).empty();
        const bool theirs = read.reference_errors.empty();
        CHECK_MESSAGE(ours == theirs, to_text(read.messages[0].document,
                                              conformance::check_document(read.messages[0].document, 1000)));
        CHECK(result.valid[0] == (ours && theirs));
        if (i > 0 && !changes) break;
      }
    }
    CHECK(compared > 50);
  }

  TEST_CASE("the verdicts agree on changed messages of every kind") {
    std::size_t valid = 0;
    std::size_t invalid = 0;
    for (const auto* set : {catalog().set("elhub/2.4.3"), catalog().set("nmeg/0.1")})
      for (const auto& kind : set->messages) {
        const auto schema = catalog().schema(*set, kind);
        REQUIRE(schema.has_value());
        const std::string xml = sample_xml(*(*schema)->root(kind.root), 11);
        std::mt19937 random(static_cast<std::uint32_t>(kind.root.local.size()));
        for (int i = 0; i < 15; ++i) {
          const std::string mutant = i == 0 ? xml : mutated_xml(xml, random);
          document::ReadOptions options;
          options.profile = set->side == schema::SchemaSet::Side::cim ? set->id : "";
          const auto read = reader::read_by_reference(catalog(), mutant, options);
          if (read.messages.size() != 1) continue;  // the root itself was changed
          const auto violations = conformance::check_document(read.messages[0].document, 100);
          ++(violations.empty() ? valid : invalid);
          std::string words;
          for (const auto& error : read.reference_errors) words += error.message + "\n";
          CHECK_MESSAGE(violations.empty() == read.reference_errors.empty(), words,
                        to_text(read.messages[0].document, violations), mutant);
        }
      }
    CHECK(valid > 100);
    CHECK(invalid > 300);
  }
}
