#include "gateway/market/market.hpp"
#include "gateway/market/wanted.hpp"

namespace cimgate::market {

Part Market::part(const Wanted&) const {
  return {};
}

std::optional<Day> lives_since(const std::vector<Contract>& all, Day day) {
  std::optional<Day> since;
  const Contract* before = nullptr;
  for (const auto& one : all) {
    const bool goes_on =
        before != nullptr && before->customer == one.customer && before->period.to == one.period.from;
    if (!goes_on) since = one.period.from;
    if (one.period.holds(day)) return since;
    before = &one;
  }
  return std::nullopt;
}

}  // namespace cimgate::market
