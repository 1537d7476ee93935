#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/time/clock.hpp"

namespace cimgate::time {

using Day = std::chrono::sys_days;  ///< a calendar day of a market, without a time of day

/// YYYY-MM-DD; nothing when it is no day.
std::optional<Day> parse_day(std::string_view text);
std::string to_text(Day day);

/// Easter Sunday.
Day easter(std::chrono::year year);

/// So much later, or earlier when negative.
struct Offset {
  enum class Unit : std::uint8_t { minutes, hours, days, working_days, months, years };
  std::int32_t number = 0;
  Unit unit = Unit::days;
};

/// "3 working-days", "-30 days", "1 year". Nothing when it is none.
std::optional<Offset> parse_offset(std::string_view text);
std::string to_text(const Offset& offset);

/// A public holiday, in the years in which it is one.
struct Holiday {
  std::chrono::month month{};  ///< a fixed day of the year; without one,
  std::chrono::day day{};
  int after_easter = 0;                                ///< in days after Easter Sunday
  std::chrono::year from = std::chrono::year::min();   ///< the first year
  std::chrono::year until = std::chrono::year::max();  ///< the first one without it

  bool is_fixed() const { return month != std::chrono::month{}; }
};

/// Days as a market counts them: its clock, its week-end and its public holidays. Times are seconds since
/// 1970-01-01T00:00:00Z.
struct Calendar {
  Clock clock;
  std::vector<std::chrono::weekday> weekend;
  std::vector<Holiday> holidays;

  /// The day on which a time lies.
  Day day_of(std::int64_t at) const;
  /// When a day starts.
  std::int64_t start_of(Day day) const;
  /// Seconds from the start of its day to a time: real ones, also when the clock is changed.
  std::int64_t seconds_into_day(std::int64_t at) const;

  bool is_holiday(Day day) const;
  /// Neither week-end nor public holiday.
  bool is_working_day(Day day) const;

  /// The n-th working day after (before) a day. 29 February and days that a month lacks become the month's
  /// last. Hours and minutes do not move a day.
  Day moved(Day day, const Offset& offset) const;
  /// The same for a time: the clock shows the same before and after, but for hours and minutes, which are
  /// real ones.
  std::int64_t moved(std::int64_t at, const Offset& offset) const;

  /// A time as the clock shows it: 2026-07-01T00:00:00+02:00.
  std::string local_text(std::int64_t at) const;
};

}  // namespace cimgate::time
