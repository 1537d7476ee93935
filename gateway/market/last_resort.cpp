#include "gateway/market/last_resort.hpp"

#include <algorithm>

namespace cimgate::market {

std::string last_resort(const Market& market, const std::string& gsrn, Day day) {
  const auto candidates = market.parties_with_role("SLR", day);
  if (candidates.empty()) return {};
  const auto point = market.metering_point(gsrn, day);
  if (!point.known() || !point->grid_area.known()) return candidates.front();
  const auto owner = market.grid_owner(*point->grid_area, day);
  if (owner.known() && std::find(candidates.begin(), candidates.end(), *owner) != candidates.end())
    return *owner;
  for (const auto& one : candidates)
    if (held_on(market.balance_agreements(one, *point->grid_area), day) != nullptr) return one;
  return candidates.front();
}

}  // namespace cimgate::market
