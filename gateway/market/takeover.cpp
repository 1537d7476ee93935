#include "gateway/market/takeover.hpp"

#include <algorithm>

namespace cimgate::market {
namespace {

constexpr const char* by_hub = "BRS-NO-305";
constexpr const char* change_of_supplier = "BRS-NO-101";

bool in_market(const Market& market, const std::string& gln, Day day) {
  return held_on(market.party_history(gln), day) != nullptr;
}

bool new_in_market(const Market& market, const std::string& gsrn, const std::string& supplier, Day day) {
  const auto point = market.metering_point(gsrn, day);
  if (!point.known() || !point->grid_area.known()) return false;
  const auto agreements = market.balance_agreements(supplier, *point->grid_area);
  return held_on(agreements, day - std::chrono::days(1)) == nullptr;
}

/// The takeover that made contract number `at`.
std::optional<Takeover> takeover_at(const Market& market, const std::vector<Contract>& contracts,
                                    std::size_t at, Day as_of) {
  const auto& contract = contracts[at];
  Takeover takeover{contract.period.from, contract.origin == by_hub, false, false};
  const bool follows = at > 0 && contracts[at - 1].period.to == contract.period.from;
  if (follows)
    takeover.old_supplier_left =
        !in_market(market, contracts[at - 1].supplier, std::max(as_of, contract.period.from));
  const bool by_supplier = contract.origin == change_of_supplier && follows && takeover.old_supplier_left &&
                           contracts[at - 1].customer == contract.customer &&
                           contracts[at - 1].supplier != contract.supplier;
  if (!takeover.by_hub && !by_supplier) return std::nullopt;
  takeover.new_in_market =
      new_in_market(market, contract.metering_point, contract.supplier, contract.period.from);
  return takeover;
}

}  // namespace

std::optional<Takeover> last_takeover(const Market& market, const std::string& gsrn, Day as_of) {
  const auto contracts = market.contracts_of(gsrn);
  std::size_t begun = 0;
  while (begun < contracts.size() && contracts[begun].period.from <= as_of) ++begun;
  return begun == 0 ? std::nullopt : takeover_at(market, contracts, begun - 1, as_of);
}

std::optional<Day> coming_takeover(const Market& market, const std::string& gsrn, Day as_of) {
  const auto contracts = market.contracts_of(gsrn);
  for (std::size_t at = 0; at < contracts.size(); ++at)
    if (contracts[at].period.from > as_of)
      if (const auto found = takeover_at(market, contracts, at, as_of)) return found->day;
  for (const auto& process : market.processes_of(gsrn))
    if (process.process == by_hub && process.status == "ongoing" && process.date > as_of) return process.date;
  return std::nullopt;
}

}  // namespace cimgate::market
