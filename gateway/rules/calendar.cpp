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

constexpr std::pair<std::string_view, Offset::Unit> units[] = {{"minute", Offset::Unit::minutes},
                                                               {"hour", Offset::Unit::hours},
                                                               {"day", Offset::Unit::days},
                                                               {"month", Offset::Unit::months},
                                                               {"working-day", Offset::Unit::working_days},
                                                               {"year", Offset::Unit::years}};

constexpr std::int32_t largest_offset = 100000;

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

// The anonymous Gregorian computus (Meeus/Jones/Butcher).
Day easter(std::chrono::year year) {
  const int y = static_cast<int>(year);
  const int a = y % 19;
  const int b = y / 100;
  const int c = y % 100;
  const int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int n = h + l - 7 * m + 114;
  return Day(year / (n / 31) / (n % 31 + 1));
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

std::optional<Offset> parse_offset(std::string_view text) {
  Offset offset;
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), offset.number);
  if (error != std::errc() || offset.number > largest_offset || offset.number < -largest_offset)
    return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (!text.starts_with(' ')) return std::nullopt;
  text.remove_prefix(1);
  if (text.ends_with('s')) text.remove_suffix(1);
  for (const auto& [name, unit] : units)
    if (name == text) {
      offset.unit = unit;
      return offset;
    }
  return std::nullopt;
}

std::string to_text(const Offset& offset) {
  for (const auto& [name, unit] : units)
    if (unit == offset.unit)
      return fmt::format("{} {}{}", offset.number, name,
                         offset.number == 1 || offset.number == -1 ? "" : "s");
  return {};
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

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t from, std::size_t size) {
    int value = 0;
    for (const char c : text.substr(from, size)) {
      if (c < '0' || c > '9') return -1;
      value = value * 10 + (c - '0');
    }
    return value;
  };
  const int y = number(0, 4);
  const int m = number(5, 2);
  const int d = number(8, 2);
  if (y < 0 || m < 0 || d < 0) return std::nullopt;
  const auto date = std::chrono::year(y) / m / d;
  if (!date.ok()) return std::nullopt;
  return Day(date);
}

std::optional<std::int64_t> parse_moment(std::string_view text) {
  if (const auto day = parse_day(text)) return start_of(*day);
  if (const auto time = schema::parse_date_time(text); time && time->zoned) return time->seconds;
  return std::nullopt;
}

std::string to_text(Day day) {
  const year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
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
