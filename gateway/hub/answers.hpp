#pragma once
#include "gateway/hub/desk.hpp"

/// The three answers that a message can get after the SOAP response. Source: EMIF, validation and answers.
namespace cimgate::hub {

/// RejectStartOfSupply, RejectEndOfSupply, or a negative Acknowledgement (41). `payload`: id of the payload
/// that is refused, when it is not the whole message.
void reject(Desk& desk, const Request& request, const Reasons& reasons, const std::string& payload = {});
/// ConfirmStartOfSupply, ConfirmEndOfSupply, or a positive Acknowledgement (39); only when the sender asked
/// for it.
void confirm(Desk& desk, const Request& request);
/// A negative acknowledgement that is the answer to a question at once (611).
std::string negative_acknowledgement(Desk& desk, const Request& request, const Reasons& reasons);

}  // namespace cimgate::hub
