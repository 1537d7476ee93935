#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "../models/files.hpp"
#include "validators.hpp"

using namespace cimgate;
using test::example;
using test::with;
namespace fs = std::filesystem;

namespace {

fs::path xsd_folder() {
  return test::source_folder() / "xsd";
}

fs::path elhub_schema(std::string_view message) {
  const std::string file = std::string(message) + ".xsd";
  for (const auto& entry : fs::recursive_directory_iterator(xsd_folder() / "elhub/bim"))
    if (entry.path().filename() == file) return entry.path();
  return {};
}

/// The schema file is named after the namespace.
fs::path cim_schema(const char* profile, const std::string& xml) {
  const auto start = xml.find("xmlns:cim=\"") + 11;
  std::string name = xml.substr(start, xml.find('"', start) - start);
  std::ranges::replace(name, ':', '-');
  std::ranges::replace(name, '.', '-');
  return xsd_folder() / profile / (name + ".xsd");
}

void check_verdict(const fs::path& schema, const std::string& xml, bool valid) {
  REQUIRE_FALSE(xml.empty());
  CAPTURE(valid);
  const auto libxml2 = test::check_with_libxml2(schema, xml);
  const auto xerces = test::check_with_xerces(schema, xml);
  CHECK_MESSAGE(libxml2.empty() == valid, "libxml2: " << libxml2);
  CHECK_MESSAGE(xerces.empty() == valid, "Xerces: " << xerces);
}

/// One change to an example, and whether the result is valid.
struct Change {
  const char* what;
  const char* message;
  const char* from;
  const char* to;
  bool valid;
};

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

/// The codes of Elhub in the examples, replaced by codes that both profiles know.
std::string with_standard_codes(std::string xml) {
  constexpr std::string_view codes[][2] = {{">BRS-NO-101<", ">E03<"}, {">BRS-NO-111<", ">E05<"},
                                           {">BRS-NO-301<", ">E34<"}, {">BRS-NO-314<", ">D25<"},
                                           {">postaladr<", ">D01<"},  {">Z01<", ">E01<"},
                                           {">Z04<", ">B01<"}};
  for (const auto& [elhub, standard] : codes) xml = replace_all(xml, elhub, standard);
  return xml;
}

/// The text from the start of the only `element` to its end, twice.
std::string twice(const std::string& xml, const std::string& element) {
  const auto start = xml.find("<" + element);
  const std::string end_tag = "</" + element + ">";
  const auto end = xml.find(end_tag);
  if (start == std::string::npos || end == std::string::npos) return {};
  const std::string text = xml.substr(start, end + end_tag.size() - start);
  return std::string(xml).insert(start, text);
}

std::string service_message(const char* service, const std::string& name, const std::string& content,
                            const std::string& attributes = "") {
  return "<s:" + name + " xmlns:s='urn:no:elhub:emif:wsdl:" + service +
         ":v2' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' " + attributes + ">" + content +
         "</s:" + name + ">";
}

}  // namespace

TEST_CASE("the examples are valid") {
  for (const auto& entry : fs::directory_iterator(test::source_folder() / "tests/models/examples/ebix")) {
    CAPTURE(entry.path().string());
    check_verdict(elhub_schema(entry.path().stem().string()), test::read_file(entry.path()), true);
  }
  for (const auto& entry : fs::directory_iterator(test::source_folder() / "tests/models/examples/cim")) {
    CAPTURE(entry.path().string());
    const std::string xml = test::read_file(entry.path());
    check_verdict(cim_schema("no", xml), xml, true);
  }
}

