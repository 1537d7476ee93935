#include "cimgate/cim_model/document.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "cimgate/model_xml/binding.hpp"

namespace cimgate::cim {

std::span<const model::SchemaFile> embedded_schemas();
std::span<const model::SchemaFile> embedded_norwegian_codes();

namespace {

// In the order of the alternatives of Document.
constexpr std::array<RootName, std::variant_size_v<Document>> roots = {{
    {"urn:ediel.org:structure:accountingpointcharacteristics:0:1",
     "AccountingPointCharacteristics_MarketDocument"},
    {"urn:ediel.org:general:acknowledgement:0:1", "Acknowledgement_MarketDocument"},
    {"urn:ediel.org:structure:characteristicsofacustomeratanap:0:1",
     "CharacteristicsOfACustomerAtAnAP_MarketDocument"},
    {"urn:ediel.org:structure:confirmrequestcancellation:0:1", "ConfirmRequestCancellation_MarketDocument"},
    {"urn:ediel.org:structure:confirmrequestchangeaccountingpointcharacteristics:0:1",
     "ConfirmRequestChangeAccountingPointCharacteristics_MarketDocument"},
    {"urn:ediel.org:structure:confirmrequestchangecustomercharacteristics:0:1",
     "ConfirmRequestChangeCustomerCharacteristics_MarketDocument"},
    {"urn:ediel.org:structure:confirmrequestchangeofsupplier:0:1",
     "ConfirmRequestChangeOfSupplier_MarketDocument"},
    {"urn:ediel.org:structure:confirmrequestendofsupply:0:1", "ConfirmRequestEndOfSupply_MarketDocument"},
    {"urn:ediel.org:structure:genericnotification:0:1", "GenericNotification_MarketDocument"},
    {"urn:ediel.org:measure:notifyaggregatedmeasuredata:0:1", "NotifyAggregatedMeasureData_MarketDocument"},
    {"urn:ediel.org:structure:notifycancellation:0:1", "NotifyCancellation_MarketDocument"},
    {"urn:ediel.org:measure:notifyvalidatedmeasuredata:0:1", "NotifyValidatedMeasureData_MarketDocument"},
    {"urn:ediel.org:measure:notifywholesaleservices:0:1", "NotifyWholesaleServices_MarketDocument"},
    {"urn:ediel.org:structure:rejectrequestaccountingpointcharacteristics:0:1",
     "RejectRequestAccountingPointCharacteristics_MarketDocument"},
    {"urn:ediel.org:measure:rejectrequestaggregatedmeasuredata:0:1",
     "RejectRequestAggregatedMeasureData_MarketDocument"},
    {"urn:ediel.org:structure:rejectrequestcancellation:0:1", "RejectRequestCancellation_MarketDocument"},
    {"urn:ediel.org:structure:rejectrequestchangeaccountingpointcharacteristics:0:1",
     "RejectRequestChangeAccountingPointCharacteristics_MarketDocument"},
    {"urn:ediel.org:structure:rejectrequestchangecustomercharacteristics:0:1",
     "RejectRequestChangeCustomerCharacteristics_MarketDocument"},
    {"urn:ediel.org:structure:rejectrequestchangeofsupplier:0:1",
     "RejectRequestChangeOfSupplier_MarketDocument"},
    {"urn:ediel.org:structure:rejectrequestendofsupply:0:1", "RejectRequestEndOfSupply_MarketDocument"},
    {"urn:ediel.org:measure:rejectrequestforreminders:0:1", "RejectRequestForReminders_MarketDocument"},
    {"urn:ediel.org:measure:rejectrequestvalidatedmeasuredata:0:1",
     "RejectRequestValidatedMeasureData_MarketDocument"},
    {"urn:ediel.org:measure:rejectrequestwholesalesettlement:0:1",
     "RejectRequestWholesaleSettlement_MarketDocument"},
    {"urn:ediel.org:measure:reminderofmissingmeasuredata:0:1", "ReminderOfMissingMeasureData_MarketDocument"},
    {"urn:ediel.org:structure:requestaccountingpointcharacteristics:0:1",
     "RequestAccountingPointCharacteristics_MarketDocument"},
    {"urn:ediel.org:measure:requestaggregatedmeasuredata:0:1", "RequestAggregatedMeasureData_MarketDocument"},
    {"urn:ediel.org:structure:requestcancellation:0:1", "RequestCancellation_MarketDocument"},
    {"urn:ediel.org:structure:requestchangeaccountingpointcharacteristics:0:1",
     "RequestChangeAccountingPointCharacteristics_MarketDocument"},
    {"urn:ediel.org:structure:requestchangecustomercharacteristics:0:1",
     "RequestChangeCustomerCharacteristics_MarketDocument"},
    {"urn:ediel.org:structure:requestchangeofsupplier:0:1", "RequestChangeOfSupplier_MarketDocument"},
    {"urn:ediel.org:structure:requestendofsupply:0:1", "RequestEndOfSupply_MarketDocument"},
    {"urn:ediel.org:measure:requestforreminders:0:1", "RequestForReminders_MarketDocument"},
    {"urn:ediel.org:measure:requestvalidatedmeasuredata:0:1", "RequestValidatedMeasureData_MarketDocument"},
    {"urn:ediel.org:measure:requestwholesalesettlement:0:1", "RequestWholesaleSettlement_MarketDocument"},
}};

/// The schemas of nmeg/0.1, with the local code list replaced.
std::vector<model::SchemaFile> norwegian_schemas() {
  const auto schemas = embedded_schemas();
  std::vector<model::SchemaFile> files(schemas.begin(), schemas.end());
  for (const auto& codes : embedded_norwegian_codes())
    std::ranges::find(files, codes.path, &model::SchemaFile::path)->text = codes.text;
  return files;
}

const model::Grammars& grammars(Profile profile) {
  if (profile == Profile::nmeg) {
    static const model::Grammars compiled(embedded_schemas());
    return compiled;
  }
  static const model::Grammars compiled(norwegian_schemas());
  return compiled;
}

}  // namespace

tl::expected<Document, ParseError> parse(std::string_view xml, const ParseOptions& options) {
  return model::parse<Document>(xml, roots, options.validate,
                                [&]() -> const model::Grammars& { return grammars(options.profile); });
}

tl::expected<std::string, SerializeError> serialize(const Document& document) {
  return model::serialize(document, root_name(document), {{"cim", std::string(root_name(document).ns)}});
}

RootName root_name(const Document& document) {
  return roots[document.index()];
}

std::span<const RootName> known_roots() {
  return roots;
}

}  // namespace cimgate::cim
