#include "gateway/elhub/hub/corrections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "gateway/elhub/hub/cases.hpp"
#include "gateway/elhub/hub/contract_changes.hpp"
#include "gateway/elhub/hub/customer_information.hpp"
#include "gateway/elhub/hub/notices.hpp"
#include "gateway/market/takeover.hpp"

namespace cimgate::hub {
namespace {

using market::Contract;
using Contracts = std::vector<Contract>;
using Corrected = tl::expected<void, Misfit>;

constexpr const char* process = "BRS-NO-305";

tl::unexpected<Misfit> misfit(const char* member, std::string text) {
  return tl::unexpected(Misfit{member, std::move(text)});
}

bool in_market(ProcessContext& context, const std::string& gln) {
  return market::held_on(context.market().party_history(gln), context.today()) != nullptr;
}

/// The number of the contract that the last takeover made; nothing when the supply of today came otherwise.
struct TakenOver {
  std::size_t at = 0;
  market::Takeover takeover;
};
std::optional<TakenOver> taken_over(ProcessContext& context, const std::string& gsrn,
                                    const Contracts& contracts) {
  const auto found = market::last_takeover(context.market(), gsrn, context.today());
  if (!found) return std::nullopt;
  for (std::size_t at = 0; at < contracts.size(); ++at)
    if (contracts[at].period.from == found->day) return TakenOver{at, *found};
  return std::nullopt;
}

bool was_rejected_for_a_takeover(ProcessContext& context, const std::string& id) {
  for (const auto& answer : context.ledger().answers_to(id)) {
    const auto typed = ebix::parse(answer.xml, {.validate = false});
    if (!typed) throw HubFault("an answer of the hub could not be read");
    const auto* reject = std::get_if<std::unique_ptr<ebix::RejectStartOfSupply>>(&*typed);
    if (reject == nullptr) continue;
    for (const auto& code : (*reject)->PayloadResponseEvent().ResponseReasonType()) {
      const auto reason = code_of(code);
      if (reason.value == "EH017" || reason.value == "E16") return true;
    }
  }
  return false;
}

/// The BRS-NO-103 from which the end user is taken: it must really have been sent, and rejected.
tl::expected<Request, Misfit> rejected_move_in(ProcessContext& context, const Correction& wanted,
                                               const std::string& supplier) {
  const auto kept = context.ledger().message(wanted.message);
  if (!kept || !kept->incoming || kept->name != "RequestStartOfSupply" || kept->process != "BRS-NO-103" ||
      kept->gsrn != wanted.gsrn)
    return misfit("message",
                  "No BRS-NO-103 for this metering point has come with this id: it must have been sent, and "
                  "rejected with EH017 or E16.");
  auto request = context.intake().read(kept->xml);
  if (!request) throw HubFault("a message that was kept could not be read");
  const auto* start = std::get_if<std::unique_ptr<ebix::RequestStartOfSupply>>(&request->typed);
  if (start == nullptr) throw HubFault("a message that was kept has changed");
  if (!was_rejected_for_a_takeover(context, wanted.message))
    return misfit("message", "This BRS-NO-103 was not rejected with EH017 or E16.");
  if (request->sender != supplier)
    return misfit("message", "This BRS-NO-103 is not of the supplier that took over.");
  if (day_of((*start)->PayloadMPEvent().StartOfOccurrence()) != *wanted.day)
    return misfit("day", "The rejected BRS-NO-103 has another date of moving in.");
  return std::move(*request);
}

Corrected remove_switch(ProcessContext& context, const Correction& wanted) {
  auto& ledger = context.ledger();
  const auto contracts = context.market().contracts_of(wanted.gsrn);
  const auto found = taken_over(context, wanted.gsrn, contracts);
  if (!found || found->at == 0)
    return misfit("meteringPoint",
                  "The supply there does not come from a portfolio takeover: there is nothing to remove.");
  const auto& switched = contracts[found->at];
  const auto& before = contracts[found->at - 1];
  if (before.period.to != switched.period.from || before.customer != switched.customer)
    return misfit("meteringPoint",
                  "No other supply went before that of the takeover: there is nothing to go on.");
  if (*wanted.day >= switched.period.from || *wanted.day <= before.period.from)
    return misfit("day",
                  fmt::format("The takeover is in the way of a move-in after {} and before {} only.",
                              rules::to_text(before.period.from), rules::to_text(switched.period.from)));
  std::optional<Request> move_in;
  if (found->takeover.new_in_market || !wanted.message.empty()) {
    auto proof = rejected_move_in(context, wanted, switched.supplier);
    if (!proof) return tl::unexpected(proof.error());
    move_in = std::move(*proof);
  }
  ledger.remove_contract(wanted.gsrn, switched.period.from);
  ledger.end_contract(wanted.gsrn, before.period.from, switched.period.to);
  // One that was in the market before sends its BRS-NO-103 again.
  if (!found->takeover.new_in_market) return {};
  const auto supplier = last_resort(context, wanted.gsrn, *wanted.day);
  if (!supplier) return misfit("meteringPoint", "The market has no supplier of last resort there.");
  remember_customer(context, *move_in);
  const auto& start = *std::get<std::unique_ptr<ebix::RequestStartOfSupply>>(move_in->typed);
  ledger.set_contract({wanted.gsrn,
                       {*wanted.day, switched.period.to},
                       start.PayloadMPEvent().ConsumerInvolvedCustomerParty().Identification(),
                       supplier->gln,
                       "SLR",
                       process});
  return {};
}

/// The day of the takeover that is on its way to a metering point: its contract is there already, or the hub
/// will move all that the supplier has.
std::optional<Day> coming_takeover(ProcessContext& context, const std::string& gsrn,
                                   const std::string& supplier) {
  auto day = market::coming_takeover(context.market(), gsrn, context.today());
  for (const auto& step : context.ledger().steps_named("takeover")) {
    std::istringstream words(step.subject);
    std::string from, to, text;
    words >> from >> to >> text;
    const auto planned = rules::parse_day(text);
    if (from == supplier && planned && (!day || *planned < *day)) day = planned;
  }
  return day;
}

Corrected end_supply(ProcessContext& context, const Correction& wanted) {
  auto& ledger = context.ledger();
  const auto contract = contract_on(context, wanted.gsrn, *wanted.day - std::chrono::days(1));
  if (!contract) return misfit("day", "The metering point has no end user on the day before.");
  const auto takeover = coming_takeover(context, wanted.gsrn, contract->supplier);
  if (!takeover)
    return misfit(
        "meteringPoint",
        "No portfolio takeover is on its way to this metering point: its supplier can end the supply.");
  if (*wanted.day > *takeover)
    return misfit(
        "day", fmt::format("The supply goes over on {}: it can end until then.", rules::to_text(*takeover)));
  // The limits are those of the process that the supplier would have sent.
  const auto* as_sent = wanted.last_resort ? "BRS-NO-202" : "BRS-NO-201";
  const auto point = context.market().metering_point(wanted.gsrn, *wanted.day);
  const auto limits = context.timetable().limits(
      as_sent, point.known() && point->settlement.known() ? *point->settlement : "", context.today());
  if ((limits.earliest && *wanted.day < *limits.earliest) || (limits.latest && *wanted.day > *limits.latest))
    return misfit("day", fmt::format("The date must be from {} to {}, as in {}.",
                                     limits.earliest ? rules::to_text(*limits.earliest) : "–",
                                     limits.latest ? rules::to_text(*limits.latest) : "–", as_sent));
  // What the takeover has written already goes.
  for (const auto& later : context.market().contracts_of(wanted.gsrn))
    if (later.period.from == *takeover && later.period.from > context.today())
      ledger.remove_contract(wanted.gsrn, later.period.from);
  for (auto& one : ledger.cases_of(wanted.gsrn))
    if (one.process == process && one.status == "ongoing") close_case(context, one, "cancelled");
  ledger.end_contract(wanted.gsrn, contract->period.from, *wanted.day);
  if (!wanted.last_resort) return {};
  const auto next = last_resort(context, wanted.gsrn, *wanted.day);
  if (!next) return misfit("lastResort", "The market has no supplier of last resort there.");
  ledger.set_contract(
      {wanted.gsrn, {*wanted.day, std::nullopt}, contract->customer, next->gln, "SLR", process});
  return {};
}

/// A portfolio went from one supplier to another on a day: some other contract of it tells.
bool was_taken_over(ProcessContext& context, const std::string& from, const std::string& to, Day day) {
  for (const auto& contract : context.ledger().contracts_of_supplier(to)) {
    if (contract.period.from != day) continue;
    const auto before = contract_on(context, contract.metering_point, day - std::chrono::days(1));
    if (before && before->supplier == from && before->customer == contract.customer) return true;
  }
  return false;
}

/// Opens a contract again: until `end`, or until the day of the takeover, when it goes to the supplier that
/// took over.
void open_again(ProcessContext& context, const Contract& contract, std::optional<Day> end,
                const std::string& taker, Day takeover) {
  auto& ledger = context.ledger();
  if (in_market(context, contract.supplier))
    return ledger.end_contract(contract.metering_point, contract.period.from, end);
  ledger.end_contract(contract.metering_point, contract.period.from, takeover);
  ledger.set_contract(
      {contract.metering_point, {takeover, end}, contract.customer, taker, contract.role, process});
}

/// BRS-NO-221: he was moved out before the takeover, and so not taken over.
Corrected reopen_left_behind(ProcessContext& context, const Correction& wanted, const Contracts& contracts) {
  const auto last = std::find_if(contracts.rbegin(), contracts.rend(),
                                 [&](const Contract& one) { return one.period.from <= context.today(); });
  if (last == contracts.rend() || last->period.holds(context.today()))
    return misfit(
        "meteringPoint",
        "The supply there does not come from a portfolio takeover, and has not ended either: there is "
        "nothing to open again.");
  if (in_market(context, last->supplier))
    return misfit(
        "meteringPoint",
        "The supplier of the last contract is in the market: it can roll the end back (BRS-NO-221).");
  if (wanted.supplier.empty()) return misfit("supplier", "Which supplier took the portfolio over?");
  if (!wanted.day) return misfit("day", "On which day was the portfolio taken over?");
  if (!was_taken_over(context, last->supplier, wanted.supplier, *wanted.day))
    return misfit("supplier", fmt::format("It took over no contract of {} on {}.", last->supplier,
                                          rules::to_text(*wanted.day)));
  if (*last->period.to > *wanted.day) return misfit("day", "The contract ended after the takeover.");
  open_again(context, *last,
             last == contracts.rbegin() ? std::nullopt : std::optional((last - 1)->period.from),
             wanted.supplier, *wanted.day);
  return {};
}

/// BRS-NO-111: he was moved out by mistake, and whoever came after him was taken over instead.
Corrected reopen(ProcessContext& context, const Correction& wanted) {
  const auto contracts = context.market().contracts_of(wanted.gsrn);
  const auto found = taken_over(context, wanted.gsrn, contracts);
  if (!found) return reopen_left_behind(context, wanted, contracts);
  const auto& switched = contracts[found->at];
  if (!wanted.supplier.empty() && wanted.supplier != switched.supplier)
    return misfit("supplier", "Another supplier took over there.");
  if (wanted.day && *wanted.day != switched.period.from)
    return misfit("day", fmt::format("The takeover was on {}.", rules::to_text(switched.period.from)));
  auto first = found->at;  // of the end user who goes
  while (first > 0 && contracts[first - 1].customer == switched.customer) --first;
  if (first == 0)
    return misfit("meteringPoint", "No other end user went before: there is no contract to open again.");
  const auto& before = contracts[first - 1];
  if (!in_market(context, before.supplier) && before.supplier != contracts[found->at - 1].supplier)
    return misfit("meteringPoint",
                  "The supplier of the end user before has left the market, and not with this portfolio.");
  for (auto at = first; at <= found->at; ++at)
    context.ledger().remove_contract(wanted.gsrn, contracts[at].period.from);
  open_again(context, before, switched.period.to, switched.supplier, switched.period.from);
  return {};
}

Corrected change(ProcessContext& context, const Correction& wanted) {
  switch (wanted.kind) {
    case Correction::Kind::remove_switch:
      return remove_switch(context, wanted);
    case Correction::Kind::end_supply:
      return end_supply(context, wanted);
    case Correction::Kind::reopen:
      break;
  }
  return reopen(context, wanted);
}

}  // namespace

Corrected correct(ProcessContext& context, const Correction& correction) {
  if (context.market().changes_of(correction.gsrn).empty())
    return misfit("meteringPoint", "The metering point is not registered.");
  const auto before = context.market().contracts_of(correction.gsrn);
  if (auto done = change(context, correction); !done) return done;
  const auto changes = changes_between(before, context.market().contracts_of(correction.gsrn));
  if (changes.empty()) return misfit("meteringPoint", "It is so already: there is nothing to put right.");
  take_back_cases(context, changes);
  tell_of(context, changes, process);
  return {};
}

}  // namespace cimgate::hub
