#include "gateway/elhub/emif_client/polling.hpp"

#include <fmt/format.h>

#include "gateway/text/escape.hpp"

namespace cimgate::emif_client {
namespace {

/// SLR and BSL are Elhub's own, all others ebIX's (BIM 2.4.3; rule 7 of BRS-NO-324).
std::string_view agency_of(std::string_view role) {
  return role == "SLR" || role == "BSL" ? "89" : "6";
}

std::string head(const Asker& asker, std::string_view message, const std::string& id, const std::string& at) {
  const auto party = [](std::string_view name, const std::string& gln) {
    return fmt::format(
        "<abie:{0}><abie:Identification schemeAgencyIdentifier=\"9\">{1}</abie:Identification></abie:{0}>",
        name, text::xml_text(gln));
  };
  return fmt::format(
      "<rsm:{0} xmlns:rsm=\"urn:no:elhub:emif:{0}:v2\" "
      "xmlns:abie=\"urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2\"><rsm:Header>"
      "<abie:Identification>{1}</abie:Identification>"
      "<abie:DocumentType listAgencyIdentifier=\"6\">21</abie:DocumentType><abie:Creation>{2}</abie:Creation>"
      "{3}{4}{5}</rsm:Header><rsm:ProcessEnergyContext>"
      "<abie:EnergyBusinessProcess listAgencyIdentifier=\"89\">POLL</abie:EnergyBusinessProcess>"
      "<abie:EnergyBusinessProcessRole listAgencyIdentifier=\"{6}\">{7}</abie:EnergyBusinessProcessRole>"
      "<abie:EnergyIndustryClassification>23</abie:EnergyIndustryClassification></rsm:ProcessEnergyContext>",
      message, id, at, party("PhysicalSenderEnergyParty", asker.physical_sender),
      party("JuridicalSenderEnergyParty", asker.party),
      party("JuridicalRecipientEnergyParty", asker.recipient), agency_of(asker.role),
      text::xml_text(asker.role));
}

}  // namespace

std::string poll_message(const Asker& asker, const std::string& id, const std::string& at) {
  return head(asker, "PollForData", id, at) +
         fmt::format(
             "<rsm:Payload><abie:EnergyParty><abie:Identification schemeAgencyIdentifier=\"9\">{}"
             "</abie:Identification></abie:EnergyParty><abie:EnergyBusinessProcessRole "
             "listAgencyIdentifier=\"{}\">{}</abie:EnergyBusinessProcessRole></rsm:Payload></"
             "rsm:PollForData>",
             text::xml_text(asker.party), agency_of(asker.role), text::xml_text(asker.role));
}

std::string receipt_message(const Asker& asker, const std::string& id, const std::string& at,
                            const std::string& result_set) {
  return head(asker, "Acknowledgement", id, at) +
         fmt::format(
             "<rsm:PayloadResponseEvent><abie:StatusType listAgencyIdentifier=\"6\">39</abie:StatusType>"
             "<abie:OriginalBusinessDocumentReference>{}</abie:OriginalBusinessDocumentReference>"
             "</rsm:PayloadResponseEvent></rsm:Acknowledgement>",
             text::xml_text(result_set));
}

}  // namespace cimgate::emif_client
