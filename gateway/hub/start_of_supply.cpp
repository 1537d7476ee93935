#include <fmt/format.h>

#include <algorithm>

#include "gateway/hub/customer_sheet.hpp"
#include "gateway/hub/notices.hpp"
#include "gateway/hub/supply.hpp"

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

/// Takes a process out because of another one, and tells who started it.
void give_way(Desk& desk, Case& loser, const std::string& because) {
  desk.ledger().drop_steps(loser.id);
  loser.status = "cancelled";
  loser.stage = "done";
  desk.ledger().save(loser);
  const Addressee to{loser.initiator, loser.role, loser.physical_sender};
  const auto heading = desk.heading("414", loser.process, to);
  ebix::common::Elhub_RejectEventSingleMPType event(loser.id, metering_point(loser.gsrn));
  for (const auto& code : crossing()) event.ResponseReasonType().push_back(reason(code));
  desk.send(heading, to,
            std::make_unique<ebix::RejectStartOfSupply>(header(heading), context(heading), event),
            loser.gsrn);
  desk.tell("process-cancelled",
            {fmt::format("{} gave way to {}.", loser.process, because),
             fmt::format("{} måtte vike for {}.", loser.process, because)},
            loser.process, loser.gsrn, loser.initiator);
}

/// Changes of supplier under way on the same metering point.
std::vector<Case> ongoing_switches(Desk& desk, const Case& incoming) {
  auto all = desk.ledger().cases_of(incoming.gsrn);
  std::erase_if(all, [&](const Case& one) {
    // One for the same day may have come to its end a moment before.
    const bool counts = one.status == "ongoing" || (one.status == "completed" && one.date == incoming.date);
    return one.id == incoming.id || one.process != "BRS-NO-101" || !counts;
  });
  return all;
}

/// BRS-NO-102 meets a change of supplier, when its own cancellation deadline passes. False: it gives way
/// itself. Source: https://dok.elhub.no/Elhubstandard/oversikt-konflikthandtering
bool settle_with_switches(Desk& desk, Case& incoming) {
  if (incoming.process != "BRS-NO-102") return true;
  for (auto& other : ongoing_switches(desk, incoming)) {
    if (incoming.date < other.date) give_way(desk, other, incoming.process);
    if (incoming.date == other.date) {
      give_way(desk, incoming, other.process);
      return false;
    }
  }
  return true;
}

/// The contract is written, and all who must know are told.
void take_effect(Desk& desk, Case& one) {
  if (!settle_with_switches(desk, one)) return;
  auto& ledger = desk.ledger();
  const auto before = contract_on(desk, one.gsrn, one.date - std::chrono::days(1));
  const auto at = contract_on(desk, one.gsrn, one.date);
  const auto old = at ? at : before;
  ledger.remember(one.id, one.gsrn, one.date);
  ledger.set_contract(
      {one.gsrn, {one.date, std::nullopt}, one.customer, one.supplier, one.supplier_role, one.process});
  desk.tell("contract-changed",
            {fmt::format("Supply by {} from {}.", one.supplier, rules::to_text(one.date)),
             fmt::format("Leveranse fra {} fra og med {}.", one.supplier, rules::to_text(one.date))},
            one.process, one.gsrn, one.supplier);
  const StartNotice notice{one.process, one.gsrn, one.date, one.supplier, one.customer};
  notify_start(desk,
               {one.supplier, one.supplier_role, one.supplier == one.initiator ? one.physical_sender : ""},
               notice);
  if (const auto company = grid_company(desk, one.gsrn, one.date)) notify_start(desk, *company, notice);
  if (old && old->period.from < one.date && (old->supplier != one.supplier || is_move_in(one.process)))
    notify_end(desk, supplier_of(*old), {one.process, one.gsrn, one.date, old->supplier, old->customer, {}});
  one.stage = "announced";
  ledger.save(one);
  if (one.date <= desk.today())
    day_has_come(desk, one.id);
  else
    desk.schedule(rules::start_of(one.date), "takes-effect", one.id, one.process, one.gsrn);
}

/// Waits for the deadline when there is one to come; else it takes effect now.
void proceed(Desk& desk, Case& one) {
  if (one.cancellation_deadline && *one.cancellation_deadline >= desk.today()) {
    one.stage = "waiting-for-deadline";
    desk.ledger().save(one);
    desk.schedule(rules::start_of(*one.cancellation_deadline + std::chrono::days(1)), "cancellation-deadline",
                  one.id, one.process, one.gsrn);
    return;
  }
  take_effect(desk, one);
}

