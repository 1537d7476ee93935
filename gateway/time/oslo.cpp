#include "gateway/time/oslo.hpp"

#include <chrono>

namespace cimgate::oslo {
namespace {

using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year;

constexpr std::int64_t hour = 3600;

/// 01:00 UTC of a day.
std::int64_t change_on(sys_days day) {
  return sys_seconds(day).time_since_epoch().count() + hour;
}

struct Summer {
  std::int64_t begin = 0;
  std::int64_t end = 0;  ///< not part of it
};

Summer summer_of(year in) {
  using namespace std::chrono;
  if (in < year(1980)) return {};
  if (in == year(1980)) return {change_on(1980y / April / 6), change_on(1980y / September / 28)};
  const auto last = in < year(1996) ? September : October;
  return {change_on(in / March / Sunday[std::chrono::last]),
          change_on(in / last / Sunday[std::chrono::last])};
}

/// The summer of the year in which a time lies; no change is near the turn of a year.
Summer summer_around(std::int64_t time) {
  const sys_seconds at{std::chrono::seconds(time)};
  return summer_of(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(at)).year());
}

bool is_in(const Summer& summer, std::int64_t time) {
  return summer.begin <= time && time < summer.end;
}

}  // namespace

std::int64_t shown(std::int64_t time) {
  return time + (is_in(summer_around(time), time) ? 2 * hour : hour);
}

std::int64_t instant(std::int64_t shown) {
  const auto summer = summer_around(shown);
  if (is_in(summer, shown - 2 * hour)) return shown - 2 * hour;
  if (!is_in(summer, shown - hour)) return shown - hour;
  return summer.begin;
}

}  // namespace cimgate::oslo
