#include "gateway/time/calendar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace cimgate::time {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::seconds;
using std::chrono::year_month_day;
using std::chrono::years;

/// The day on which a shown time lies.
Day day_shown(std::int64_t shown) {
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

Day working_days_later(const Calendar& calendar, Day day, std::int32_t number) {
  const days step(number < 0 ? -1 : 1);
  for (std::int32_t left = number < 0 ? -number : number; left > 0;) {
    day += step;
    if (calendar.is_working_day(day)) --left;
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

Day Calendar::day_of(std::int64_t at) const {
  return day_shown(clock.shown(at));
}

std::int64_t Calendar::start_of(Day day) const {
  return clock.instant(start_of_shown(day));
}

std::int64_t Calendar::seconds_into_day(std::int64_t at) const {
  return at - start_of(day_of(at));
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

bool Calendar::is_holiday(Day day) const {
  if (holidays.empty()) return false;
  const year_month_day date(day);
  const auto after_easter = (day - easter(date.year())).count();
  return std::any_of(holidays.begin(), holidays.end(), [&](const Holiday& one) {
    if (date.year() < one.from || date.year() >= one.until) return false;
    return one.is_fixed() ? one.month == date.month() && one.day == date.day()
                          : one.after_easter == after_easter;
  });
}

bool Calendar::is_working_day(Day day) const {
  return std::find(weekend.begin(), weekend.end(), std::chrono::weekday(day)) == weekend.end() &&
         !is_holiday(day);
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

Day Calendar::moved(Day day, const Offset& offset) const {
  switch (offset.unit) {
    case Offset::Unit::minutes:
    case Offset::Unit::hours:
      return day;
    case Offset::Unit::days:
      return day + days(offset.number);
    case Offset::Unit::working_days:
      return working_days_later(*this, day, offset.number);
    case Offset::Unit::months:
      return months_later(day, offset.number);
    case Offset::Unit::years:
      return months_later(day, offset.number * 12);
  }
  return day;
}

std::int64_t Calendar::moved(std::int64_t at, const Offset& offset) const {
  if (offset.unit == Offset::Unit::minutes) return at + std::int64_t{60} * offset.number;
  if (offset.unit == Offset::Unit::hours) return at + std::int64_t{3600} * offset.number;
  const auto shown = clock.shown(at);
  const Day day = day_shown(shown);
  return clock.instant(start_of_shown(moved(day, offset)) + shown - start_of_shown(day));
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

namespace {

/// Two digits; by hand, for every rule about time asks for some.
void add_two(std::string& text, std::int64_t number) {
  text += static_cast<char>('0' + number / 10);
  text += static_cast<char>('0' + number % 10);
}

}  // namespace

std::string to_text(Day day) {
  const year_month_day date(day);
  const auto year = static_cast<int>(date.year());
  const auto month = static_cast<unsigned>(date.month());
  const auto in_month = static_cast<unsigned>(date.day());
  if (year < 0 || year > 9999) return fmt::format("{:04}-{:02}-{:02}", year, month, in_month);
  std::string text;
  text.reserve(25);
  add_two(text, year / 100);
  add_two(text, year % 100);
  text += '-';
  add_two(text, month);
  text += '-';
  add_two(text, in_month);
  return text;
}

std::string Calendar::local_text(std::int64_t at) const {
  const std::int64_t shown = clock.shown(at);
  const Day day = day_shown(shown);
  const std::int64_t in_day = shown - start_of_shown(day);
  auto text = to_text(day);
  text += 'T';
  add_two(text, in_day / 3600);
  text += ':';
  add_two(text, in_day / 60 % 60);
  text += ':';
  add_two(text, in_day % 60);
  text += zone_text(shown - at);
  return text;
}

}  // namespace cimgate::time
