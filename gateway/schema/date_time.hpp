#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// xs:dateTime, xs:duration and xs:gMonthDay: what they look like and when two of them are the same.
/// Texts come here with their white space collapsed.
namespace cimgate::schema {

/// An xs:dateTime taken apart; fields are in range and the day exists in its month.
struct DateTimeParts {
  bool before_christ = false;
  std::string_view year;  ///< four digits or more
  std::int32_t month = 1, day = 1;
  std::int32_t hour = 0, minute = 0, second = 0;  ///< hour 24 only as 24:00:00
  std::string_view fraction;                      ///< digits after the decimal point
  bool zoned = false;
  std::int32_t offset = 0;  ///< minutes east of UTC
};

std::optional<DateTimeParts> scan_date_time(std::string_view text);

/// An xs:duration as the pair that decides its value.
struct Duration {
  bool negative = false;
  std::uint64_t months = 0;
  std::uint64_t seconds = 0;
  std::string_view fraction;  ///< of a second, without trailing zeros
};

bool is_duration(std::string_view text);
/// Nothing when the text is not an xs:duration, or one whose numbers do not fit.
std::optional<Duration> parse_duration(std::string_view text);

bool is_month_day(std::string_view text);

/// The same text for all ways to write the same value; nothing when the text is not a value, or one that is
/// too large to work with.
std::optional<std::string> date_time_key(std::string_view text);
std::optional<std::string> duration_key(std::string_view text);
std::optional<std::string> month_day_key(std::string_view text);

}  // namespace cimgate::schema
