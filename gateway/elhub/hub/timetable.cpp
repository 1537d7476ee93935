#include "gateway/elhub/hub/timetable.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "gateway/elhub/norway/calendar.hpp"

namespace cimgate::hub {
namespace {

bool has(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

std::optional<Day> Timetable::cancellation_deadline(const std::string& process, const std::string& settlement,
                                                    Day date) const {
  for (const auto& row : tables_.deadlines)
    if (row.cancellation && has(row.processes, process) &&
        (row.settlements.empty() || has(row.settlements, settlement)))
      return norway::moved(date, *row.cancellation);
  return std::nullopt;
}

std::vector<std::string> Timetable::point_contract_types() const {
  std::vector<std::string> all;
  if (const auto* table = tables_.find("point-contract-types"))
    for (const auto& row : table->rows)
      if (const auto* types = row.find("type")) all.insert(all.end(), types->begin(), types->end());
  return all;
}

Day Timetable::end_of_regret(const std::string& type, Day made) const {
  if (const auto* table = tables_.find("point-contract-types"))
    for (const auto& row : table->rows) {
      const auto* regret = row.find("regret");
      if (regret == nullptr || regret->empty() || !row.allows("type", type)) continue;
      if (const auto offset = rules::parse_offset(regret->front())) return norway::moved(made, *offset);
    }
  return made;
}

bool Timetable::may_go(std::string_view by, std::string_view from, std::string_view to) const {
  const auto* table = tables_.find("point-contract-statuses");
  return table != nullptr && std::any_of(table->rows.begin(), table->rows.end(), [&](const rules::Row& row) {
           return row.allows("by", by) && row.allows("to", to) && (from.empty() || row.allows("from", from));
         });
}

namespace {

/// The whole numbers of a column, those left out that are none.
std::vector<int> numbers(const rules::Row& row, std::string_view column) {
  std::vector<int> all;
  if (const auto* values = row.find(column))
    for (const auto& text : *values) {
      int value = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
      if (error == std::errc() && end == text.data() + text.size() && value >= 0) all.push_back(value);
    }
  return all;
}

int number(const rules::Row& row, std::string_view column) {
  const auto all = numbers(row, column);
  return all.empty() ? 0 : all.front();
}

struct Runs {
  std::vector<int> days_behind;
  int hour = 0;
};

Runs runs_of(const rules::Tables& tables) {
  Runs runs;
  if (const auto* table = tables.find("settlement-runs"))
    for (const auto& row : table->rows) {
      for (const int days : numbers(row, "days-behind")) runs.days_behind.push_back(days);
      runs.hour = number(row, "hour");
    }
  std::sort(runs.days_behind.begin(), runs.days_behind.end());
  return runs;
}

Seconds at_hour(Day day, int hour) {
  return norway::moved(norway::start_of(day), rules::Offset{hour, rules::Offset::Unit::hours});
}

}  // namespace

std::vector<Seconds> Timetable::settlement_runs(Day day) const {
  const auto runs = runs_of(tables_);
  std::vector<Seconds> all;
  for (const int behind : runs.days_behind)
    all.push_back(at_hour(day + std::chrono::days(behind), runs.hour));
  return all;
}

Seconds Timetable::next_settlement(Seconds now) const {
  const auto hour = runs_of(tables_).hour;
  const auto today = norway::day_of(now);
  const auto at = at_hour(today, hour);
  return at >= now ? at : at_hour(today + std::chrono::days(1), hour);
}

std::optional<VolumeTerms> Timetable::volume_terms(const std::string& version) const {
  const auto* table = tables_.find("annual-volumes");
  if (table == nullptr) return std::nullopt;
  for (const auto& row : table->rows) {
    if (!row.allows("version", version)) continue;
    VolumeTerms terms;
    for (const int month : numbers(row, "month"))
      if (const std::chrono::month one(static_cast<unsigned>(month)); one.ok()) terms.months.push_back(one);
    terms.hour = number(row, "hour");
    terms.least_days = static_cast<unsigned>(number(row, "least-days"));
    if (!terms.months.empty()) return terms;
  }
  return std::nullopt;
}

std::vector<std::string> Timetable::told_upfront(std::string_view role, Day day) const {
  std::vector<std::string> told;
  const auto* table = tables_.find("verified-master-data");
  if (table == nullptr) return told;
  for (const auto& row : table->rows) {
    const auto* from = row.find("from");
    const auto first =
        from == nullptr || from->empty() ? std::optional(day) : rules::parse_day(from->front());
    if (row.find("role") == nullptr || !row.allows("role", role) || !first || *first > day) continue;
    const auto* tells = row.find("tells");
    told = tells == nullptr ? std::vector<std::string>() : *tells;
  }
  return told;
}

Timetable::Limits Timetable::limits(const std::string& process, const std::string& settlement,
                                    Day sent) const {
  for (const auto& row : tables_.deadlines) {
    if ((!row.earliest && !row.latest) || !has(row.processes, process) ||
        (!row.settlements.empty() && !has(row.settlements, settlement)))
      continue;
    Limits limits;
    if (row.earliest) limits.earliest = norway::moved(sent, *row.earliest);
    if (row.latest) limits.latest = norway::moved(sent, *row.latest);
    return limits;
  }
  return {};
}

}  // namespace cimgate::hub