std::string settlement_of(Desk& desk, const std::string& gsrn, Day day) {
  const auto point = desk.market().metering_point(gsrn, day);
  return point.known() && point->settlement.known() ? *point->settlement : "";
}

/// BRS-NO-111 and 133. Source: facts of the two processes; test SYS-DDQ111-01.
Outcome roll_back(Desk& desk, const Request& request, const std::string& reference) {
  auto found = referred_case(desk, request, reference);
  const bool by_grid_company = request.process == "BRS-NO-133";
  const bool fits = found && found->gsrn == request.gsrn &&
                    (by_grid_company ? found->process == "BRS-NO-123"
                                     : found->process == "BRS-NO-101" || found->process == "BRS-NO-102" ||
                                           found->process == "BRS-NO-103" || found->process == "BRS-NO-104");
  if (!fits || found->initiator != request.sender)
    return tl::unexpected(refused("E47", "260",
                                  {"There is no start of supply of the sender to roll back.",
                                   "Avsenderen har ingen oppstart å reversere."}));
  if (found->stage == "waiting-for-deadline" || found->stage == "waiting-for-activation")
    return tl::unexpected(
        refused("E47", "260",
                {"The start of supply can still be cancelled: send its own process with document type E02.",
                 "Oppstarten kan fortsatt kanselleres: send prosessens egen melding med dokumenttype E02."}));
  if (found->status == "cancelled" || found->status == "rejected")
    return tl::unexpected(refused(
        "E47", "260",
        {"The start of supply has been taken back already.", "Oppstarten er allerede tatt tilbake."}));
  auto& ledger = desk.ledger();
  ledger.drop_steps(found->id);
  // A start that this hub did not see itself: its contract is the one that began on its date.
  if (!ledger.put_back(found->id)) ledger.remove_contract(found->gsrn, found->date);
  found->status = "cancelled";
  found->stage = "done";
  ledger.save(*found);
  desk.tell("process-rolled-back",
            {fmt::format("{} of {} was rolled back with {}.", found->process, rules::to_text(found->date),
                         request.process),
             fmt::format("{} med dato {} ble reversert med {}.", found->process, rules::to_text(found->date),
                         request.process)},
            request.process, found->gsrn, found->initiator, request.id, request.name);
  const auto again = contract_on(desk, found->gsrn, found->date);
  const auto company = grid_company(desk, found->gsrn, found->date);
  if (again) {
    const StartNotice notice{request.process, found->gsrn, found->date, again->supplier, again->customer};
    if (again->supplier != found->initiator) notify_start(desk, supplier_of(*again), notice);
    if (company) notify_start(desk, *company, notice);
  } else if (company) {
    notify_end(desk, *company,
               {request.process, found->gsrn, found->date, found->supplier, found->customer, {}});
  }
  // The grid company moved the end user in at last resort, and takes it back: the supplier learns of it.
  if (by_grid_company && !found->supplier.empty() && (!again || again->supplier != found->supplier))
    notify_end(desk, {found->supplier, found->supplier_role, ""},
               {request.process, found->gsrn, found->date, found->supplier, found->customer, {}});
  return {};
}

}  // namespace

