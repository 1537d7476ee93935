#include "cimgate/ebix_model/message.hpp"

#include <array>

#include "cimgate/model_xml/binding.hpp"

namespace cimgate::ebix {

std::span<const model::SchemaFile> embedded_schemas();

namespace {

// In the order of the alternatives of Message.
constexpr std::array<RootName, std::variant_size_v<Message>> roots = {{
    {"urn:no:elhub:emif:Acknowledgement:v2", "Acknowledgement"},
    {"urn:no:elhub:emif:metering:CollectedData:v2", "CollectedData"},
    {"urn:no:elhub:emif:market:ConfirmEndOfSupply:v2", "ConfirmEndOfSupply"},
    {"urn:no:elhub:emif:market:ConfirmStartOfSupply:v2", "ConfirmStartOfSupply"},
    {"urn:no:elhub:emif:masterdata:NotifyCustomerInformation:v2", "NotifyCustomerInformation"},
    {"urn:no:elhub:emif:market:NotifyEndOfSupply:v2", "NotifyEndOfSupply"},
    {"urn:no:elhub:emif:masterdata:NotifyMeteringPointCharacteristics:v2",
     "NotifyMeteringPointCharacteristics"},
    {"urn:no:elhub:emif:masterdata:NotifySharedProduction:v2", "NotifySharedProduction"},
    {"urn:no:elhub:emif:market:NotifyStartOfSupply:v2", "NotifyStartOfSupply"},
    {"urn:no:elhub:emif:metering:NotifyValidatedDataForBillingEnergy:v2",
     "NotifyValidatedDataForBillingEnergy"},
    {"urn:no:elhub:emif:PollForData:v2", "PollForData"},
    {"urn:no:elhub:emif:metering:PriceVolumeCombinationForReconciliation:v2",
     "PriceVolumeCombinationForReconciliation"},
    {"urn:no:elhub:emif:market:RejectEndOfSupply:v2", "RejectEndOfSupply"},
    {"urn:no:elhub:emif:market:RejectStartOfSupply:v2", "RejectStartOfSupply"},
    {"urn:no:elhub:emif:metering:RequestCollectedData:v2", "RequestCollectedData"},
    {"urn:no:elhub:emif:query:RequestDataFromElhub:v2", "RequestDataFromElhub"},
    {"urn:no:elhub:emif:market:RequestEndOfSupply:v2", "RequestEndOfSupply"},
    {"urn:no:elhub:emif:market:RequestStartOfSupply:v2", "RequestStartOfSupply"},
    {"urn:no:elhub:emif:query:RequestToElhub:v2", "RequestToElhub"},
    {"urn:no:elhub:emif:query:RequestToGridAccessProvider:v2", "RequestToGridAccessProvider"},
    {"urn:no:elhub:emif:masterdata:RequestUpdateCustomerInformation:v2", "RequestUpdateCustomerInformation"},
    {"urn:no:elhub:emif:masterdata:RequestUpdateMasterDataMeteringPoint:v2",
     "RequestUpdateMasterDataMeteringPoint"},
    {"urn:no:elhub:emif:masterdata:RequestUpdateSharedProduction:v2", "RequestUpdateSharedProduction"},
    {"urn:no:elhub:emif:query:RequestUpfrontMeteringPointCharacteristics:v2",
     "RequestUpfrontMeteringPointCharacteristics"},
    {"urn:no:elhub:emif:query:ResponseFromElhub:v2", "ResponseFromElhub"},
    {"urn:no:elhub:emif:query:ResponseFromGridAccessProvider:v2", "ResponseFromGridAccessProvider"},
    {"urn:no:elhub:emif:query:ResponseUpfrontMeteringPointCharacteristics:v2",
     "ResponseUpfrontMeteringPointCharacteristics"},
    {"urn:no:elhub:emif:thirdpartyaccess:UpdateThirdPartyAccess:v2", "UpdateThirdPartyAccess"},
}};

const model::Grammars& grammars() {
  static const model::Grammars compiled(embedded_schemas());
  return compiled;
}

}  // namespace

tl::expected<Message, ParseError> parse(std::string_view xml, const ParseOptions& options) {
  return model::parse<Message>(xml, roots, options.validate, grammars);
}

tl::expected<std::string, SerializeError> serialize(const Message& message) {
  return model::serialize(message, root_name(message),
                          {{"rsm", std::string(root_name(message).ns)},
                           {"abie", "urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2"}});
}

RootName root_name(const Message& message) {
  return roots[message.index()];
}

std::span<const RootName> known_roots() {
  return roots;
}

}  // namespace cimgate::ebix
