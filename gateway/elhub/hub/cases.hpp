#pragma once
#include "gateway/elhub/hub/process_context.hpp"

/// What start and end of supply have in common: a case is opened by a message, waits for its cancellation
/// deadline, takes effect, and may be taken back.
namespace cimgate::hub {

/// BRS-NO-201, 202 and 211; the other cases are starts.
bool is_end_of_supply(const std::string& process);

/// A case as its message tells it. `date`: the day from which, or until when, there is to be supply.
ledger::Case new_case(const Request& request, Day date, const std::string& customer);
/// Keeps a new case and tells of it. Its cancellation deadline is set here.
void open_case(ProcessContext& context, const Request& request, ledger::Case& one);
/// Waits for the cancellation deadline. False: there is none to wait for.
bool waits_for_deadline(ProcessContext& context, ledger::Case& one);
/// All have been told; the case is complete when its day has come.
void await_day(ProcessContext& context, ledger::Case& one);
/// Nothing will happen any more. `status`: how it ended.
void close_case(ProcessContext& context, ledger::Case& one, const char* status);
/// Who is told what comes of a process, in a role: whoever sent its message, as long as he may act for the
/// initiator. Source: https://dok.elhub.no/ediel1141/meldingsutveksling; that it ends with his leave is
/// assumed.
Addressee initiator_of(ProcessContext& context, const ledger::Case& one, const std::string& role);
/// The same for a case that cannot go on: its sender gets a RejectStartOfSupply or RejectEndOfSupply.
void refuse_case(ProcessContext& context, ledger::Case& one, const Reasons& reasons, Text why);

/// The case that a message refers to: by the message that started it, or the notice that announced it. Rules
/// see to it that it is there, that it is the sender's, and that it can be taken back.
ledger::Case referred_case(ProcessContext& context, const std::string& reference);
/// Takes a case back before its cancellation deadline has passed (document type E02).
void cancel(ProcessContext& context, const Request& request, const std::string& reference);

/// Closes a case whose contracts were put back, and tells of it.
void close_rolled_back(ProcessContext& context, const Request& request, ledger::Case& one);

}  // namespace cimgate::hub