TEST_CASE("Elhub messages: what is valid and what is not") {
  const Change changes[] = {
      // fixed values and booleans
      {"an empty Withdrawn is true", "CollectedData", "<abie:Withdrawn>true</abie:Withdrawn>",
       "<abie:Withdrawn/>", true},
      {"Withdrawn cannot be false", "CollectedData", "<abie:Withdrawn>true<", "<abie:Withdrawn>false<",
       false},
      {"1 is not a boolean", "RequestStartOfSupply", "<abie:moveInToSLR>false<", "<abie:moveInToSLR>1<",
       false},
      {"0 is not a boolean", "RequestStartOfSupply", "<abie:moveInToSLR>false<", "<abie:moveInToSLR>0<",
       false},
      {"an empty boolean without fixed value", "RequestStartOfSupply", "<abie:moveInToSLR>false<",
       "<abie:moveInToSLR><", false},
      {"an end user may only ask for longer storage", "UpdateThirdPartyAccess",
       "<abie:ExtendedStorageMeteringValues>true<", "<abie:ExtendedStorageMeteringValues>false<", false},
      {"ImbalanceSettlement is true or absent", "NotifyValidatedDataForBillingEnergy",
       "ImbalanceSettlement=\"true\"", "ImbalanceSettlement=\"false\"", false},
      {"ImbalanceSettlement may be absent", "NotifyValidatedDataForBillingEnergy",
       " ImbalanceSettlement=\"true\"", "", true},
      // uniqueness
      {"a sequence number twice", "CollectedData", "Sequence=\"2\"", "Sequence=\"1\"", false},
      {"a sequence number twice, spelt differently", "CollectedData", "Sequence=\"2\"", "Sequence=\"01\"",
       false},
      {"validated values may repeat a sequence number", "NotifyValidatedDataForBillingEnergy",
       "Sequence=\"2\"", "Sequence=\"1\"", true},
      {"the identity of a series twice", "CollectedData", "000000000003<", "000000000002<", false},
      {"validated values may repeat an identity", "NotifyValidatedDataForBillingEnergy", "000000000004<",
       "000000000002<", true},
      {"sequence number 0", "CollectedData", "Sequence=\"2\"", "Sequence=\"0\"", true},
      {"sequence number 10000", "CollectedData", "Sequence=\"2\"", "Sequence=\"10000\"", false},
      // choices
      {"two kinds of value at once", "CollectedData", "<abie:Observation Sequence=\"1\">",
       "<abie:Observation Sequence=\"1\"><abie:Metered>1</abie:Metered>", false},
      {"a measured and an estimated value", "CollectedData", "<abie:Observation Sequence=\"3\">",
       "<abie:Observation Sequence=\"3\"><abie:Metered>1</abie:Metered>", false},
      {"a calculated value is not collected", "CollectedData",
       "<abie:Observation Sequence=\"1\">\n      <abie:Metered>17.250</abie:Metered>",
       "<abie:Observation Sequence=\"1\">\n      <abie:Calculated>17.250</abie:Calculated>", false},
      {"an observation without value", "CollectedData",
       "<abie:Observation Sequence=\"1\">\n      <abie:Metered>17.250</abie:Metered>",
       "<abie:Observation Sequence=\"1\">", false},
      {"an index is not notified", "NotifyValidatedDataForBillingEnergy",
       "<abie:Withdrawn>true</abie:Withdrawn>",
       "<abie:MeterIndex MeterReadReasonCode=\"1\">5</abie:MeterIndex>", false},
      {"interval values and a period volume at once", "CollectedData", "<abie:Observation Sequence=\"1\">",
       "<abie:ProfiledObservation><abie:Withdrawn/></abie:ProfiledObservation><abie:Observation "
       "Sequence=\"1\">",
       false},
      {"neither values nor annual volume", "RequestCollectedData",
       "<abie:ReminderType>IV</abie:ReminderType>", "", false},
      // times
      {"three decimals of a second", "RequestStartOfSupply", "<abie:StartOfOccurrence>2026-01-31T23:00:00Z",
       "<abie:StartOfOccurrence>2026-01-31T23:00:00.000Z", true},
      {"four decimals of a second", "RequestStartOfSupply", "<abie:StartOfOccurrence>2026-01-31T23:00:00Z",
       "<abie:StartOfOccurrence>2026-01-31T23:00:00.0000Z", false},
      {"ten decimals of a second in Creation", "PollForData", "15.123456789+", "15.1234567890+", false},
      {"no decimals in Creation", "PollForData", "15.123456789+", "15+", true},
      {"an offset", "RequestStartOfSupply", "<abie:StartOfOccurrence>2026-01-31T23:00:00Z",
       "<abie:StartOfOccurrence>2026-02-01T00:00:00+01:00", true},
      {"no time zone", "RequestStartOfSupply", "<abie:StartOfOccurrence>2026-01-31T23:00:00Z",
       "<abie:StartOfOccurrence>2026-01-31T23:00:00", false},
      {"year 0999", "RequestStartOfSupply", "<abie:StartOfOccurrence>2026-01-31T23:00:00Z",
       "<abie:StartOfOccurrence>0999-01-31T23:00:00Z", false},
      {"29 February of a common year", "RequestStartOfSupply", "<abie:StartOfOccurrence>2026-01-31T23:00:00Z",
       "<abie:StartOfOccurrence>2026-02-29T23:00:00Z", false},
      {"a date", "RequestStartOfSupply", "<abie:StartOfOccurrence>2026-01-31T23:00:00Z",
       "<abie:StartOfOccurrence>2026-01-31Z", false},
      // identities
      {"an upper-case UUID", "RequestStartOfSupply", "<abie:ConsentID>5f0c2a4e", "<abie:ConsentID>5F0C2A4E",
       false},
      {"a metering point of 17 digits", "RequestStartOfSupply", ">707057599000000012<", ">70705759900000001<",
       false},
      {"a wrong check digit is not seen", "RequestStartOfSupply", ">707057599000000012<",
       ">707057599000000013<", true},
      {"an end user of 12 characters", "RequestUpfrontMeteringPointCharacteristics", ">999999018<",
       ">999999018000<", false},
      {"a scheme that is not allowed", "RequestStartOfSupply", "schemeAgencyIdentifier=\"82\"",
       "schemeAgencyIdentifier=\"9\"", false},
      // numbers
      {"four decimals in a quantity", "CollectedData", "Sequence=\"1\">\n      <abie:Metered>17.250<",
       "Sequence=\"1\">\n      <abie:Metered>17.2501<", false},
      {"a fourth decimal that is zero", "CollectedData", "Sequence=\"1\">\n      <abie:Metered>17.250<",
       "Sequence=\"1\">\n      <abie:Metered>17.2500<", true},
      {"the largest quantity", "CollectedData", "Sequence=\"1\">\n      <abie:Metered>17.250<",
       "Sequence=\"1\">\n      <abie:Metered>999999999999.999<", true},
      {"too large a quantity", "CollectedData", "Sequence=\"1\">\n      <abie:Metered>17.250<",
       "Sequence=\"1\">\n      <abie:Metered>1000000000000<", false},
      {"a negative interval value", "CollectedData", "Sequence=\"1\">\n      <abie:Metered>17.250<",
       "Sequence=\"1\">\n      <abie:Metered>-17.250<", false},
      {"a negative period volume", "CollectedData", "<abie:Metered MeterReadReasonCode=\"1\">118.25<",
       "<abie:Metered MeterReadReasonCode=\"1\">-118.25<", true},
      {"a negative index", "CollectedData", "<abie:MeterIndex MeterReadReasonCode=\"1\">17.250<",
       "<abie:MeterIndex MeterReadReasonCode=\"1\">-1<", false},
      {"a decimal comma", "CollectedData", "<abie:Metered MeterReadReasonCode=\"1\">118.25<",
       "<abie:Metered MeterReadReasonCode=\"1\">118,25<", false},
      {"an amount with three decimals", "PriceVolumeCombinationForReconciliation",
       "Sequence=\"2\">\n      <abie:BalanceVolume>118.25</abie:BalanceVolume>\n      "
       "<abie:BalanceAmount>-94.10<",
       "Sequence=\"2\">\n      <abie:BalanceVolume>118.25</abie:BalanceVolume>\n      "
       "<abie:BalanceAmount>-94.101<",
       false},
      {"an annual volume of 13 digits", "CollectedData", "<abie:Total>12000<", "<abie:Total>1000000000000<",
       false},
      {"a latitude with six decimals", "NotifyStartOfSupply", ">59.91387<", ">59.913871<", false},
      {"an electricity tax above 100", "NotifyStartOfSupply", ">7.13<", ">100.01<", false},
      // texts and codes
      {"an empty text", "RequestToElhub", "<abie:Subject>Spørsmål om måler<", "<abie:Subject><", false},
      {"a text that is one too long", "RequestToElhub", "Spørsmål om måler",
       "1234567890123456789012345678901234567890x", false},
      {"a long text of Norwegian letters", "RequestToElhub", "Spørsmål om måler",
       "ææææææææææøøøøøøøøøøååååååååååÆÆÆÆÆÆÆÆÆÆ", true},
      {"white space around a reason", "RejectStartOfSupply", ">EH095<", "> EH095 <", true},
      {"white space around another code", "RejectStartOfSupply", ">BRS-NO-102<", "> BRS-NO-102 <", false},
      {"a reason that does not exist", "RejectStartOfSupply", ">EH095<", ">EH141<", false},
      {"a list owner that is not allowed", "RejectStartOfSupply",
       "<abie:EnergyBusinessProcess listAgencyIdentifier=\"89\">",
       "<abie:EnergyBusinessProcess listAgencyIdentifier=\"260\">", false},
      {"no list owner", "RejectStartOfSupply", "<abie:EnergyBusinessProcess listAgencyIdentifier=\"89\">",
       "<abie:EnergyBusinessProcess>", false},
      {"an attribute that does not exist", "RejectStartOfSupply", "<rsm:Header>",
       "<rsm:Header version=\"1\">", false},
      {"a country that does not exist", "NotifyStartOfSupply", "<abie:MeterLocation>Kjeller",
       "<abie:MeterLocation/><abie:MeterLocation>Kjeller", false},
      // structure
      {"a misspelt element", "NotifySharedProduction",
       "<abie:EndOfOccurrence>2026-06-30T22:00:00Z</abie:EndOfOccurrence>",
       "<abie:EndOfOccurence>2026-06-30T22:00:00Z</abie:EndOfOccurence>", false},
      {"an element in the wrong namespace", "PollForData",
       "<abie:EnergyIndustryClassification>23</abie:EnergyIndustryClassification>",
       "<rsm:EnergyIndustryClassification>23</rsm:EnergyIndustryClassification>", false},
      {"elements in the wrong order", "RejectStartOfSupply", "<rsm:Header>",
       "<rsm:ProcessEnergyContext/><rsm:Header>", false},
      {"text between elements", "PollForData", "<rsm:Payload>", "<rsm:Payload>text", false},
      {"an empty payload of a poll", "PollForData", "<rsm:Payload>", "<rsm:Payload/><rsm:Payload>", false},
      {"a comment", "PollForData", "<rsm:Payload>", "<rsm:Payload><!-- here -->", true},
  };
  for (const Change& change : changes) {
    CAPTURE(std::string(change.what));
    check_verdict(elhub_schema(change.message), with(example("ebix", change.message), change.from, change.to),
                  change.valid);
  }
}

