#include "gateway/elhub/ledger/ledger.hpp"
#include "gateway/store/day_columns.hpp"

namespace cimgate::ledger {

std::optional<Settled> Ledger::settled(const std::string& grid_area, Day day) {
  auto row = connection_->query("SELECT run, at, sums FROM hub_settled WHERE grid_area = ? AND day = ?");
  row->bind(1, grid_area).bind(2, store::number(day));
  if (!row->step()) return std::nullopt;
  return Settled{grid_area, day, static_cast<int>(row->integer(0)), row->integer(1), row->text(2)};
}

void Ledger::save(const Settled& settled) {
  auto row =
      connection_->query(database::put_into("hub_settled", {"grid_area", "day", "run", "at", "sums"}, 2));
  row->bind(1, settled.grid_area)
      .bind(2, store::number(settled.day))
      .bind(3, static_cast<std::int64_t>(settled.run))
      .bind(4, settled.at)
      .bind(5, settled.sums);
  row->step();
}

}  // namespace cimgate::ledger
