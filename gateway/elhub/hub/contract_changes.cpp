#include "gateway/elhub/hub/contract_changes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/hub/cases.hpp"
#include "gateway/elhub/hub/notices.hpp"

namespace cimgate::hub {
namespace {

using market::Contract;
using Contracts = std::vector<Contract>;
using What = ContractChange::What;

const Contract* same(const Contracts& all, const Contract& one) {
  const auto at = std::find_if(all.begin(), all.end(), [&](const Contract& other) {
    return other.period.from == one.period.from && other.supplier == one.supplier &&
           other.customer == one.customer;
  });
  return at == all.end() ? nullptr : &*at;
}

bool ends_before(const std::optional<Day>& one, const std::optional<Day>& other) {
  return one && (!other || *one < *other);
}

bool takes_away(What what) {
  return what == What::removed || what == What::cut_short;
}

/// The process that stands behind what was taken back.
bool made(const ledger::Case& one, const ContractChange& change) {
  if (one.date != change.day) return false;
  if (change.what == What::removed) return one.process == change.contract.origin;
  return change.what == What::goes_on && is_end_of_supply(one.process);
}

Text text_of(const ContractChange& change) {
  const auto& supplier = change.contract.supplier;
  const auto day = rules::to_text(change.day);
  switch (change.what) {
    case What::removed:
      return {fmt::format("The supply by {} from {} was removed.", supplier, day),
              fmt::format("Leveransen fra {} fra og med {} ble fjernet.", supplier, day)};
    case What::cut_short:
      return {fmt::format("Supply by {} ends on {}.", supplier, day),
              fmt::format("Leveransen fra {} opphører {}.", supplier, day)};
    case What::goes_on:
      return {fmt::format("Supply by {} goes on after {}.", supplier, day),
              fmt::format("Leveransen fra {} fortsetter etter {}.", supplier, day)};
    case What::added:
      break;
  }
  return {fmt::format("Supply by {} from {}.", supplier, day),
          fmt::format("Leveranse fra {} fra og med {}.", supplier, day)};
}

}  // namespace

std::vector<ContractChange> changes_between(const Contracts& before, const Contracts& after) {
  std::vector<ContractChange> changes;
  for (const auto& old : before) {
    const auto* now = same(after, old);
    if (now == nullptr)
      changes.push_back({What::removed, old, old.period.from, false});
    else if (ends_before(now->period.to, old.period.to))
      changes.push_back({What::cut_short, old, *now->period.to, false});
  }
  for (auto& change : changes) change.nothing_follows = market::held_on(after, change.day) == nullptr;
  for (const auto& now : after) {
    const auto* old = same(before, now);
    if (old == nullptr)
      changes.push_back({What::added, now, now.period.from, false});
    else if (ends_before(old->period.to, now.period.to))
      changes.push_back({What::goes_on, now, *old->period.to, false});
  }
  return changes;
}

void take_back_cases(ProcessContext& context, const std::vector<ContractChange>& changes) {
  if (changes.empty()) return;
  for (auto& one : context.ledger().cases_of(changes.front().contract.metering_point)) {
    if (one.status != "ongoing" && one.status != "completed") continue;
    if (std::none_of(changes.begin(), changes.end(),
                     [&](const ContractChange& change) { return made(one, change); }))
      continue;
    close_case(context, one, "cancelled");
    context.tell(
        "process-rolled-back",
        {fmt::format("{} of {} was taken back by hand.", one.process, rules::to_text(one.date)),
         fmt::format("{} med dato {} ble tatt tilbake manuelt.", one.process, rules::to_text(one.date))},
        one.process, one.gsrn, one.initiator);
  }
}

void tell_of(ProcessContext& context, const std::vector<ContractChange>& changes,
             const std::string& process) {
  for (const auto& change : changes) {
    const auto& contract = change.contract;
    const auto& gsrn = contract.metering_point;
    context.tell("contract-changed", text_of(change), process, gsrn, contract.supplier);
    const StartNotice start{process, gsrn, change.day, contract.supplier, contract.customer};
    const EndNotice end{process, gsrn, change.day, contract.supplier, contract.customer, {}};
    const auto company = grid_company(context, gsrn, std::max(change.day, context.today()));
    const bool away = takes_away(change.what);
    if (market::held_on(context.market().party_history(contract.supplier), context.today()) == nullptr)
      context.tell("not-told",
                   {"The supplier has left the market.", "Kraftleverandøren er opphørt i markedet."}, process,
                   gsrn, contract.supplier);
    else if (away)
      notify_end(context, supplier_of(contract), end);
    else
      notify_start(context, supplier_of(contract), start);
    if (!company) continue;
    if (!away) notify_start(context, *company, start);
    if (away && change.nothing_follows) notify_end(context, *company, end);
  }
}

}  // namespace cimgate::hub