TEST_CASE("libxml2 compares a fixed value with the text as it is written, Xerces by value") {
  const std::string xml =
      with(example("ebix", "CollectedData"), "<abie:Withdrawn>true<", "<abie:Withdrawn> true <");
  REQUIRE_FALSE(xml.empty());
  CHECK(test::check_with_libxml2(elhub_schema("CollectedData"), xml) != "");  // valid by the standard
  CHECK(test::check_with_xerces(elhub_schema("CollectedData"), xml) == "");
}

TEST_CASE("how often a payload may come") {
  struct Case {
    const char* message;
    const char* payload;
    bool valid;
  };
  const Case cases[] = {
      {"NotifyMeteringPointCharacteristics", "rsm:PayloadMasterdataMPEvent", true},
      {"ResponseUpfrontMeteringPointCharacteristics", "rsm:PayloadMasterDataMPEvent", true},
      {"RequestUpdateMasterDataMeteringPoint", "rsm:PayloadMasterDataMPEvent",
       false},  // the same Identification twice
      {"RequestStartOfSupply", "rsm:PayloadMPEvent", false},
      {"NotifyCustomerInformation", "rsm:PayloadMasterDataMPEvent", false},
      {"Acknowledgement", "rsm:PayloadResponseEvent", false},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.message));
    check_verdict(elhub_schema(c.message), twice(example("ebix", c.message), c.payload), c.valid);
  }
  // Payloads that are not identified are not compared.
  const std::string anonymous =
      with(example("ebix", "RequestUpdateMasterDataMeteringPoint"),
           "<abie:Identification>5f0c2a4e-7d31-4b86-9c15-000000000002</abie:Identification>", "");
  check_verdict(elhub_schema("RequestUpdateMasterDataMeteringPoint"),
                twice(anonymous, "rsm:PayloadMasterDataMPEvent"), true);
}

