#include <fmt/format.h>

#include "gateway/elhub/hub/cases.hpp"
#include "gateway/elhub/hub/customer_information.hpp"
#include "gateway/elhub/hub/end_user_mail.hpp"
#include "gateway/elhub/hub/notices.hpp"
#include "gateway/elhub/hub/supply.hpp"

namespace cimgate::hub {

using ledger::Case;

namespace {

/// The metering point has no end user on the day before the end. Source: facts, rules of BRS-NO-201 to 211.
Reasons no_end_user() {
  return {{"EH016", "89"}};
}

/// BRS-NO-221 and 222: the contract is opened again. Source: BRS-NO-222; test SYS-DDM222-01.
void roll_back(ProcessContext& context, const Request& request, const std::string& reference) {
  auto found = referred_case(context, reference);
  auto& ledger = context.ledger();
  const auto last = contract_on(context, found.gsrn, found.date);  // at last resort, after BRS-NO-202
  if (!ledger.put_back(found.id)) {
    // An end that this hub did not see itself.
    if (const auto ended = contract_on(context, found.gsrn, found.date - std::chrono::days(1)))
      ledger.end_contract(found.gsrn, ended->period.from, std::nullopt);
  }
  close_rolled_back(context, request, found);
  const auto again = contract_on(context, found.gsrn, found.date);
  if (!again) return;
  const StartNotice notice{request.process, found.gsrn, found.date, again->supplier, again->customer};
  if (const auto company = grid_company(context, found.gsrn, found.date))
    notify_start(context, *company, notice);
  if (request.process == "BRS-NO-222") notify_start(context, supplier_of(*again), notice);
  if (last && last->supplier != again->supplier)
    notify_end(context, supplier_of(*last),
               {request.process, found.gsrn, found.date, last->supplier, last->customer, {}});
}

/// The date of a move-out by the grid company is moved by sending it again. Source: test SYS-DDM211-03.
void replace_earlier(ProcessContext& context, const Case& incoming) {
  for (auto& other : context.ledger().cases_of(incoming.gsrn)) {
    if (other.id == incoming.id || other.process != "BRS-NO-211" || other.status != "ongoing" ||
        other.initiator != incoming.initiator)
      continue;
    context.ledger().put_back(other.id);
    close_case(context, other, "cancelled");
    context.tell(
        "process-cancelled",
        {fmt::format("The date of {} was moved to {}.", other.process, rules::to_text(incoming.date)),
         fmt::format("Datoen for {} ble flyttet til {}.", other.process, rules::to_text(incoming.date))},
        other.process, other.gsrn, other.initiator);
  }
}

}  // namespace

Outcome end_supply(ProcessContext& context, const Request& request, const ebix::RequestEndOfSupply& message) {
  const auto& event = message.PayloadMPEvent();
  const auto reference = text_of(event.OriginalBusinessDocumentReference());
  if (request.process == "BRS-NO-221" || request.process == "BRS-NO-222") {
    roll_back(context, request, reference);
    return {};
  }
  if (request.document_type == "E02") {
    cancel(context, request, reference);
    return {};
  }

  auto one = new_case(request, day_of(event.EndOfOccurrence()),
                      event.ConsumerInvolvedCustomerParty().Identification());
  if (one.process == "BRS-NO-211") replace_earlier(context, one);
  const auto contract = contract_on(context, one.gsrn, one.date - std::chrono::days(1));
  // A rule has seen to it, but for a move-out that takes the place of an earlier one.
  if (!contract)
    return tl::unexpected(Refusal{no_end_user(),
                                  {"The metering point has no end user on the day before.",
                                   "Målepunktet har ingen sluttbruker dagen før."}});
  one.supplier = contract->supplier;
  one.supplier_role = contract->role;
  if (contract->customer == one.customer) remember_customer(context, request);
  open_case(context, request, one);
  if (!waits_for_deadline(context, one)) end_takes_effect(context, one);
  return {};
}

void end_takes_effect(ProcessContext& context, Case& one) {
  auto& ledger = context.ledger();
  const auto contract = contract_on(context, one.gsrn, one.date - std::chrono::days(1));
  // BRS-NO-214 or a start of supply came in between.
  if (!contract)
    return refuse_case(context, one, no_end_user(),
                       {"There is no supply left to end.", "Det er ingen leveranse igjen å avslutte."});
  ledger.remember(one.id, one.gsrn, contract->period.from);
  ledger.end_contract(one.gsrn, contract->period.from, one.date);
  context.tell("contract-changed",
               {fmt::format("Supply by {} ends on {}.", contract->supplier, rules::to_text(one.date)),
                fmt::format("Leveransen fra {} opphører {}.", contract->supplier, rules::to_text(one.date))},
               one.process, one.gsrn, contract->supplier);
  const EndNotice notice{one.process, one.gsrn, one.date, contract->supplier, contract->customer, {}};
  const auto company = grid_company(context, one.gsrn, one.date);
  if (one.process == "BRS-NO-202") {
    // The end user goes to the supplier of last resort.
    if (const auto next = last_resort(context, one.gsrn, one.date)) {
      ledger.remember(one.id, one.gsrn, one.date);
      ledger.set_contract(
          {one.gsrn, {one.date, std::nullopt}, contract->customer, next->gln, "SLR", one.process});
      const StartNotice start{one.process, one.gsrn, one.date, next->gln, contract->customer};
      notify_start(context, *next, start);
      if (company) notify_start(context, *company, start);
    }
  } else if (one.process == "BRS-NO-201") {
    if (company) notify_end(context, *company, notice);
  } else {
    notify_end(context, supplier_of(*contract), notice);
  }
  // After BRS-NO-202 the end user is supplied as before. Of an end on this very day he was told before.
  if (one.process != "BRS-NO-202" && contract->period.to != one.date)
    mail_end_user(context, {one.process, one.gsrn, one.date, contract->customer, contract->supplier, {}});
  await_day(context, one);
}

}  // namespace cimgate::hub
