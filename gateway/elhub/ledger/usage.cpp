#include "gateway/elhub/ledger/ledger.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/market/field_values.hpp"
#include "gateway/store/day_columns.hpp"

namespace cimgate::ledger {

usage::Counts Ledger::uses_of(const std::string& party, Day since) {
  usage::Counts counts;
  {
    auto row = connection_->query(
        "SELECT day, accepted, rejected, for_start, starts, of_points, points, blocked FROM hub_usage_days "
        "WHERE party = ? AND day >= ?");
    row->bind(1, party).bind(2, store::number(since));
    while (row->step())
      counts.days[store::day_at(row, 0)] = {row->integer(1), row->integer(2), row->integer(3),
                                            row->integer(4), row->integer(5), row->integer(6),
                                            row->integer(7)};
  }
  auto row = connection_->query("SELECT hour, accepted, rejected FROM hub_usage_hours WHERE party = ?");
  row->bind(1, party);
  while (row->step()) counts.hours[row->integer(0)] = {row->integer(1), row->integer(2)};
  return counts;
}

void Ledger::keep_uses(const std::string& party, const usage::Counts& counts) {
  for (const auto& [day, count] : counts.days) {
    auto row = connection_->query(database::put_into(
        "hub_usage_days",
        {"party", "day", "accepted", "rejected", "for_start", "starts", "of_points", "points", "blocked"},
        2));
    row->bind(1, party).bind(2, store::number(day));
    int column = 2;
    for (const auto value : {count.accepted, count.rejected, count.for_start, count.starts, count.of_points,
                             count.points, count.blocked})
      row->bind(++column, value);
    row->step();
  }
  for (const auto& [hour, count] : counts.hours) {
    auto row = connection_->query(
        database::put_into("hub_usage_hours", {"party", "hour", "accepted", "rejected"}, 2));
    row->bind(1, party).bind(2, hour).bind(3, count.accepted).bind(4, count.rejected);
    row->step();
  }
}

bool Ledger::keep_used_point(const std::string& party, const std::string& gsrn, Day day) {
  {
    auto row = connection_->query("SELECT day FROM hub_usage_points WHERE party = ? AND gsrn = ?");
    row->bind(1, party).bind(2, market::number_of(gsrn));
    if (row->step() && row->integer(0) == store::number(day)) return false;
  }
  auto row = connection_->query(database::put_into("hub_usage_points", {"party", "gsrn", "day"}, 2));
  row->bind(1, party).bind(2, market::number_of(gsrn)).bind(3, store::number(day));
  row->step();
  return true;
}

void Ledger::forget_uses(Day today, Day oldest) {
  {
    auto row = connection_->query("DELETE FROM hub_usage_days WHERE day < ?");
    row->bind(1, store::number(oldest));
    row->step();
  }
  {
    auto row = connection_->query("DELETE FROM hub_usage_hours WHERE hour < ?");
    row->bind(1, usage::hour_of(norway::start_of(today)));
    row->step();
  }
  auto row = connection_->query("DELETE FROM hub_usage_points WHERE day < ?");
  row->bind(1, store::number(today));
  row->step();
}

std::vector<std::string> Ledger::parties_with_uses() {
  auto row = connection_->query("SELECT DISTINCT party FROM hub_usage_days ORDER BY party");
  std::vector<std::string> all;
  while (row->step()) all.push_back(row->text(0));
  return all;
}

std::string Ledger::usage_limits() {
  auto row = connection_->query("SELECT yaml FROM hub_usage_limits WHERE one = 1");
  return row->step() ? row->text(0) : std::string();
}

void Ledger::set_usage_limits(const std::string& yaml) {
  if (yaml.empty()) {
    auto row = connection_->query("DELETE FROM hub_usage_limits");
    row->step();
    return;
  }
  auto row = connection_->query(database::put_into("hub_usage_limits", {"one", "yaml"}, 1));
  row->bind(1, std::int64_t{1}).bind(2, yaml);
  row->step();
}

}  // namespace cimgate::ledger
