#include "gateway/elhub/hub/settlement_sums.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/hub/value_pieces.hpp"

namespace cimgate::hub {
namespace {

constexpr const char* active_energy = "8716867000030";

/// The grid area whose settlement a metering point is part of on a day; "" when there is none.
std::string area_of(const market::Market& market, const std::string& gsrn, Day day) {
  const auto point = market.metering_point(gsrn, day);
  if (!point.known() || !point->grid_area.known()) return {};
  if (point->type.known() && *point->type == "E20") return {};
  if (point->accounting_point.known() && !*point->accounting_point) return {};
  return *point->grid_area;
}

void add_point(ProcessContext& context, const std::string& gsrn, Day day,
               std::map<std::string, SettlementSums>& all) {
  const Seconds start = norway::start_of(day);
  const Seconds end = norway::start_of(day + std::chrono::days(1));
  auto stored = context.ledger().series_of(gsrn, start, end);
  std::erase_if(stored, [](const ledger::StoredSeries& one) {
    return one.process != "BRS-NO-313" || one.product != active_energy;
  });
  if (stored.empty()) return;
  const auto area = area_of(context.market(), gsrn, day);
  if (area.empty()) return;
  // Contracts begin and end with a day, so there is one for all of it.
  const auto contracts = context.market().contracts_of(gsrn);
  const auto* contract = market::held_on(contracts, day);
  auto& sums = all[area];
  for (const auto& piece : what_counts(stored, start, end)) {
    const auto values = read(piece);
    if (!values) continue;
    for (const auto& one : values->intervals) {
      const auto value = thousandths(*one.value);
      const auto& direction = piece.series->direction;
      sums[{"", direction, one.length}][one.at] += value;
      if (contract != nullptr) sums[{contract->supplier, direction, one.length}][one.at] += value;
    }
  }
}

}  // namespace

std::map<std::string, SettlementSums> settlement_sums(ProcessContext& context, Day day) {
  std::map<std::string, SettlementSums> all;
  constexpr std::size_t at_once = 500;
  std::string last;
  for (;;) {
    const auto some = context.ledger().points_with_values(last, at_once);
    for (const auto& gsrn : some) add_point(context, gsrn, day, all);
    if (some.size() < at_once) break;
    last = some.back();
  }
  std::erase_if(all, [](const auto& area) { return area.second.empty(); });
  return all;
}

std::string fingerprint(const SettlementSums& sums) {
  // FNV-1a: sums are compared with those of the run before, and nobody gains by making two alike.
  std::uint64_t hash = 14695981039346656037ULL;
  const auto add = [&](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  };
  for (const auto& [of, values] : sums) {
    add(fmt::format("{} {} {}\n", of.supplier, of.direction, of.length));
    for (const auto& [at, value] : values) add(fmt::format("{} {}\n", at, value));
  }
  return fmt::format("{:016x}", hash);
}

}  // namespace cimgate::hub
