#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>

#include "cimgate/cim_model/urn-ediel-org-general-acknowledgement-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-measure-notifyaggregatedmeasuredata-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-measure-notifyvalidatedmeasuredata-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-measure-notifywholesaleservices-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-measure-rejectrequestaggregatedmeasuredata-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-measure-rejectrequestforreminders-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-measure-rejectrequestvalidatedmeasuredata-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-measure-rejectrequestwholesalesettlement-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-measure-reminderofmissingmeasuredata-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-measure-requestaggregatedmeasuredata-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-measure-requestforreminders-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-measure-requestvalidatedmeasuredata-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-measure-requestwholesalesettlement-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-structure-accountingpointcharacteristics-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-structure-characteristicsofacustomeratanap-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-structure-confirmrequestcancellation-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-structure-confirmrequestchangeaccountingpointcharacteristics-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-structure-confirmrequestchangecustomercharacteristics-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-structure-confirmrequestchangeofsupplier-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-structure-confirmrequestendofsupply-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-structure-genericnotification-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-structure-notifycancellation-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-structure-rejectrequestaccountingpointcharacteristics-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-structure-rejectrequestcancellation-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-structure-rejectrequestchangeaccountingpointcharacteristics-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-structure-rejectrequestchangecustomercharacteristics-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-structure-rejectrequestchangeofsupplier-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-structure-rejectrequestendofsupply-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-structure-requestaccountingpointcharacteristics-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-structure-requestcancellation-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-structure-requestchangeaccountingpointcharacteristics-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-structure-requestchangecustomercharacteristics-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-structure-requestchangeofsupplier-0-1.hxx"
#include "cimgate/cim_model/urn-ediel-org-structure-requestendofsupply-0-1.hxx"
#include "cimgate/model_xml/errors.hpp"

