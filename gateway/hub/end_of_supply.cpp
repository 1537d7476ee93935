#include <fmt/format.h>

#include "gateway/hub/customer_sheet.hpp"
#include "gateway/hub/notices.hpp"
#include "gateway/hub/supply.hpp"

namespace cimgate::hub {

using ledger::Case;

void deadline_of_start(Desk& desk, Case& one);

namespace {

bool is_end(const std::string& process) {
  return process == "BRS-NO-201" || process == "BRS-NO-202" || process == "BRS-NO-211";
}

/// The contract ends, and all who must know are told.
void take_effect(Desk& desk, Case& one) {
  auto& ledger = desk.ledger();
  const auto contract = contract_on(desk, one.gsrn, one.date - std::chrono::days(1));
  if (!contract) {
    one.status = "cancelled";
    one.stage = "done";
    ledger.save(one);
    desk.tell("process-cancelled",
              {fmt::format("{}: there is no supply left to end.", one.process),
               fmt::format("{}: det er ingen leveranse igjen å avslutte.", one.process)},
              one.process, one.gsrn, one.initiator);
    return;
  }
  ledger.remember(one.id, one.gsrn, contract->period.from);
  ledger.end_contract(one.gsrn, contract->period.from, one.date);
  desk.tell("contract-changed",
            {fmt::format("Supply by {} ends on {}.", contract->supplier, rules::to_text(one.date)),
             fmt::format("Leveransen fra {} opphører {}.", contract->supplier, rules::to_text(one.date))},
            one.process, one.gsrn, contract->supplier);
  const EndNotice notice{one.process, one.gsrn, one.date, contract->supplier, contract->customer, {}};
  const auto company = grid_company(desk, one.gsrn, one.date);
  if (one.process == "BRS-NO-202") {
    // The end user goes to the supplier of last resort.
    if (const auto next = last_resort(desk, one.gsrn, one.date)) {
      ledger.remember(one.id, one.gsrn, one.date);
      ledger.set_contract(
          {one.gsrn, {one.date, std::nullopt}, contract->customer, next->gln, "SLR", one.process});
      const StartNotice start{one.process, one.gsrn, one.date, next->gln, contract->customer};
      notify_start(desk, *next, start);
      if (company) notify_start(desk, *company, start);
    }
  } else if (one.process == "BRS-NO-201") {
    if (company) notify_end(desk, *company, notice);
  } else {
    notify_end(desk, supplier_of(*contract), notice);
  }
  one.stage = "announced";
  ledger.save(one);
  if (one.date <= desk.today())
    day_has_come(desk, one.id);
  else
    desk.schedule(rules::start_of(one.date), "takes-effect", one.id, one.process, one.gsrn);
}

/// BRS-NO-221 and 222: the contract is opened again. Source: BRS-NO-222; test SYS-DDM222-01.
Outcome roll_back(Desk& desk, const Request& request, const std::string& reference) {
  auto found = referred_case(desk, request, reference);
  const bool by_grid_company = request.process == "BRS-NO-222";
  const bool fits = found && found->gsrn == request.gsrn && found->initiator == request.sender &&
                    (by_grid_company ? found->process == "BRS-NO-211"
                                     : found->process == "BRS-NO-201" || found->process == "BRS-NO-202");
  if (!fits || found->status == "cancelled" || found->status == "rejected")
    return tl::unexpected(refused("E47", "260",
                                  {"There is no end of supply of the sender to roll back.",
                                   "Avsenderen har ikke noe opphør å reversere."}));
  if (found->stage == "waiting-for-deadline")
    return tl::unexpected(
        refused("E47", "260",
                {"The end of supply can still be cancelled: send its own process with document type E02.",
                 "Opphøret kan fortsatt kanselleres: send prosessens egen melding med dokumenttype E02."}));
  auto& ledger = desk.ledger();
  ledger.drop_steps(found->id);
  const auto last = contract_on(desk, found->gsrn, found->date);  // at last resort, after BRS-NO-202
  if (!ledger.put_back(found->id)) {
    // An end that this hub did not see itself.
    if (const auto ended = contract_on(desk, found->gsrn, found->date - std::chrono::days(1)))
      ledger.end_contract(found->gsrn, ended->period.from, std::nullopt);
  }
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
  if (!again) return {};
  const StartNotice notice{request.process, found->gsrn, found->date, again->supplier, again->customer};
  if (const auto company = grid_company(desk, found->gsrn, found->date)) notify_start(desk, *company, notice);
  if (by_grid_company) notify_start(desk, supplier_of(*again), notice);
  if (last && last->supplier != again->supplier)
    notify_end(desk, supplier_of(*last),
               {request.process, found->gsrn, found->date, last->supplier, last->customer, {}});
  return {};
}

/// The date of a move-out by the grid company is moved by sending it again. Source: test SYS-DDM211-03.
void replace_earlier(Desk& desk, const Case& incoming) {
  for (auto& other : desk.ledger().cases_of(incoming.gsrn)) {
    if (other.id == incoming.id || other.process != "BRS-NO-211" || other.status != "ongoing" ||
        other.initiator != incoming.initiator)
      continue;
    desk.ledger().drop_steps(other.id);
    desk.ledger().put_back(other.id);
    other.status = "cancelled";
    other.stage = "done";
    desk.ledger().save(other);
    desk.tell(
        "process-cancelled",
        {fmt::format("The date of {} was moved to {}.", other.process, rules::to_text(incoming.date)),
         fmt::format("Datoen for {} ble flyttet til {}.", other.process, rules::to_text(incoming.date))},
        other.process, other.gsrn, other.initiator);
  }
}

}  // namespace

Outcome end_supply(Desk& desk, const Request& request, const ebix::RequestEndOfSupply& message) {
  const auto& event = message.PayloadMPEvent();
  const auto reference = text_of(event.OriginalBusinessDocumentReference());
  if (request.process == "BRS-NO-221" || request.process == "BRS-NO-222")
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
  one.date = day_of(event.EndOfOccurrence());
  one.customer = event.ConsumerInvolvedCustomerParty().Identification();
  if (one.process == "BRS-NO-211") replace_earlier(desk, one);
  for (const auto& other : desk.ledger().cases_of(one.gsrn))
    if (is_end(other.process) && other.status == "ongoing" && other.process == one.process &&
        other.initiator == one.initiator)
      return tl::unexpected(refused("E59", "260",
                                    {"An end of supply of the sender is under way already.",
                                     "Avsenderen har allerede et opphør som pågår."}));
  const auto contract = contract_on(desk, one.gsrn, one.date - std::chrono::days(1));
  if (!contract)
    return tl::unexpected(refused("EH016", "89",
                                  {"The metering point has no end user on the day before.",
                                   "Målepunktet har ingen sluttbruker dagen før."}));
  one.supplier = contract->supplier;
  one.supplier_role = contract->role;
  if (contract->customer == one.customer) remember_customer(desk, request);
  const auto point = desk.market().metering_point(one.gsrn, one.date);
  one.cancellation_deadline = desk.timetable().cancellation_deadline(
      one.process, point.known() && point->settlement.known() ? *point->settlement : "", one.date);
  desk.ledger().save(one);
  desk.tell("process-started",
            {fmt::format("{} for {}.", one.process, rules::to_text(one.date)),
             fmt::format("{} med dato {}.", one.process, rules::to_text(one.date))},
            one.process, one.gsrn, one.initiator, request.id, request.name);
  if (one.cancellation_deadline && *one.cancellation_deadline >= desk.today()) {
    one.stage = "waiting-for-deadline";
    desk.ledger().save(one);
    desk.schedule(rules::start_of(*one.cancellation_deadline + std::chrono::days(1)), "cancellation-deadline",
                  one.id, one.process, one.gsrn);
  } else {
    take_effect(desk, one);
  }
  return {};
}

void deadline_passed(Desk& desk, const std::string& case_id) {
  auto one = desk.ledger().find_case(case_id);
  if (!one || one->status != "ongoing") return;
  desk.tell("deadline-passed",
            {fmt::format("The cancellation deadline of {} has passed.", one->process),
             fmt::format("Kanselleringsfristen for {} er passert.", one->process)},
            one->process, one->gsrn, one->initiator);
  if (is_end(one->process))
    take_effect(desk, *one);
  else
    deadline_of_start(desk, *one);
}

}  // namespace cimgate::hub
