#include "gateway/elhub/emif/services.hpp"

#include <algorithm>

namespace cimgate::emif {
namespace {

constexpr Operation market_processes[] = {
    {"RequestStartOfSupply", "RequestStartOfSupplyRequest", "RequestStartOfSupply"},
    {"RequestEndOfSupply", "RequestEndOfSupplyRequest", "RequestEndOfSupply"},
    {"RequestUpdateMasterDataMeteringPoint", "RequestUpdateMasterDataMeteringPointRequest",
     "RequestUpdateMasterDataMeteringPoint"},
    {"RequestUpdateCustomerInformation", "RequestUpdateCustomerInformationRequest",
     "RequestUpdateCustomerInformation"},
    {"UpdateThirdPartyAccess", "UpdateThirdPartyAccessRequest", "UpdateThirdPartyAccess"},
    {"RejectStartOfSupply", "RejectStartOfSupplyRequest", "RejectStartOfSupply"},
    {"RequestUpdateSharedProduction", "RequestUpdateSharedProductionRequest",
     "RequestUpdateSharedProduction"},
};
constexpr Operation metering_values[] = {
    {"CollectedData", "CollectedDataRequest", "CollectedData"},
    {"Acknowledge", "AcknowledgeRequest", "Acknowledgement"},
};
constexpr Operation query[] = {
    {"RequestUpfrontMeteringPointCharacteristics", "RequestUpfrontMeteringPointCharacteristicsRequest",
     "RequestUpfrontMeteringPointCharacteristics", Does::ask},
    {"RequestDataFromElhub", "RequestDataFromElhubRequest", "RequestDataFromElhub"},
    {"RequestToGridAccessProvider", "RequestToGridAccessProviderRequest", "RequestToGridAccessProvider"},
    {"ResponseFromGridAccessProvider", "ResponseFromGridAccessProviderRequest",
     "ResponseFromGridAccessProvider"},
    {"RequestToElhub", "RequestToElhubRequest", "RequestToElhub"},
};
constexpr Operation polling[] = {
    {"PollForData", "PollForDataRequest", "PollForData", Does::poll},
    {"AcknowledgePoll", "AcknowledgePollRequest", "Acknowledgement", Does::acknowledge},
};

constexpr Service all[] = {
    {"MarketProcesses", "urn:no:elhub:emif:wsdl:marketprocesses:v2", "xsd/elhub/wsdl/MarketProcesses.wsdl",
     market_processes},
    {"MeteringValues", "urn:no:elhub:emif:wsdl:meteringvalues:v2", "xsd/elhub/wsdl/MeteringValues.wsdl",
     metering_values, true},
    {"Query", "urn:no:elhub:emif:wsdl:query:v2", "xsd/elhub/wsdl/Query.wsdl", query},
    {"PollMarketProcesses", "urn:no:elhub:emif:wsdl:polling:marketprocesses:v2",
     "xsd/elhub/wsdl/PollMarketProcesses.wsdl", polling},
    {"PollMeteringValues", "urn:no:elhub:emif:wsdl:polling:meteringvalues:v2",
     "xsd/elhub/wsdl/PollMeteringValues.wsdl", polling, true},
};

}  // namespace

std::span<const Service> services() {
  return all;
}

const Service* find_service(std::string_view name) {
  const auto* const at =
      std::find_if(std::begin(all), std::end(all), [&](const Service& one) { return one.name == name; });
  return at == std::end(all) ? nullptr : at;
}

std::optional<HandIn> operation_for(std::string_view message) {
  for (const auto& service : all)
    for (const auto& operation : service.operations)
      if (operation.message == message && (operation.does == Does::submit || operation.does == Does::ask))
        return HandIn{&service, &operation};
  return std::nullopt;
}

const Service& polling_service(bool values) {
  const auto* const at = std::find_if(std::begin(all), std::end(all), [&](const Service& one) {
    return one.operations.front().does == Does::poll && one.values == values;
  });
  return *at;
}

}  // namespace cimgate::emif