Outcome start_supply(Desk& desk, const Request& request, const ebix::RequestStartOfSupply& message) {
  const auto& event = message.PayloadMPEvent();
  const auto reference = text_of(event.OriginalBusinessDocumentReference());
  if (request.process == "BRS-NO-111" || request.process == "BRS-NO-133")
    return roll_back(desk, request, reference);
  if (request.document_type == "E02") return cancel(desk, request, reference);

  Case one;
  one.id = request.id;
  one.process = request.process;
  one.gsrn = request.gsrn;
  one.initiator = request.sender;
  one.physical_sender = request.physical_sender;
  one.role = request.role;
  one.status = "ongoing";
  one.date = day_of(event.StartOfOccurrence());
  one.customer = event.ConsumerInvolvedCustomerParty().Identification();
  const bool to_last_resort =
      request.process == "BRS-NO-123" || (event.moveInToSLR().present() && *event.moveInToSLR());
  if (to_last_resort) {
    const auto supplier = last_resort(desk, one.gsrn, one.date);
    if (!supplier)
      return tl::unexpected(refused("E16", "260",
                                    {"The market state has no supplier of last resort.",
                                     "Markedstilstanden har ingen leveringspliktig leverandør."}));
    one.supplier = supplier->gln;
    one.supplier_role = "SLR";
  } else {
    one.supplier = event.BalanceSupplierInvolvedEnergyParty().present()
                       ? std::string(event.BalanceSupplierInvolvedEnergyParty()->Identification())
                       : request.sender;
    one.supplier_role = request.role == "SLR" ? "SLR" : "DDQ";
  }
  one.cancellation_deadline =
      desk.timetable().cancellation_deadline(one.process, settlement_of(desk, one.gsrn, one.date), one.date);
  for (const auto& other : desk.ledger().cases_of(one.gsrn))
    if (other.process == one.process && other.initiator == one.initiator && other.status == "ongoing")
      return tl::unexpected(refused("E59", "260",
                                    {"The sender has started this process on the metering point already.",
                                     "Avsenderen har allerede startet denne prosessen på målepunktet."}));
  remember_customer(desk, request);
  desk.ledger().save(one);
  desk.tell("process-started",
            {fmt::format("{} for {}.", one.process, rules::to_text(one.date)),
             fmt::format("{} med dato {}.", one.process, rules::to_text(one.date))},
            one.process, one.gsrn, one.initiator, request.id, request.name);
  // A move-in back in time takes the place of a change of supplier that can still be cancelled, at once.
  if (one.process == "BRS-NO-103")
    for (auto& other : ongoing_switches(desk, one))
      if (other.stage == "waiting-for-deadline") give_way(desk, other, one.process);

  const auto point = desk.market().metering_point(one.gsrn, std::max(one.date, desk.today()));
  const bool inactive = point.known() && point->status.known() && *point->status == "E23";
  if (one.process == "BRS-NO-102" && inactive) {
    // The grid company is told at once, and activates the point (BRS-NO-122) or refuses (EH095).
    one.stage = "waiting-for-activation";
    if (const auto company = grid_company(desk, one.gsrn, std::max(one.date, desk.today())))
      one.announcement =
          notify_start(desk, *company, {one.process, one.gsrn, one.date, one.supplier, one.customer});
    desk.ledger().save(one);
    return {};
  }
  proceed(desk, one);
  return {};
}

Outcome refuse_activation(Desk& desk, const Request& request, const ebix::RejectStartOfSupply& message) {
  const auto& event = message.PayloadResponseEvent();
  auto found = referred_case(desk, request, event.OriginalBusinessDocumentReference());
  const auto company =
      found ? grid_company(desk, found->gsrn, std::max(found->date, desk.today())) : std::nullopt;
  if (!found || found->stage != "waiting-for-activation" || !company || company->gln != request.sender)
    return tl::unexpected(refused("E47", "260",
                                  {"No move-in on this metering point waits for its activation.",
                                   "Ingen innflytting på dette målepunktet venter på aktivering."}));
  found->status = "rejected";
  found->stage = "done";
  desk.ledger().save(*found);
  desk.tell("process-rejected",
            {"The grid company cannot activate the metering point.",
             "Nettselskapet kan ikke aktivere målepunktet."},
            found->process, found->gsrn, request.sender, request.id, request.name);
  const Addressee to{found->initiator, found->role, found->physical_sender};
  const auto heading = desk.heading("414", found->process, to);
  ebix::common::Elhub_RejectEventSingleMPType passed_on(found->id, metering_point(found->gsrn));
  for (const auto& code : event.ResponseReasonType()) passed_on.ResponseReasonType().push_back(code);
  desk.send(heading, to,
            std::make_unique<ebix::RejectStartOfSupply>(header(heading), context(heading), passed_on),
            found->gsrn);
  return {};
}

void deadline_of_start(Desk& desk, Case& one) {
  take_effect(desk, one);
}

void point_activated(Desk& desk, const std::string& gsrn, Day from) {
  for (auto& one : desk.ledger().cases_of(gsrn))
    if (one.status == "ongoing" && one.stage == "waiting-for-activation") {
      // There is no supply before the point is active.
      one.date = std::max(one.date, from);
      proceed(desk, one);
    }
}

}  // namespace cimgate::hub
