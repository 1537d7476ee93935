#pragma once
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>

#include "cimgate/ebix_model/bim/Acknowledgement.hxx"
#include "cimgate/ebix_model/bim/market/ConfirmEndOfSupply.hxx"
#include "cimgate/ebix_model/bim/market/ConfirmStartOfSupply.hxx"
#include "cimgate/ebix_model/bim/market/NotifyEndOfSupply.hxx"
#include "cimgate/ebix_model/bim/market/NotifyStartOfSupply.hxx"
#include "cimgate/ebix_model/bim/market/RejectEndOfSupply.hxx"
#include "cimgate/ebix_model/bim/market/RejectStartOfSupply.hxx"
#include "cimgate/ebix_model/bim/market/RequestEndOfSupply.hxx"
#include "cimgate/ebix_model/bim/market/RequestStartOfSupply.hxx"
#include "cimgate/ebix_model/bim/masterdata/NotifyCustomerInformation.hxx"
#include "cimgate/ebix_model/bim/masterdata/NotifyMeteringPointCharacteristics.hxx"
#include "cimgate/ebix_model/bim/masterdata/NotifySharedProduction.hxx"
#include "cimgate/ebix_model/bim/masterdata/RequestUpdateCustomerInformation.hxx"
#include "cimgate/ebix_model/bim/masterdata/RequestUpdateMasterDataMeteringPoint.hxx"
#include "cimgate/ebix_model/bim/masterdata/RequestUpdateSharedProduction.hxx"
#include "cimgate/ebix_model/bim/metering/CollectedData.hxx"
#include "cimgate/ebix_model/bim/metering/NotifyValidatedDataForBillingEnergy.hxx"
#include "cimgate/ebix_model/bim/metering/PriceVolumeCombinationForReconciliation.hxx"
#include "cimgate/ebix_model/bim/metering/RequestCollectedData.hxx"
#include "cimgate/ebix_model/bim/PollForData.hxx"
#include "cimgate/ebix_model/bim/query/RequestDataFromElhub.hxx"
#include "cimgate/ebix_model/bim/query/RequestToElhub.hxx"
#include "cimgate/ebix_model/bim/query/RequestToGridAccessProvider.hxx"
#include "cimgate/ebix_model/bim/query/RequestUpfrontMeteringPointCharacteristics.hxx"
#include "cimgate/ebix_model/bim/query/ResponseFromElhub.hxx"
#include "cimgate/ebix_model/bim/query/ResponseFromGridAccessProvider.hxx"
#include "cimgate/ebix_model/bim/query/ResponseUpfrontMeteringPointCharacteristics.hxx"
#include "cimgate/ebix_model/bim/thirdpartyaccess/UpdateThirdPartyAccess.hxx"
#include "cimgate/model_xml/errors.hpp"

