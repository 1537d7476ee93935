#include "gateway/elhub/hub/answers.hpp"

#include "gateway/elhub/hub/notices.hpp"

namespace cimgate::hub {
namespace {

namespace common = ebix::common;
namespace types = ebix::data_types;

Addressee sender_of(const Request& request) {
  return {request.sender, request.role, request.physical_sender};
}

common::Elhub_Acknowledgement acknowledgement(const char* status, const Request& request,
                                              const Reasons& reasons) {
  common::Elhub_Acknowledgement event(types::AcknowledgementStatusType(status, "6"), request.id);
  for (const auto& code : reasons) event.ResponseReasonType().push_back(reason(code));
  return event;
}

/// Confirmations of a cancellation or rollback carry E02. Source: tests SYS-DDQ111-01, SYS-DDM222-01.
/// The document type of an answer to a message of `document_type`: a cancellation stays one.
std::string type_or_e02(const std::string& document_type, const char* type) {
  return document_type == "E02" ? document_type : type;
}

}  // namespace

void send_reject(ProcessContext& context, const Addressee& to, const RefusedSupply& what,
                 const Reasons& reasons) {
  const auto heading =
      context.heading(type_or_e02(what.document_type, what.end ? "406" : "414"), what.process, to);
  common::Elhub_RejectEventSingleMPType event(what.message, metering_point(what.gsrn));
  for (const auto& code : reasons) event.ResponseReasonType().push_back(reason(code));
  if (what.end)
    context.send(heading, to,
                 std::make_unique<ebix::RejectEndOfSupply>(header(heading), energy_context(heading), event),
                 what.gsrn);
  else
    context.send(heading, to,
                 std::make_unique<ebix::RejectStartOfSupply>(header(heading), energy_context(heading), event),
                 what.gsrn);
}

void reject(ProcessContext& context, const Request& request, const Reasons& reasons,
            const std::string& payload) {
  const auto to = sender_of(request);
  if (request.name == "RequestStartOfSupply" || request.name == "RequestEndOfSupply")
    return send_reject(context, to,
                       {request.name == "RequestEndOfSupply", request.id, request.process, request.gsrn,
                        request.document_type},
                       reasons);
  auto event = acknowledgement("41", request, reasons);
  if (!payload.empty()) event.OriginalPayloadReference(payload);
  const auto heading = context.heading("294", request.process, to);
  context.send(heading, to,
               std::make_unique<ebix::Acknowledgement>(header(heading), energy_context(heading), event),
               request.gsrn);
}

void confirm(ProcessContext& context, const Request& request) {
  if (!request.wants_confirmation) return;
  const auto to = sender_of(request);
  if (const auto* start = std::get_if<std::unique_ptr<ebix::RequestStartOfSupply>>(&request.typed)) {
    const auto heading = context.heading(type_or_e02(request.document_type, "414"), request.process, to);
    const common::Elhub_ConfirmStartOfSupplyType event((*start)->PayloadMPEvent().StartOfOccurrence(),
                                                       request.id, metering_point(request.gsrn));
    context.send_first(
        heading, to,
        std::make_unique<ebix::ConfirmStartOfSupply>(header(heading), energy_context(heading), event),
        request.gsrn);
    return;
  }
  if (const auto* end = std::get_if<std::unique_ptr<ebix::RequestEndOfSupply>>(&request.typed)) {
    const auto heading = context.heading(type_or_e02(request.document_type, "406"), request.process, to);
    const common::Elhub_ConfirmEndOfSupplyType event((*end)->PayloadMPEvent().EndOfOccurrence(), request.id,
                                                     metering_point(request.gsrn));
    context.send_first(
        heading, to,
        std::make_unique<ebix::ConfirmEndOfSupply>(header(heading), energy_context(heading), event),
        request.gsrn);
    return;
  }
  const auto heading = context.heading("294", request.process, to);
  context.send_first(heading, to,
                     std::make_unique<ebix::Acknowledgement>(header(heading), energy_context(heading),
                                                             acknowledgement("39", request, {})),
                     request.gsrn);
}

ledger::StoredMessage negative_acknowledgement(ProcessContext& context, const Request& request,
                                               const Reasons& reasons) {
  const auto heading = context.heading("294", request.process, sender_of(request));
  return context.write(heading,
                       std::make_unique<ebix::Acknowledgement>(header(heading), energy_context(heading),
                                                               acknowledgement("41", request, reasons)),
                       request.gsrn);
}

}  // namespace cimgate::hub
