#include "tests/hub/messages.hpp"

#include <fmt/format.h>

#include "tests/server/service.hpp"

namespace cimgate::test {
namespace {

std::string without_declaration(std::string xml) {
  if (xml.starts_with("<?xml")) xml.erase(0, xml.find("?>") + 2);
  return xml;
}

}  // namespace

std::string uuid(std::uint64_t number) {
  return fmt::format("00000000-0000-4000-8000-{:012x}", number);
}

std::string with(std::string message, const std::string& from, const std::string& to) {
  for (auto at = message.find(from); at != std::string::npos; at = message.find(from, at + to.size()))
    message.replace(at, from.size(), to);
  return message;
}

std::string start_of_supply(const std::string& id, const std::string& gsrn, bool confirm) {
  auto message = without_declaration(example("RequestStartOfSupply/valid/change-of-supplier.xml"));
  message = with(message, "c89d18c3-8461-4e1a-9a06-396fbc27ca68", id);
  message = with(message, "707057599000100316", gsrn);
  message = with(message, "7099990001015", supplier);
  message = with(message, "2026-11-17T09:14:07+01:00", "2026-06-01T08:00:00+02:00");
  message = with(message, "2026-12-07T00:00:00+01:00", "2026-06-15T00:00:00+02:00");
  if (confirm)
    message = with(
        message, "</abie:Creation>",
        "</abie:Creation><abie:RequestPositiveAcknowledgement>true</abie:RequestPositiveAcknowledgement>");
  return message;
}

std::string poll_for_data(const std::string& id, const std::string& party, const std::string& for_party) {
  const auto other = for_party.empty()
                         ? std::string()
                         : fmt::format(
                               "<abie:EnergyParty><abie:Identification schemeAgencyIdentifier=\"9\">{}"
                               "</abie:Identification></abie:EnergyParty>",
                               for_party);
  return fmt::format(
      "<rsm:PollForData xmlns:rsm=\"urn:no:elhub:emif:PollForData:v2\" "
      "xmlns:abie=\"urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2\"><rsm:Header>"
      "<abie:Identification>{0}</abie:Identification><abie:DocumentType "
      "listAgencyIdentifier=\"6\">21</abie:DocumentType>"
      "<abie:Creation>2026-06-01T08:00:00+02:00</abie:Creation>"
      "<abie:PhysicalSenderEnergyParty><abie:Identification "
      "schemeAgencyIdentifier=\"9\">{1}</abie:Identification>"
      "</abie:PhysicalSenderEnergyParty><abie:JuridicalSenderEnergyParty><abie:Identification "
      "schemeAgencyIdentifier=\"9\">{1}</abie:Identification></abie:JuridicalSenderEnergyParty>"
      "<abie:JuridicalRecipientEnergyParty><abie:Identification schemeAgencyIdentifier=\"9\">7099990000018"
      "</abie:Identification></abie:JuridicalRecipientEnergyParty></rsm:Header><rsm:ProcessEnergyContext>"
      "<abie:EnergyBusinessProcess listAgencyIdentifier=\"89\">POLL</abie:EnergyBusinessProcess>"
      "<abie:EnergyBusinessProcessRole listAgencyIdentifier=\"6\">DDQ</abie:EnergyBusinessProcessRole>"
      "<abie:EnergyIndustryClassification>23</abie:EnergyIndustryClassification></rsm:ProcessEnergyContext>"
      "<rsm:Payload>{2}</rsm:Payload></rsm:PollForData>",
      id, party, other);
}

std::string acknowledgement(const std::string& id, const std::string& party, const std::string& of,
                            const std::string& status) {
  return fmt::format(
      "<rsm:Acknowledgement xmlns:rsm=\"urn:no:elhub:emif:Acknowledgement:v2\" "
      "xmlns:abie=\"urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2\"><rsm:Header>"
      "<abie:Identification>{0}</abie:Identification><abie:DocumentType "
      "listAgencyIdentifier=\"6\">294</abie:DocumentType>"
      "<abie:Creation>2026-06-01T08:00:00+02:00</abie:Creation>"
      "<abie:PhysicalSenderEnergyParty><abie:Identification "
      "schemeAgencyIdentifier=\"9\">{1}</abie:Identification>"
      "</abie:PhysicalSenderEnergyParty><abie:JuridicalSenderEnergyParty><abie:Identification "
      "schemeAgencyIdentifier=\"9\">{1}</abie:Identification></abie:JuridicalSenderEnergyParty>"
      "<abie:JuridicalRecipientEnergyParty><abie:Identification schemeAgencyIdentifier=\"9\">7099990000018"
      "</abie:Identification></abie:JuridicalRecipientEnergyParty></rsm:Header><rsm:ProcessEnergyContext>"
      "<abie:EnergyBusinessProcess listAgencyIdentifier=\"89\">POLL</abie:EnergyBusinessProcess>"
      "<abie:EnergyBusinessProcessRole listAgencyIdentifier=\"6\">DDQ</abie:EnergyBusinessProcessRole>"
      "<abie:EnergyIndustryClassification>23</abie:EnergyIndustryClassification></rsm:ProcessEnergyContext>"
      "<rsm:PayloadResponseEvent><abie:StatusType listAgencyIdentifier=\"6\">{3}</abie:StatusType>"
      "<abie:OriginalBusinessDocumentReference>{2}</abie:OriginalBusinessDocumentReference></"
      "rsm:PayloadResponseEvent>"
      "</rsm:Acknowledgement>",
      id, party, of, status);
}

std::string enveloped(const std::string& service_ns, const std::string& wrapper, const std::string& message) {
  return fmt::format(
      "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Header/><soap:Body>"
      "<m:{0} xmlns:m=\"{1}\">{2}</m:{0}></soap:Body></soap:Envelope>",
      wrapper, service_ns, message);
}

std::string element(const std::string& xml, const std::string& name) {
  for (auto at = xml.find(name); at != std::string::npos; at = xml.find(name, at + 1)) {
    if (at == 0 || (xml[at - 1] != '<' && xml[at - 1] != ':')) continue;
    const auto open = xml.find('>', at);
    if (open == std::string::npos) return {};
    return xml.substr(open + 1, xml.find('<', open) - open - 1);
  }
  return {};
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

}  // namespace cimgate::test
