#include "gateway/schema/date_time.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>

#include "gateway/schema/scanner.hpp"
#include "gateway/schema/value.hpp"
#include "gateway/text/ascii.hpp"

namespace cimgate::schema {
namespace {

constexpr std::int64_t seconds_per_day = 86400;

/// Leap year by the last digits: a year may have any number of them.
bool is_leap(std::string_view year) {
  const auto last_two = (year[year.size() - 2] - '0') * 10 + (year[year.size() - 1] - '0');
  if (last_two != 0) return last_two % 4 == 0;
  const auto hundreds = (year[year.size() - 4] - '0') * 10 + (year[year.size() - 3] - '0');
  return hundreds % 4 == 0;
}

std::int32_t days_in_month(std::int32_t month, bool leap) {
  if (month == 2) return leap ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/// Z, +hh:mm, -hh:mm up to 14:00, or nothing.
bool scan_zone(Scanner& scanner, bool& zoned, std::int32_t& offset) {
  zoned = !scanner.at_end();
  if (!zoned || scanner.take('Z')) return true;
  const bool west = scanner.peek() == '-';
  if (!scanner.take('-') && !scanner.take('+')) return false;
  std::int32_t hours = 0;
  std::int32_t minutes = 0;
  if (!scanner.two_digits(hours, 14) || !scanner.take(':') || !scanner.two_digits(minutes, 59)) return false;
  if (hours == 14 && minutes != 0) return false;
  offset = hours * 60 + minutes;
  if (west) offset = -offset;
  return true;
}

// Day numbers of the proleptic Gregorian calendar, in eras of 400 years that begin on 1 March.
std::int64_t days_from_civil(std::int64_t year, std::int32_t month, std::int32_t day) {
  if (month <= 2) --year;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

struct Date {
  std::int64_t year = 0;
  std::int64_t month = 1, day = 1;
};

Date civil_from_days(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t day_of_era = days - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted = (5 * day_of_year + 2) / 153;
  const std::int64_t month = shifted + (shifted < 10 ? 3 : -9);
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day_of_year - (153 * shifted + 2) / 5 + 1};
}

/// Seconds since 1970; nothing when the year does not fit.
std::optional<std::int64_t> to_seconds(const DateTimeParts& parts) {
  if (parts.year.size() > 11) return std::nullopt;
  std::int64_t year = 0;
  std::from_chars(parts.year.data(), parts.year.data() + parts.year.size(), year);
  if (parts.before_christ) year = 1 - year;  // XML Schema 1.0 has no year 0: the year before 1 is -1
  const std::int64_t days = days_from_civil(year, parts.month, parts.day);
  const std::int64_t minutes = std::int64_t{parts.hour} * 60 + parts.minute - parts.offset;
  return days * seconds_per_day + minutes * 60 + parts.second;
}

std::string_view without_trailing_zeros(std::string_view fraction) {
  const auto last = fraction.find_last_not_of('0');
  return last == std::string_view::npos ? std::string_view() : fraction.substr(0, last + 1);
}

struct Clock {
  Date date;
  std::int64_t hour = 0, minute = 0, second = 0;
};

Clock clock_of(std::int64_t seconds) {
  std::int64_t of_day = seconds % seconds_per_day;
  if (of_day < 0) of_day += seconds_per_day;
  return {civil_from_days((seconds - of_day) / seconds_per_day), of_day / 3600, of_day / 60 % 60,
          of_day % 60};
}

void append_two(std::int64_t number, std::string& out) {
  out += static_cast<char>('0' + number / 10);
  out += static_cast<char>('0' + number % 10);
}

void append_date(const Date& date, std::string& out) {
  if (date.year > 0 && date.year < 10'000) {
    append_two(date.year / 100, out);
    append_two(date.year % 100, out);
  } else {
    out += date.year > 0 ? fmt::format("{}", date.year) : fmt::format("-{:04}", 1 - date.year);
  }
  out += '-';
  append_two(date.month, out);
  out += '-';
  append_two(date.day, out);
}

/// "YYYY-MM-DDThh:mm"
std::string text_to_minute(const Clock& clock) {
  std::string text;
  text.reserve(32);
  append_date(clock.date, text);
  text += 'T';
  append_two(clock.hour, text);
  text += ':';
  append_two(clock.minute, text);
  return text;
}

}  // namespace

std::optional<DateTimeParts> scan_date_time(std::string_view text) {
  Scanner scanner(text);
  DateTimeParts parts;
  parts.before_christ = scanner.take('-');
  parts.year = scanner.digits();
  if (parts.year.size() < 4 || parts.year == "0000") return std::nullopt;
  if (parts.year.size() > 4 && parts.year.front() == '0') return std::nullopt;
  if (!scanner.take('-') || !scanner.two_digits(parts.month, 12) || parts.month == 0) return std::nullopt;
  if (!scanner.take('-') || !scanner.two_digits(parts.day, 31) || parts.day == 0) return std::nullopt;
  if (parts.day > days_in_month(parts.month, is_leap(parts.year))) return std::nullopt;
  if (!scanner.take('T') || !scanner.two_digits(parts.hour, 24)) return std::nullopt;
  if (!scanner.take(':') || !scanner.two_digits(parts.minute, 59)) return std::nullopt;
  if (!scanner.take(':') || !scanner.two_digits(parts.second, 59)) return std::nullopt;
  if (scanner.take('.')) {
    parts.fraction = scanner.digits();
    if (parts.fraction.empty()) return std::nullopt;
  }
  if (parts.hour == 24 &&
      (parts.minute != 0 || parts.second != 0 || !without_trailing_zeros(parts.fraction).empty()))
    return std::nullopt;
  if (!scan_zone(scanner, parts.zoned, parts.offset) || !scanner.at_end()) return std::nullopt;
  return parts;
}

bool is_month_day(std::string_view text) {
  return month_day_key(text).has_value();
}

std::optional<std::string> date_time_key(std::string_view text) {
  const auto parts = scan_date_time(text);
  if (!parts) return std::nullopt;
  const auto seconds = to_seconds(*parts);
  if (!seconds) return std::nullopt;
  return fmt::format("{}{}.{}", parts->zoned ? "" : "local ", *seconds,
                     without_trailing_zeros(parts->fraction));
}

std::optional<std::string> month_day_key(std::string_view text) {
  Scanner scanner(text);
  std::int32_t month = 0;
  std::int32_t day = 0;
  if (!scanner.take('-') || !scanner.take('-') || !scanner.two_digits(month, 12) || month == 0)
    return std::nullopt;
  if (!scanner.take('-') || !scanner.two_digits(day, 31) || day == 0) return std::nullopt;
  if (day > days_in_month(month, true)) return std::nullopt;
  bool zoned = false;
  std::int32_t offset = 0;
  if (!scan_zone(scanner, zoned, offset) || !scanner.at_end()) return std::nullopt;
  return zoned ? fmt::format("{}-{} {}", month, day, offset) : fmt::format("{}-{}", month, day);
}

std::optional<DateTime> parse_date_time(std::string_view text) {
  const auto parts = scan_date_time(text::trimmed(text));
  if (!parts) return std::nullopt;
  const auto seconds = to_seconds(*parts);
  if (!seconds) return std::nullopt;
  return DateTime{*seconds, std::string(parts->fraction), parts->zoned};
}

std::string to_utc_text(const DateTime& time) {
  const Clock clock = clock_of(time.seconds);
  auto text = text_to_minute(clock);
  text += ':';
  append_two(clock.second, text);
  if (!time.fraction.empty()) text += '.';
  text += time.fraction;
  text += 'Z';
  return text;
}

std::string to_minute_text(const DateTime& time) {
  return text_to_minute(clock_of(time.seconds)) + 'Z';
}

}  // namespace cimgate::schema
