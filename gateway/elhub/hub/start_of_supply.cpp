#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/hub/authorizations.hpp"
#include "gateway/elhub/hub/cases.hpp"
#include "gateway/elhub/hub/customer_information.hpp"
#include "gateway/elhub/hub/end_user_mail.hpp"
#include "gateway/elhub/hub/notices.hpp"
#include "gateway/elhub/hub/supply.hpp"

namespace cimgate::hub {
namespace {

using ledger::Case;

bool is_move_in(const std::string& process) {
  return process == "BRS-NO-102" || process == "BRS-NO-103" || process == "BRS-NO-123";
}

Reasons crossing() {
  // The published text says that the code describes the crossing process, not which one it is. E59 of ebIX,
  // "already existing relation", is the nearest that is published.
  return {{"E59", "260"}};
}

/// Takes a case out because of another one, and tells who started it.
void give_way(ProcessContext& context, Case& loser, const std::string& because) {
  refuse_case(context, loser, crossing(),
              {fmt::format("{} gave way to {}.", loser.process, because),
               fmt::format("{} måtte vike for {}.", loser.process, because)});
}

bool is_inactive(ProcessContext& context, const std::string& gsrn, Day day) {
  const auto point = context.market().metering_point(gsrn, day);
  return point.known() && point->status.known() && *point->status == "E23";
}

/// Changes of supplier under way on the same metering point.
std::vector<Case> ongoing_switches(ProcessContext& context, const Case& incoming) {
  auto all = context.ledger().cases_of(incoming.gsrn);
  std::erase_if(all, [&](const Case& one) {
    // One for the same day may have come to its end a moment before.
    const bool counts = one.status == "ongoing" || (one.status == "completed" && one.date == incoming.date);
    return one.id == incoming.id || one.process != "BRS-NO-101" || !counts;
  });
  return all;
}

/// BRS-NO-102 meets a change of supplier, when its own cancellation deadline passes. False: it gives way
/// itself. Source: https://dok.elhub.no/Elhubstandard/oversikt-konflikthandtering
bool settle_with_switches(ProcessContext& context, Case& incoming) {
  if (incoming.process != "BRS-NO-102") return true;
  for (auto& other : ongoing_switches(context, incoming)) {
    if (incoming.date < other.date) give_way(context, other, incoming.process);
    if (incoming.date == other.date) {
      give_way(context, incoming, other.process);
      return false;
    }
  }
  return true;
}

/// Waits for the deadline when there is one to come; else it takes effect now.
void proceed(ProcessContext& context, Case& one) {
  if (!waits_for_deadline(context, one)) start_takes_effect(context, one);
}

/// Takes a start back that this hub did not see itself: its contract is the one that began on its date, and
/// the one before goes on as that would have, unless it had an end of its own.
void take_back_unseen(ProcessContext& context, const Case& start,
                      const std::optional<market::Contract>& contract) {
  context.ledger().remove_contract(start.gsrn, start.date);
  const auto cases = context.ledger().cases_of(start.gsrn);
  const bool ended_itself = std::any_of(cases.begin(), cases.end(), [&](const Case& one) {
    return is_end_of_supply(one.process) && one.status == "completed" && one.date == start.date;
  });
  const auto before = contract_on(context, start.gsrn, start.date - std::chrono::days(1));
  if (contract && before && before->period.to == start.date && !ended_itself)
    context.ledger().end_contract(start.gsrn, before->period.from, contract->period.to);
}

/// BRS-NO-111 and 133. Source: facts of the two processes; test SYS-DDQ111-01.
void roll_back(ProcessContext& context, const Request& request, const std::string& reference) {
  auto found = referred_case(context, reference);
  auto& ledger = context.ledger();
  const auto taken_back = contract_on(context, found.gsrn, found.date);
  if (!ledger.put_back(found.id)) take_back_unseen(context, found, taken_back);
  close_rolled_back(context, request, found);
  const auto again = contract_on(context, found.gsrn, found.date);
  const auto company = grid_company(context, found.gsrn, found.date);
  if (again) {
    const StartNotice notice{request.process, found.gsrn, found.date, again->supplier, again->customer};
    if (again->supplier != found.initiator) notify_start(context, supplier_of(*again), notice);
    if (company) notify_start(context, *company, notice);
  }
  if (!taken_back) return;
  const EndNotice notice{request.process,      found.gsrn,           found.date,
                         taken_back->supplier, taken_back->customer, {}};
  if (!again && company) notify_end(context, *company, notice);
  // The grid company moved the end user in at last resort, and takes it back: the supplier learns of it.
  if (request.process == "BRS-NO-133" && (!again || again->supplier != taken_back->supplier))
    notify_end(context, supplier_of(*taken_back), notice);
}

}  // namespace

Outcome start_supply(ProcessContext& context, const Request& request,
                     const ebix::RequestStartOfSupply& message) {
  const auto& event = message.PayloadMPEvent();
  const auto reference = text_of(event.OriginalBusinessDocumentReference());
  if (request.process == "BRS-NO-111" || request.process == "BRS-NO-133") {
    roll_back(context, request, reference);
    return {};
  }
  if (request.document_type == "E02") {
    cancel(context, request, reference);
    return {};
  }

  auto one = new_case(request, day_of(event.StartOfOccurrence()),
                      event.ConsumerInvolvedCustomerParty().Identification());
  const bool to_last_resort =
      request.process == "BRS-NO-123" || (event.moveInToSLR().present() && *event.moveInToSLR());
  if (to_last_resort) {
    const auto supplier = last_resort(context, one.gsrn, one.date);
    if (!supplier) throw HubFault("no rule has refused a move-in without a supplier of last resort");
    one.supplier = supplier->gln;
    one.supplier_role = "SLR";
  } else {
    one.supplier = event.BalanceSupplierInvolvedEnergyParty().present()
                       ? std::string(event.BalanceSupplierInvolvedEnergyParty()->Identification())
                       : request.sender;
    one.supplier_role = request.role == "SLR" ? "SLR" : "DDQ";
  }
  remember_customer(context, request);
  open_case(context, request, one);
  use_grant(context, request, text_of(event.ConsentID()), one.date, one.supplier, one.customer);
  // A move-in back in time takes the place of a change of supplier that can still be cancelled, at once.
  if (one.process == "BRS-NO-103")
    for (auto& other : ongoing_switches(context, one))
      if (other.stage == "waiting-for-deadline") give_way(context, other, one.process);

  const auto active_from = std::max(one.date, context.today());
  if (one.process == "BRS-NO-102" && is_inactive(context, one.gsrn, active_from)) {
    // The grid company is told at once, and activates the point (BRS-NO-122) or refuses (EH095).
    one.stage = "waiting-for-activation";
    if (const auto company = grid_company(context, one.gsrn, active_from))
      one.announcement =
          notify_start(context, *company, {one.process, one.gsrn, one.date, one.supplier, one.customer});
    context.ledger().save(one);
    return {};
  }
  proceed(context, one);
  return {};
}

Outcome refuse_activation(ProcessContext& context, const ebix::RejectStartOfSupply& message) {
  const auto& event = message.PayloadResponseEvent();
  // What Elhub itself rejects is valid; handed in, it is nothing to act on.
  const std::string reference = event.OriginalBusinessDocumentReference();
  auto found = context.ledger().case_by_announcement(reference);
  if (!found) found = context.ledger().find_case(reference);
  if (!found || found->stage != "waiting-for-activation")
    return tl::unexpected(refused("E47", "260",
                                  {"No move-in waits for the activation that this refuses.",
                                   "Ingen innflytting venter på aktiveringen som dette avslår."}));
  Reasons reasons;
  for (const auto& code : event.ResponseReasonType()) reasons.push_back(code_of(code));
  refuse_case(context, *found, reasons,
              {"The grid company cannot activate the metering point.",
               "Nettselskapet kan ikke aktivere målepunktet."});
  return {};
}

void start_takes_effect(ProcessContext& context, Case& one) {
  if (!settle_with_switches(context, one)) return;
  // BRS-NO-214 came in between. The source says that what waits is rejected, not with which code: E81 of
  // ebIX, "metering point is not connected", is the nearest that is published.
  if (one.stage == "waiting-for-deadline" && is_inactive(context, one.gsrn, one.date))
    return refuse_case(context, one, {{"E81", "260"}},
                       {"The metering point is inactive on the day of the start.",
                        "Målepunktet er inaktivt den dagen leveransen skal starte."});
  auto& ledger = context.ledger();
  const auto before = contract_on(context, one.gsrn, one.date - std::chrono::days(1));
  const auto at = contract_on(context, one.gsrn, one.date);
  const auto old = at ? at : before;
  ledger.remember(one.id, one.gsrn, one.date);
  ledger.set_contract(
      {one.gsrn, {one.date, std::nullopt}, one.customer, one.supplier, one.supplier_role, one.process});
  context.tell("contract-changed",
               {fmt::format("Supply by {} from {}.", one.supplier, rules::to_text(one.date)),
                fmt::format("Leveranse fra {} fra og med {}.", one.supplier, rules::to_text(one.date))},
               one.process, one.gsrn, one.supplier);
  const StartNotice notice{one.process, one.gsrn, one.date, one.supplier, one.customer};
  notify_start(context,
               one.supplier == one.initiator ? initiator_of(context, one, one.supplier_role)
                                             : Addressee{one.supplier, one.supplier_role, ""},
               notice);
  if (const auto company = grid_company(context, one.gsrn, one.date)) notify_start(context, *company, notice);
  if (old && old->period.from < one.date && (old->supplier != one.supplier || is_move_in(one.process)))
    notify_end(context, supplier_of(*old),
               {one.process, one.gsrn, one.date, old->supplier, old->customer, {}});
  // One whose supply had an end on this day already was told of that.
  if (at && is_move_in(one.process) && at->customer != one.customer)
    mail_end_user(context, {one.process, one.gsrn, one.date, at->customer, at->supplier, {}});
  await_day(context, one);
}

void point_activated(ProcessContext& context, const std::string& gsrn, Day from) {
  for (auto& one : context.ledger().cases_of(gsrn))
    // Of a process that came with the market state it is not known who moves in.
    if (one.status == "ongoing" && one.stage == "waiting-for-activation" && !one.customer.empty()) {
      // There is no supply before the point is active.
      one.date = std::max(one.date, from);
      proceed(context, one);
    }
}

}  // namespace cimgate::hub
