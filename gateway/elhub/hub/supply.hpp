#pragma once
#include "gateway/elhub/hub/process_context.hpp"

/// Start and end of supply: BRS-NO-101 to 104, 111, 123, 133, 201, 202, 211, 221, 222.
namespace cimgate::hub {

/// RequestStartOfSupply, whatever its process and document type.
Outcome start_supply(ProcessContext& context, const Request& request,
                     const ebix::RequestStartOfSupply& message);
/// RequestEndOfSupply, likewise.
Outcome end_supply(ProcessContext& context, const Request& request, const ebix::RequestEndOfSupply& message);
/// RejectStartOfSupply by the grid company: it cannot activate the point (EH095).
Outcome refuse_activation(ProcessContext& context, const ebix::RejectStartOfSupply& message);

/// The cancellation deadline of a case has passed.
void deadline_passed(ProcessContext& context, const std::string& case_id);
/// The day of a case has come.
void day_has_come(ProcessContext& context, const std::string& case_id);
/// The metering point is active from a day on: what waited for it goes on.
void point_activated(ProcessContext& context, const std::string& gsrn, Day from);

/// The contract is written, and all who must know are told; or the case is refused, when the market has moved
/// on while it waited.
void start_takes_effect(ProcessContext& context, ledger::Case& one);
/// The contract ends, and all who must know are told; or the case is refused, when there is none any more.
void end_takes_effect(ProcessContext& context, ledger::Case& one);

}  // namespace cimgate::hub