TEST_CASE("CIM documents: what is valid and what is not, in either profile") {
  const Change changes[] = {
      {"an empty type has its default", "RequestChangeOfSupplier", "<cim:type>392</cim:type>", "<cim:type/>",
       true},
      {"the default is not a check", "RequestChangeOfSupplier", "<cim:type>392<", "<cim:type>E66<", true},
      {"a type that does not exist", "RequestChangeOfSupplier", "<cim:type>392<", "<cim:type>ZZZ<", false},
      {"an empty identity", "RequestChangeOfSupplier", "<cim:mRID>5f0c2a4e-7d31-4b86-9c15-000000000001<",
       "<cim:mRID><", true},
      {"a party of 17 characters", "RequestChangeOfSupplier", ">7080009000020<", ">70800090000201234<",
       false},
      {"a party without coding scheme", "RequestChangeOfSupplier",
       "<cim:receiver_MarketParticipant.mRID codingScheme=\"A10\">", "<cim:receiver_MarketParticipant.mRID>",
       false},
      {"coding scheme 9", "RequestChangeOfSupplier",
       "<cim:receiver_MarketParticipant.mRID codingScheme=\"A10\">",
       "<cim:receiver_MarketParticipant.mRID codingScheme=\"9\">", true},
      {"coding scheme 305", "RequestChangeOfSupplier",
       "<cim:receiver_MarketParticipant.mRID codingScheme=\"A10\">",
       "<cim:receiver_MarketParticipant.mRID codingScheme=\"305\">", false},
      {"no sender", "RequestChangeOfSupplier",
       "<cim:sender_MarketParticipant.mRID "
       "codingScheme=\"A10\">7080009000013</cim:sender_MarketParticipant.mRID>",
       "", false},
      {"no sender of a cancellation", "RequestCancellation",
       "<cim:sender_MarketParticipant.mRID "
       "codingScheme=\"A10\">7080009000013</cim:sender_MarketParticipant.mRID>",
       "", true},
      {"no sender of a reminder", "ReminderOfMissingMeasureData",
       "<cim:sender_MarketParticipant.mRID "
       "codingScheme=\"A10\">7080009000013</cim:sender_MarketParticipant.mRID>",
       "", true},
      {"no time zone is needed", "RequestChangeOfSupplier",
       "<cim:createdDateTime>2026-02-01T05:30:15.123456789Z<", "<cim:createdDateTime>2026-02-01T05:30:15<",
       true},
      {"a placeholder code", "NotifyAggregatedMeasureData", "<cim:process.processType>D04<",
       "<cim:process.processType>A01<", true},
      {"elements in the wrong order", "RequestChangeOfSupplier",
       "<cim:type>392</cim:type>\n  <cim:process.processType>E03</cim:process.processType>",
       "<cim:process.processType>E03</cim:process.processType><cim:type>392</cim:type>", false},
  };
  for (const char* profile : {"cim", "no"}) {
    CAPTURE(std::string(profile));
    for (const Change& change : changes) {
      CAPTURE(std::string(change.what));
      const std::string xml = with_standard_codes(example("cim", change.message));
      check_verdict(cim_schema(profile, xml), with(xml, change.from, change.to), change.valid);
    }
  }
}