/// Typed C++ for the messages of Elhub BIM. The types are generated from xsd/elhub; every class, element and
/// attribute keeps its name from the schema (a '.' becomes a '_'). They hold messages of every version of
/// xsd/elhub/versions.yaml; parse() validates against 2.4.3.
namespace cimgate::ebix {

using model::ParseError;
using model::RootName;
using model::SerializeError;

using Acknowledgement = acknowledgement::Acknowledgement;
using CollectedData = collected_data::CollectedData;
using ConfirmEndOfSupply = confirm_end_of_supply::ConfirmEndOfSupply;
using ConfirmStartOfSupply = confirm_start_of_supply::ConfirmStartOfSupply;
using NotifyCustomerInformation = notify_customer_information::NotifyCustomerInformation;
using NotifyEndOfSupply = notify_end_of_supply::NotifyEndOfSupply;
using NotifyMeteringPointCharacteristics =
    notify_metering_point_characteristics::NotifyMeteringPointCharacteristics;
using NotifySharedProduction = notify_shared_production::NotifySharedProduction;
using NotifyStartOfSupply = notify_start_of_supply::NotifyStartOfSupply;
using NotifyValidatedDataForBillingEnergy =
    notify_validated_data_for_billing_energy::NotifyValidatedDataForBillingEnergy;
using PollForData = poll_for_data::PollForData;
using PriceVolumeCombinationForReconciliation =
    price_volume_combination_for_reconciliation::PriceVolumeCombinationForReconciliation;
using RejectEndOfSupply = reject_end_of_supply::RejectEndOfSupply;
using RejectStartOfSupply = reject_start_of_supply::RejectStartOfSupply;
using RequestCollectedData = request_collected_data::RequestCollectedData;
using RequestDataFromElhub = request_data_from_elhub::RequestDataFromElhub;
using RequestEndOfSupply = request_end_of_supply::RequestEndOfSupply;
using RequestStartOfSupply = request_start_of_supply::RequestStartOfSupply;
using RequestToElhub = request_to_elhub::RequestToElhub;
using RequestToGridAccessProvider = request_to_grid_access_provider::RequestToGridAccessProvider;
using RequestUpdateCustomerInformation =
    request_update_customer_information::RequestUpdateCustomerInformation;
using RequestUpdateMasterDataMeteringPoint =
    request_update_master_data_metering_point::RequestUpdateMasterDataMeteringPoint;
using RequestUpdateSharedProduction = request_update_shared_production::RequestUpdateSharedProduction;
using RequestUpfrontMeteringPointCharacteristics =
    request_upfront_metering_point_characteristics::RequestUpfrontMeteringPointCharacteristics;
using ResponseFromElhub = response_from_elhub::ResponseFromElhub;
using ResponseFromGridAccessProvider = response_from_grid_access_provider::ResponseFromGridAccessProvider;
using ResponseUpfrontMeteringPointCharacteristics =
    response_upfront_metering_point_characteristics::ResponseUpfrontMeteringPointCharacteristics;
using UpdateThirdPartyAccess = update_third_party_access::UpdateThirdPartyAccess;

/// Any one of the 28 messages. The pointer is null only in a Message that was moved from.
using Message = std::variant<
    std::unique_ptr<Acknowledgement>, std::unique_ptr<CollectedData>, std::unique_ptr<ConfirmEndOfSupply>,
    std::unique_ptr<ConfirmStartOfSupply>, std::unique_ptr<NotifyCustomerInformation>,
    std::unique_ptr<NotifyEndOfSupply>, std::unique_ptr<NotifyMeteringPointCharacteristics>,
    std::unique_ptr<NotifySharedProduction>, std::unique_ptr<NotifyStartOfSupply>,
    std::unique_ptr<NotifyValidatedDataForBillingEnergy>, std::unique_ptr<PollForData>,
    std::unique_ptr<PriceVolumeCombinationForReconciliation>, std::unique_ptr<RejectEndOfSupply>,
    std::unique_ptr<RejectStartOfSupply>, std::unique_ptr<RequestCollectedData>,
    std::unique_ptr<RequestDataFromElhub>, std::unique_ptr<RequestEndOfSupply>,
    std::unique_ptr<RequestStartOfSupply>, std::unique_ptr<RequestToElhub>,
    std::unique_ptr<RequestToGridAccessProvider>, std::unique_ptr<RequestUpdateCustomerInformation>,
    std::unique_ptr<RequestUpdateMasterDataMeteringPoint>, std::unique_ptr<RequestUpdateSharedProduction>,
    std::unique_ptr<RequestUpfrontMeteringPointCharacteristics>, std::unique_ptr<ResponseFromElhub>,
    std::unique_ptr<ResponseFromGridAccessProvider>,
    std::unique_ptr<ResponseUpfrontMeteringPointCharacteristics>, std::unique_ptr<UpdateThirdPartyAccess>>;

struct ParseOptions {
  /// Check the message against its schema, that of 2.4.3. Without it the bindings alone decide: required
  /// elements must be there and codes must be known, but an unknown or misplaced element is left out
  /// silently, and numbers and booleans are not checked. Switch it off only for a message that has been
  /// validated. An empty element has the value that its schema fixes either way.
  bool validate = true;
};

/// Reads one message. Never throws, except std::bad_alloc; opens no file and no connection, and refuses
/// document type declarations. May be called from many threads.
tl::expected<Message, ParseError> parse(std::string_view xml, const ParseOptions& options = {});

/// UTF-8, with XML declaration, indented. Fails when a text in the message is not UTF-8.
tl::expected<std::string, SerializeError> serialize(const Message& message);

/// Name of the root element of the message.
RootName root_name(const Message& message);

/// The root elements that parse() knows, in the order of the alternatives of Message.
std::span<const RootName> known_roots();

}  // namespace cimgate::ebix
