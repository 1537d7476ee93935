#include "gateway/time/clock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace cimgate::time {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

struct Summer {
  std::int64_t begin = 0;
  std::int64_t end = 0;  ///< not part of it
};

sys_days in_year(const YearlyDay& day, std::chrono::year year) {
  return day.last ? sys_days(year / day.month / (*day.last)[std::chrono::last])
                  : sys_days(year / day.month / day.day);
}

std::int64_t change_on(const Clock& clock, sys_days day) {
  return sys_seconds(day).time_since_epoch().count() + clock.changes_at;
}

/// The summer of the year in which a time lies; no change is near the turn of a year.
Summer summer_around(const Clock& clock, std::int64_t time) {
  if (clock.summer.empty()) return {};
  const auto year = std::chrono::year_month_day(floor<days>(sys_seconds(seconds(time)))).year();
  const auto rule = std::find_if(clock.summer.rbegin(), clock.summer.rend(),
                                 [&](const SummerTime& one) { return one.from <= year; });
  if (rule == clock.summer.rend() || !rule->begin || !rule->end) return {};
  return {change_on(clock, in_year(*rule->begin, year)), change_on(clock, in_year(*rule->end, year))};
}

bool is_in(const Summer& summer, std::int64_t time) {
  return summer.begin <= time && time < summer.end;
}

}  // namespace

std::int64_t Clock::shown(std::int64_t time) const {
  return time + (is_in(summer_around(*this, time), time) ? ahead_in_summer : ahead);
}

std::int64_t Clock::instant(std::int64_t shown) const {
  const auto around = summer_around(*this, shown);
  if (is_in(around, shown - ahead_in_summer)) return shown - ahead_in_summer;
  if (!is_in(around, shown - ahead)) return shown - ahead;
  return around.begin;
}

std::string zone_text(std::int64_t ahead) {
  const std::int64_t minutes = std::abs(ahead) / 60;
  return fmt::format("{}{:02}:{:02}", ahead < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

}  // namespace cimgate::time