TEST_CASE("series: what is valid and what is not") {
  const std::string measure = example("cim", "NotifyValidatedMeasureData");
  const std::string first = measure.substr(0, measure.find("</cim:Series>") + 13) +
                            "\n</cim:NotifyValidatedMeasureData_MarketDocument>";
  struct Case {
    const char* what;
    const char* from;
    const char* to;
    bool valid;
  };
  const Case cases[] = {
      {"nothing changed", "<cim:quality>", "<cim:quality>", true},
      {"seconds in an interval", "<cim:start>2026-01-31T23:00Z<", "<cim:start>2026-01-31T23:00:00Z<", false},
      {"an offset in an interval", "<cim:start>2026-01-31T23:00Z<", "<cim:start>2026-02-01T00:00+01:00<",
       false},
      {"29 February 2024", "<cim:start>2026-01-31T23:00Z<", "<cim:start>2024-02-29T23:00Z<", true},
      {"29 February 2026", "<cim:start>2026-01-31T23:00Z<", "<cim:start>2026-02-29T23:00Z<", false},
      {"31 April", "<cim:start>2026-01-31T23:00Z<", "<cim:start>2026-04-31T23:00Z<", false},
      {"position 0", "<cim:position>1<", "<cim:position>0<", false},
      {"position 999999", "<cim:position>1<", "<cim:position>999999<", true},
      {"position 1000000", "<cim:position>1<", "<cim:position>1000000<", false},
      {"any number of decimals", "<cim:position>1</cim:position>\n        <cim:quantity>17.250<",
       "<cim:position>1</cim:position>\n        <cim:quantity>17.25012345678901<", true},
      {"any product", ">8716867000030<", ">whatever<", true},
      {"the unit of Elhub", ">KWH<", ">kWh<", false},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.what));
    std::string xml = first;
    if (std::string(c.what) != "nothing changed") xml = with(first, c.from, c.to);
    check_verdict(cim_schema("no", xml), xml, c.valid);
  }
}

