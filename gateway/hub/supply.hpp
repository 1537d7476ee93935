#pragma once
#include "gateway/hub/desk.hpp"

/// Start and end of supply: BRS-NO-101 to 104, 111, 123, 133, 201, 202, 211, 221, 222.
namespace cimgate::hub {

/// RequestStartOfSupply, whatever its process and document type.
Outcome start_supply(Desk& desk, const Request& request, const ebix::RequestStartOfSupply& message);
/// RequestEndOfSupply, likewise.
Outcome end_supply(Desk& desk, const Request& request, const ebix::RequestEndOfSupply& message);
/// RejectStartOfSupply by the grid company: it cannot activate the point (EH095).
Outcome refuse_activation(Desk& desk, const Request& request, const ebix::RejectStartOfSupply& message);

/// The cancellation deadline of a process has passed.
void deadline_passed(Desk& desk, const std::string& case_id);
/// The day of a process has come.
void day_has_come(Desk& desk, const std::string& case_id);
/// The metering point is active from a day on: what waited for it goes on.
void point_activated(Desk& desk, const std::string& gsrn, Day from);
/// The metering point has no supply any more from a day on: what has not taken effect is refused when its
/// cancellation deadline passes. Source: BRS-NO-214.
void supplies_ended(Desk& desk, const std::string& gsrn, Day from, const std::string& process);

/// Takes a process back: cancelled before its deadline. Shared by start and end.
Outcome cancel(Desk& desk, const Request& request, const std::string& reference);
/// The process that a message refers to; without a reference, that of the same kind, sender and metering
/// point.
std::optional<ledger::Case> referred_case(Desk& desk, const Request& request, const std::string& reference);

}  // namespace cimgate::hub