/// Typed C++ for the Nordic CIM market documents, edition 0.1. The types are generated from xsd/cim; every
/// class, element and attribute keeps its name from the schema (a '.' becomes a '_').
namespace cimgate::cim {

using model::ParseError;
using model::RootName;
using model::SerializeError;

using AccountingPointCharacteristics =
    accounting_point_characteristics::AccountingPointCharacteristics_MarketDocument;
using Acknowledgement = acknowledgement::Acknowledgement_MarketDocument;
using CharacteristicsOfACustomerAtAnAP =
    characteristics_of_a_customer_at_an_ap::CharacteristicsOfACustomerAtAnAP_MarketDocument;
using ConfirmRequestCancellation = confirm_request_cancellation::ConfirmRequestCancellation_MarketDocument;
using ConfirmRequestChangeAccountingPointCharacteristics =
    confirm_request_change_accounting_point_characteristics::
        ConfirmRequestChangeAccountingPointCharacteristics_MarketDocument;
using ConfirmRequestChangeCustomerCharacteristics = confirm_request_change_customer_characteristics::
    ConfirmRequestChangeCustomerCharacteristics_MarketDocument;
using ConfirmRequestChangeOfSupplier =
    confirm_request_change_of_supplier::ConfirmRequestChangeOfSupplier_MarketDocument;
using ConfirmRequestEndOfSupply = confirm_request_end_of_supply::ConfirmRequestEndOfSupply_MarketDocument;
using GenericNotification = generic_notification::GenericNotification_MarketDocument;
using NotifyAggregatedMeasureData =
    notify_aggregated_measure_data::NotifyAggregatedMeasureData_MarketDocument;
using NotifyCancellation = notify_cancellation::NotifyCancellation_MarketDocument;
using NotifyValidatedMeasureData = notify_validated_measure_data::NotifyValidatedMeasureData_MarketDocument;
using NotifyWholesaleServices = notify_wholesale_services::NotifyWholesaleServices_MarketDocument;
using RejectRequestAccountingPointCharacteristics = reject_request_accounting_point_characteristics::
    RejectRequestAccountingPointCharacteristics_MarketDocument;
using RejectRequestAggregatedMeasureData =
    reject_request_aggregated_measure_data::RejectRequestAggregatedMeasureData_MarketDocument;
using RejectRequestCancellation = reject_request_cancellation::RejectRequestCancellation_MarketDocument;
using RejectRequestChangeAccountingPointCharacteristics =
    reject_request_change_accounting_point_characteristics::
        RejectRequestChangeAccountingPointCharacteristics_MarketDocument;
using RejectRequestChangeCustomerCharacteristics =
    reject_request_change_customer_characteristics::RejectRequestChangeCustomerCharacteristics_MarketDocument;
using RejectRequestChangeOfSupplier =
    reject_request_change_of_supplier::RejectRequestChangeOfSupplier_MarketDocument;
using RejectRequestEndOfSupply = reject_request_end_of_supply::RejectRequestEndOfSupply_MarketDocument;
using RejectRequestForReminders = reject_request_for_reminders::RejectRequestForReminders_MarketDocument;
using RejectRequestValidatedMeasureData =
    reject_request_validated_measure_data::RejectRequestValidatedMeasureData_MarketDocument;
using RejectRequestWholesaleSettlement =
    reject_request_wholesale_settlement::RejectRequestWholesaleSettlement_MarketDocument;
using ReminderOfMissingMeasureData =
    reminder_of_missing_measure_data::ReminderOfMissingMeasureData_MarketDocument;
using RequestAccountingPointCharacteristics =
    request_accounting_point_characteristics::RequestAccountingPointCharacteristics_MarketDocument;
using RequestAggregatedMeasureData =
    request_aggregated_measure_data::RequestAggregatedMeasureData_MarketDocument;
using RequestCancellation = request_cancellation::RequestCancellation_MarketDocument;
using RequestChangeAccountingPointCharacteristics = request_change_accounting_point_characteristics::
    RequestChangeAccountingPointCharacteristics_MarketDocument;
using RequestChangeCustomerCharacteristics =
    request_change_customer_characteristics::RequestChangeCustomerCharacteristics_MarketDocument;
using RequestChangeOfSupplier = request_change_of_supplier::RequestChangeOfSupplier_MarketDocument;
using RequestEndOfSupply = request_end_of_supply::RequestEndOfSupply_MarketDocument;
using RequestForReminders = request_for_reminders::RequestForReminders_MarketDocument;
using RequestValidatedMeasureData =
    request_validated_measure_data::RequestValidatedMeasureData_MarketDocument;
using RequestWholesaleSettlement = request_wholesale_settlement::RequestWholesaleSettlement_MarketDocument;

/// Any one of the 34 documents. The pointer is null only in a Document that was moved from.
using Document = std::variant<
    std::unique_ptr<AccountingPointCharacteristics>, std::unique_ptr<Acknowledgement>,
    std::unique_ptr<CharacteristicsOfACustomerAtAnAP>, std::unique_ptr<ConfirmRequestCancellation>,
    std::unique_ptr<ConfirmRequestChangeAccountingPointCharacteristics>,
    std::unique_ptr<ConfirmRequestChangeCustomerCharacteristics>,
    std::unique_ptr<ConfirmRequestChangeOfSupplier>, std::unique_ptr<ConfirmRequestEndOfSupply>,
    std::unique_ptr<GenericNotification>, std::unique_ptr<NotifyAggregatedMeasureData>,
    std::unique_ptr<NotifyCancellation>, std::unique_ptr<NotifyValidatedMeasureData>,
    std::unique_ptr<NotifyWholesaleServices>, std::unique_ptr<RejectRequestAccountingPointCharacteristics>,
    std::unique_ptr<RejectRequestAggregatedMeasureData>, std::unique_ptr<RejectRequestCancellation>,
    std::unique_ptr<RejectRequestChangeAccountingPointCharacteristics>,
    std::unique_ptr<RejectRequestChangeCustomerCharacteristics>,
    std::unique_ptr<RejectRequestChangeOfSupplier>, std::unique_ptr<RejectRequestEndOfSupply>,
    std::unique_ptr<RejectRequestForReminders>, std::unique_ptr<RejectRequestValidatedMeasureData>,
    std::unique_ptr<RejectRequestWholesaleSettlement>, std::unique_ptr<ReminderOfMissingMeasureData>,
    std::unique_ptr<RequestAccountingPointCharacteristics>, std::unique_ptr<RequestAggregatedMeasureData>,
    std::unique_ptr<RequestCancellation>, std::unique_ptr<RequestChangeAccountingPointCharacteristics>,
    std::unique_ptr<RequestChangeCustomerCharacteristics>, std::unique_ptr<RequestChangeOfSupplier>,
    std::unique_ptr<RequestEndOfSupply>, std::unique_ptr<RequestForReminders>,
    std::unique_ptr<RequestValidatedMeasureData>, std::unique_ptr<RequestWholesaleSettlement>>;

/// Which local codes are known besides the standard ones.
enum class Profile : std::uint8_t {
  nmeg,     ///< nmeg/0.1: the placeholders of the published schemas
  nmeg_no,  ///< nmeg-no/0.1: those, and the codes of Elhub
};

struct ParseOptions {
  /// Check the document against its schema. Without it the bindings alone decide: required elements must be
  /// there and codes must be known, but numbers are not checked, and an unknown or misplaced element is left
  /// out silently. Switch it off only for a document that has been validated. An empty element has the
  /// default of its schema either way.
  bool validate = true;
  Profile profile = Profile::nmeg_no;
};

/// Reads one document. Never throws, except std::bad_alloc; opens no file and no connection, and refuses
/// document type declarations. May be called from many threads.
tl::expected<Document, ParseError> parse(std::string_view xml, const ParseOptions& options = {});

/// UTF-8, with XML declaration, indented. Fails when a text in the document is not UTF-8.
tl::expected<std::string, SerializeError> serialize(const Document& document);

/// Name of the root element of the document.
RootName root_name(const Document& document);

/// The root elements that parse() knows, in the order of the alternatives of Document.
std::span<const RootName> known_roots();

}  // namespace cimgate::cim