TEST_CASE("how many series and records a document needs") {
  const auto without_series = [](const char* name) {
    const std::string xml = example("cim", name);
    const std::string end = "</cim:Series>";
    const auto start = xml.find("<cim:Series>");
    return std::string(xml).erase(start, xml.rfind(end) + end.size() - start);
  };
  for (const auto& [name, valid] :
       {std::pair{"NotifyValidatedMeasureData", true}, std::pair{"NotifyWholesaleServices", true},
        std::pair{"NotifyAggregatedMeasureData", false}, std::pair{"RequestValidatedMeasureData", false},
        std::pair{"ReminderOfMissingMeasureData", false}}) {
    CAPTURE(std::string(name));
    const std::string xml = without_series(name);
    check_verdict(cim_schema("no", xml), xml, valid);
  }
}

TEST_CASE("the misspelt name is the name") {
  const std::string xml = example("cim", "CharacteristicsOfACustomerAtAnAP");
  check_verdict(cim_schema("no", xml), replace_all(xml, "eletricalHeating", "electricalHeating"), false);
}

TEST_CASE("an address and a current") {
  const std::string point = example("cim", "RequestChangeAccountingPointCharacteristics");
  const fs::path schema = cim_schema("no", point);
  const auto all = [&point](std::string_view from, std::string_view to) {
    return point.find(from) == std::string::npos ? std::string() : replace_all(point, from, to);
  };
  check_verdict(schema, all("<cim:country>NO<", "<cim:country>no<"), false);
  check_verdict(schema, all("<cim:country>NO<", "<cim:country>NOR<"), false);
  check_verdict(schema, all("<cim:country>NO<", "<cim:country>ZZ<"), true);
  check_verdict(schema, all("unit=\"AMP\">63<", "unit=\"KVT\">63<"), false);
  check_verdict(schema, all("unit=\"AMP\">63<", "unit=\"AMP\">sixty-three<"), true);
  check_verdict(schema, all("<cim:asset_MktPSRType.psrType>Z04<", "<cim:asset_MktPSRType.psrType>A15<"),
                false);
}

TEST_CASE("codes of Elhub are valid in the Norwegian profile only") {
  struct Case {
    const char* document;
    const char* element;
    const char* code;
  };
  const Case cases[] = {
      {"RequestChangeOfSupplier", "cim:process.processType", "BRS-NO-101"},
      {"RequestChangeOfSupplier", "cim:sender_MarketParticipant.marketRole.type", "SLR"},
      {"RequestChangeOfSupplier", "cim:type", "E02"},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.code));
    std::string xml = with(example("cim", c.document), "<cim:process.processType>BRS-NO-101<",
                           "<cim:process.processType>E03<");
    check_verdict(cim_schema("cim", xml), xml, true);
    const std::string start = "<" + std::string(c.element) + ">";
    const auto from = xml.find(start) + start.size();
    xml.replace(from, xml.find('<', from) - from, c.code);
    check_verdict(cim_schema("cim", xml), xml, false);
    check_verdict(cim_schema("no", xml), xml, true);
  }
}

