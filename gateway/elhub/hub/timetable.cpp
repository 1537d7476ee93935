#include "gateway/elhub/hub/timetable.hpp"

#include <algorithm>

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

}  // namespace cimgate::hub
