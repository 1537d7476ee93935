#include "gateway/elhub/hub/sharing_allocation.hpp"

#include <algorithm>
#include <numeric>

namespace cimgate::hub {
namespace {

__extension__ using Wide = __int128;

Thousandths total(const std::vector<Thousandths>& all) {
  return std::accumulate(all.begin(), all.end(), Thousandths{0});
}

/// `amount` in parts that are to each other as the weights are, and to all of it as their sum is to `of`.
/// They add up to that part of `amount`, rounded down. No weight is negative; `of` is not less than their
/// sum, nor 0.
std::vector<Thousandths> divide(Thousandths amount, const std::vector<Thousandths>& weights, Wide of) {
  std::vector<Thousandths> parts(weights.size());
  std::vector<Wide> lost(weights.size());
  Wide sum = 0;
  Thousandths given = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Wide exact = Wide{amount} * weights[i];
    parts[i] = static_cast<Thousandths>(exact / of);
    lost[i] = exact % of;
    sum += weights[i];
    given += parts[i];
  }
  auto left = static_cast<std::size_t>(static_cast<Thousandths>(Wide{amount} * sum / of) - given);
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return lost[a] > lost[b]; });
  for (const auto at : order) {
    if (left == 0) break;
    ++parts[at];
    --left;
  }
  return parts;
}

/// What each recipient gets of `pool`, used or not.
std::vector<Thousandths> by_formula(const SharingKey& key, Thousandths pool,
                                    const std::vector<Thousandths>& consumed) {
  const auto count = key.recipients.size();
  if (key.formula == "Manual") {
    std::vector<Thousandths> shares;
    for (const auto& one : key.recipients) shares.push_back(one.share.value_or(0));
    // Shares that are more than all are made smaller alike.
    return divide(pool, shares, std::max(total(shares), all_of_it));
  }
  if (key.formula == "ConsumptionBased") {
    const auto sum = total(consumed);
    return sum == 0 ? std::vector<Thousandths>(count) : divide(pool, consumed, sum);
  }
  return divide(pool, std::vector<Thousandths>(count, 1), static_cast<Wide>(count));
}

}  // namespace

Thousandths Allocation::sum() const {
  return total(kept) + total(returned) + total(allocated);
}

std::optional<Allocation> allocate(const SharingKey& key, const std::string& surplus_to,
                                   const Measured& measured) {
  if (key.contributors.empty() || key.recipients.empty()) return std::nullopt;
  const bool comes_back = surplus_to == surplus_to_contributor;
  Allocation made;
  std::vector<Thousandths> shared;
  for (std::size_t i = 0; i < key.contributors.size(); ++i) {
    const auto& produced = measured.produced.at(i);
    if (!produced) return std::nullopt;
    const Wide share = key.contributors[i].share.value_or(all_of_it);
    shared.push_back(*produced <= 0 ? 0 : static_cast<Thousandths>(*produced * share / all_of_it));
    made.kept.push_back(*produced - shared.back());
  }
  std::vector<Thousandths> consumed;
  for (std::size_t i = 0; i < key.recipients.size(); ++i) {
    const auto& value = measured.consumed.at(i);
    if (!value && (comes_back || key.formula == "ConsumptionBased")) return std::nullopt;
    consumed.push_back(std::max(value.value_or(0), Thousandths{0}));
  }
  const auto pool = total(shared);
  made.allocated = by_formula(key, pool, consumed);
  if (comes_back)
    for (std::size_t i = 0; i < consumed.size(); ++i)
      made.allocated[i] = std::min(made.allocated[i], consumed[i]);
  const auto back = pool - total(made.allocated);
  made.returned = pool == 0 ? std::vector<Thousandths>(shared.size()) : divide(back, shared, pool);
  return made;
}

}  // namespace cimgate::hub
