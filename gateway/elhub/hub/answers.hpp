#pragma once
#include "gateway/elhub/hub/process_context.hpp"

/// The three answers that a message can get after the SOAP response. Source: EMIF, validation and answers.
namespace cimgate::hub {

/// A start or end of supply that is refused.
struct RefusedSupply {
  bool end = false;
  std::string message;  ///< id of the message that asked for it
  std::string process, gsrn;
  std::string document_type;  ///< of that message: E02 is answered by E02
};
/// RejectStartOfSupply or RejectEndOfSupply.
void send_reject(ProcessContext& context, const Addressee& to, const RefusedSupply& what,
                 const Reasons& reasons);

/// RejectStartOfSupply, RejectEndOfSupply, or a negative Acknowledgement (41). `payload`: id of the payload
/// that is refused, when it is not the whole message.
void reject(ProcessContext& context, const Request& request, const Reasons& reasons,
            const std::string& payload = {});
/// ConfirmStartOfSupply, ConfirmEndOfSupply, or a positive Acknowledgement (39); only when the sender asked
/// for it.
void confirm(ProcessContext& context, const Request& request);
/// A negative acknowledgement that is the answer to a question at once (611).
ledger::StoredMessage negative_acknowledgement(ProcessContext& context, const Request& request,
                                               const Reasons& reasons);

}  // namespace cimgate::hub
