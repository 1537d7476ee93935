#include "gateway/rules/calendar.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <utility>

#include "gateway/schema/value.hpp"
#include "gateway/time/oslo.hpp"

namespace cimgate::rules {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::seconds;
using std::chrono::year_month_day;
using std::chrono::years;

/// The day on which a shown time lies.
Day day_of(std::int64_t shown) {
  return std::chrono::floor<days>(std::chrono::sys_seconds(seconds(shown)));
}

/// Its start, as the clock shows it.
std::int64_t start_of_shown(Day day) {
  return std::chrono::sys_seconds(day).time_since_epoch().count();
}

Day months_later(Day day, std::int32_t number) {
  const year_month_day date(day);
  const year_month_day moved = date + months(number);
  return moved.ok() ? Day(moved) : Day(moved.year() / moved.month() / std::chrono::last);
}

Day working_days_later(Day day, std::int32_t number) {
  const days step(number < 0 ? -1 : 1);
  for (std::int32_t left = number < 0 ? -number : number; left > 0;) {
    day += step;
    if (is_working_day(day)) --left;
  }
  return day;
}

}  // namespace

Day norwegian_day(std::int64_t time) {
  return day_of(oslo::shown(time));
}

std::int64_t start_of(Day day) {
  return oslo::instant(start_of_shown(day));
}

std::int64_t seconds_into_day(std::int64_t time) {
  return time - start_of(norwegian_day(time));
}

bool is_holiday(Day day) {
  const year_month_day date(day);
  constexpr std::pair<unsigned, unsigned> fixed[] = {{1, 1}, {5, 1}, {5, 17}, {12, 25}, {12, 26}};
  for (const auto& [month, in_month] : fixed)
    if (date.month() == std::chrono::month(month) && date.day() == std::chrono::day(in_month)) return true;
  // Maundy Thursday, Good Friday, Easter Sunday and Monday, Ascension Day, Whit Sunday and Monday.
  const auto after_easter = (day - easter(date.year())).count();
  for (const int moving : {-3, -2, 0, 1, 39, 49, 50})
    if (after_easter == moving) return true;
  return false;
}

bool is_working_day(Day day) {
  const std::chrono::weekday weekday(day);
  return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday && !is_holiday(day);
}

Day moved(Day day, const Offset& offset) {
  switch (offset.unit) {
    case Offset::Unit::minutes:
    case Offset::Unit::hours:
      return day;
    case Offset::Unit::days:
      return day + days(offset.number);
    case Offset::Unit::working_days:
      return working_days_later(day, offset.number);
    case Offset::Unit::months:
      return months_later(day, offset.number);
    case Offset::Unit::years:
      return months_later(day, offset.number * 12);
  }
  return day;
}

std::int64_t moved(std::int64_t time, const Offset& offset) {
  if (offset.unit == Offset::Unit::minutes) return time + std::int64_t{60} * offset.number;
  if (offset.unit == Offset::Unit::hours) return time + std::int64_t{3600} * offset.number;
  const auto shown = oslo::shown(time);
  const Day day = day_of(shown);
  return oslo::instant(start_of_shown(moved(day, offset)) + shown - start_of_shown(day));
}

std::optional<std::int64_t> parse_moment(std::string_view text) {
  if (const auto day = parse_day(text)) return start_of(*day);
  if (const auto time = schema::parse_date_time(text); time && time->zoned) return time->seconds;
  return std::nullopt;
}

std::string local_text(std::int64_t time) {
  const std::int64_t shown = oslo::shown(time);
  const Day day = day_of(shown);
  const std::int64_t in_day = shown - start_of_shown(day);
  const std::int64_t ahead = (shown - time) / 60;
  return fmt::format("{}T{:02}:{:02}:{:02}{}{:02}:{:02}", to_text(day), in_day / 3600, in_day / 60 % 60,
                     in_day % 60, ahead < 0 ? '-' : '+', std::abs(ahead) / 60, std::abs(ahead) % 60);
}

}  // namespace cimgate::rules
