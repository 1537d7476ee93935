#include "tests/unit/document/snippets.hpp"

#include <doctest/doctest.h>

#include "gateway/reader/reference.hpp"
#include "tests/unit/document/messages.hpp"

namespace cimgate::test {
namespace {

bool holds_secret(std::string_view text) {
  return text.find(secret) != std::string_view::npos;
}

void check_finding(const Finding& finding, const source::SourceText& source) {
  INFO(finding.rule, ": ", finding.text.en);
  CHECK_FALSE(finding.text.en.empty());
  CHECK_FALSE(finding.text.nb.empty());
  CHECK(finding.text.en != finding.text.nb);
  CHECK_FALSE(finding.advice.en.empty());
  CHECK_FALSE(finding.advice.nb.empty());
  CHECK_FALSE(holds_secret(finding.text.en + finding.text.nb + finding.advice.en + finding.advice.nb));
  CHECK((finding.stage == Stage::wellformed) == finding.rule.starts_with("wellformed."));
  CHECK(finding.severity == Severity::error);
  // A finding has a place whenever there is a text to point into.
  if (!source.text().empty() && finding.rule != "schema.not-loaded") {
    CHECK(finding.line > 0);
    CHECK(finding.column > 0);
  }
}

}  // namespace

std::string start_of_supply() {
  return R"(<rsm:RequestStartOfSupply xmlns:rsm="urn:no:elhub:emif:market:RequestStartOfSupply:v2"
    xmlns:abie="urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2">
  <rsm:Header>
    <abie:Identification>6f3c2a10-0000-4000-8000-00000000c001</abie:Identification>
    <abie:DocumentType listAgencyIdentifier="6">392</abie:DocumentType>
    <abie:Creation>2026-11-21T08:15:00+01:00</abie:Creation>
    <abie:PhysicalSenderEnergyParty>
      <abie:Identification schemeAgencyIdentifier="9">7080000000005</abie:Identification>
    </abie:PhysicalSenderEnergyParty>
    <abie:JuridicalSenderEnergyParty>
      <abie:Identification schemeAgencyIdentifier="9">7080000000005</abie:Identification>
    </abie:JuridicalSenderEnergyParty>
    <abie:JuridicalRecipientEnergyParty>
      <abie:Identification schemeAgencyIdentifier="9">7080000000012</abie:Identification>
    </abie:JuridicalRecipientEnergyParty>
  </rsm:Header>
  <rsm:ProcessEnergyContext>
    <abie:EnergyBusinessProcess listAgencyIdentifier="89">BRS-NO-101</abie:EnergyBusinessProcess>
    <abie:EnergyBusinessProcessRole listAgencyIdentifier="6">DDQ</abie:EnergyBusinessProcessRole>
    <abie:EnergyIndustryClassification>23</abie:EnergyIndustryClassification>
  </rsm:ProcessEnergyContext>
  <rsm:PayloadMPEvent>
    <abie:StartOfOccurrence>2026-12-01T00:00:00+01:00</abie:StartOfOccurrence>
    <abie:MeteringPointUsedDomainLocation>
      <abie:Identification schemeAgencyIdentifier="9">707057500000000018</abie:Identification>
    </abie:MeteringPointUsedDomainLocation>
    <abie:BalanceSupplierInvolvedEnergyParty>
      <abie:Identification schemeAgencyIdentifier="9">7080000000005</abie:Identification>
    </abie:BalanceSupplierInvolvedEnergyParty>
    <abie:ConsumerInvolvedCustomerParty>
      <abie:Identification schemeAgencyIdentifier="82">974760673</abie:Identification>
      <abie:Name>Kari Hemmelig</abie:Name>
      <abie:ExtendedStorageMeteringValues>true</abie:ExtendedStorageMeteringValues>
    </abie:ConsumerInvolvedCustomerParty>
    <abie:ConsumerInvolvedCustomerAddress>
      <abie:AddressType>postaladr</abie:AddressType>
      <abie:StreetName>Kari Hemmelig vei</abie:StreetName>
      <abie:BuildingNumber>1</abie:BuildingNumber>
      <abie:Postcode>0001</abie:Postcode>
      <abie:CityName>OSLO</abie:CityName>
      <abie:CountryCode listAgencyIdentifier="5">NO</abie:CountryCode>
    </abie:ConsumerInvolvedCustomerAddress>
  </rsm:PayloadMPEvent>
</rsm:RequestStartOfSupply>)";
}

std::string change_of_supplier(std::string_view process) {
  return R"(<cim:RequestChangeOfSupplier_MarketDocument xmlns:cim="urn:ediel.org:structure:requestchangeofsupplier:0:1">
  <cim:mRID>document-1</cim:mRID>
  <cim:type>392</cim:type>
  <cim:process.processType>)" +
         std::string(process) + R"(</cim:process.processType>
  <cim:businessSector.type>23</cim:businessSector.type>
  <cim:sender_MarketParticipant.mRID codingScheme="A10">7080000000005</cim:sender_MarketParticipant.mRID>
  <cim:sender_MarketParticipant.marketRole.type>DDQ</cim:sender_MarketParticipant.marketRole.type>
  <cim:receiver_MarketParticipant.mRID codingScheme="A10">7080000000012</cim:receiver_MarketParticipant.mRID>
  <cim:receiver_MarketParticipant.marketRole.type>DDZ</cim:receiver_MarketParticipant.marketRole.type>
  <cim:createdDateTime>2026-11-21T07:15:00Z</cim:createdDateTime>
  <cim:MktActivityRecord>
    <cim:mRID>record-1</cim:mRID>
    <cim:marketEvaluationPoint.mRID codingScheme="A10">707057500000000018</cim:marketEvaluationPoint.mRID>
    <cim:marketEvaluationPoint.energySupplier_MarketParticipant.mRID codingScheme="A10">7080000000005</cim:marketEvaluationPoint.energySupplier_MarketParticipant.mRID>
    <cim:start_DateAndOrTime.dateTime>2026-11-30T23:00:00Z</cim:start_DateAndOrTime.dateTime>
  </cim:MktActivityRecord>
</cim:RequestChangeOfSupplier_MarketDocument>)";
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  return text.replace(at, from.size(), to);
}

document::ReadResult read_text(std::string_view bytes, const document::ReadOptions& options) {
  auto result = reader::read_by_reference(catalog(), bytes, options);
  for (const auto& finding : result.findings) check_finding(finding, result.source);
  for (const auto& error : result.reference_errors) CHECK_FALSE(holds_secret(error.message));
  return result;
}

}  // namespace cimgate::test
