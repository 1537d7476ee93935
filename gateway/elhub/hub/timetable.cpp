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

}  // namespace

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

}  // namespace cimgate::hub