TEST_CASE("messages of the web services") {
  const fs::path folder = xsd_folder() / "elhub/wsdl/xsd";
  const std::string poll = "polling:marketprocesses";
  const std::string metering = "polling:meteringvalues";
  const auto identified = [](const std::string& content) {
    return "<s:Identification>5f0c2a4e-7d31-4b86-9c15-000000000001</s:Identification><s:ResultDataSet>" +
           content + "</s:ResultDataSet>";
  };
  const std::string acknowledgement = example("ebix", "Acknowledgement");
  const std::string values = example("ebix", "NotifyValidatedDataForBillingEnergy");
  const std::string nil = "xsi:nil='true'";

  struct Case {
    const char* what;
    const char* file;
    std::string xml;
    bool valid;
  };
  const std::string fault =
      "<s:CodeGroup>XSD</s:CodeGroup><s:Description>d</"
      "s:Description><s:ExceptionDateTime>2026-02-01T05:30:15Z</s:ExceptionDateTime>";
  const Case cases[] = {
      {"an empty queue", "PollMarketProcesses.xsd",
       service_message(poll.c_str(), "PollForDataResponse", "", nil), true},
      {"an empty queue, metering", "PollMeteringValues.xsd",
       service_message(metering.c_str(), "PollForDataResponse", "", nil), true},
      {"an empty answer that is not nil", "PollMarketProcesses.xsd",
       service_message(poll.c_str(), "PollForDataResponse", ""), false},
      {"nil with content", "PollMarketProcesses.xsd",
       service_message(poll.c_str(), "PollForDataResponse", identified(acknowledgement), nil), false},
      {"two messages", "PollMeteringValues.xsd",
       service_message(metering.c_str(), "PollForDataResponse", identified(acknowledgement + values)), true},
      {"no message", "PollMeteringValues.xsd",
       service_message(metering.c_str(), "PollForDataResponse", identified("")), false},
      {"a message of the other queue", "PollMarketProcesses.xsd",
       service_message(poll.c_str(), "PollForDataResponse", identified(values)), false},
      {"a poll is not nillable", "PollMarketProcesses.xsd",
       service_message(poll.c_str(), "PollForDataRequest", "", nil), false},
      {"a request", "MarketProcesses.xsd",
       service_message("marketprocesses", "RequestStartOfSupplyRequest",
                       example("ebix", "RequestStartOfSupply")),
       true},
      {"a request of another kind", "MarketProcesses.xsd",
       service_message("marketprocesses", "RequestStartOfSupplyRequest",
                       example("ebix", "RequestEndOfSupply")),
       false},
      {"a look-up is answered with a rejection", "Query.xsd",
       service_message("query", "RequestUpfrontMeteringPointCharacteristicsResponse", acknowledgement), true},
      {"a look-up is answered once", "Query.xsd",
       service_message("query", "RequestUpfrontMeteringPointCharacteristicsResponse",
                       acknowledgement + acknowledgement),
       false},
      {"collected values in their own namespace", "MeteringValues.xsd",
       service_message("meteringvalues", "CollectedDataRequest", example("ebix", "CollectedData")), false},
      {"a fault", "common.xsd", service_message("common", "ElhubSOAPFault", fault), true},
      {"a fault with text", "common.xsd",
       service_message("common", "ElhubSOAPFault", fault + "<s:FaultText>t</s:FaultText>"), true},
      {"a fault with empty text", "common.xsd",
       service_message("common", "ElhubSOAPFault", fault + "<s:FaultText/>"), false},
      {"a fault of an unknown group", "common.xsd",
       service_message("common", "ElhubSOAPFault", with(fault, ">XSD<", ">XML<")), false},
      {"a fault without time zone", "common.xsd",
       service_message("common", "ElhubSOAPFault", with(fault, "15Z", "15")), false},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.what));
    check_verdict(folder / c.file, c.xml, c.valid);
  }

  // The wrapper of collected values has an element of its own, in the namespace of the service.
  std::string own = example("ebix", "CollectedData");
  own = own.substr(own.find('>') + 1);
  own =
      "<s:CollectedData xmlns:rsm='urn:no:elhub:emif:metering:CollectedData:v2' "
      "xmlns:abie='urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2'>" +
      own.substr(0, own.rfind("</rsm:CollectedData>")) + "</s:CollectedData>";
  check_verdict(folder / "MeteringValues.xsd", service_message("meteringvalues", "CollectedDataRequest", own),
                true);
}
