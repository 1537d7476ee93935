#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Clocks and calendars as values: what a market's clock shows, and which of its days are working days.
namespace cimgate::time {

/// A day that every year has: 28 September, or the last Sunday of October.
struct YearlyDay {
  std::chrono::month month{1};
  std::chrono::day day{1};                   ///< when `last` is empty
  std::optional<std::chrono::weekday> last;  ///< the last such day of the month
};

/// The summer time of the years from one on, until the next of a clock's rules.
struct SummerTime {
  std::chrono::year from{};
  std::optional<YearlyDay> begin, end;  ///< both or neither: these years have none
};

/// The clock of a market: so far ahead of UTC, and in summer somewhat more. Before its first rule of summer
/// time there is none. A clock without any shows UTC.
struct Clock {
  std::int32_t ahead = 0;            ///< of UTC, in seconds
  std::int32_t ahead_in_summer = 0;  ///< of UTC, in seconds; more than `ahead`
  std::int32_t changes_at = 0;       ///< seconds of the day, in UTC
  std::vector<SummerTime> summer;    ///< by year, rising

  /// What the clock shows at a time (seconds since 1970-01-01T00:00:00Z), in seconds since it showed
  /// 1970-01-01T00:00:00.
  std::int64_t shown(std::int64_t time) const;

  /// When the clock shows this. The first of both when it shows it twice; when it skips it, the time at which
  /// it does so.
  std::int64_t instant(std::int64_t shown) const;
};

/// How far a clock is ahead of UTC, in seconds, as times say it: "+01:00".
std::string zone_text(std::int64_t ahead);

}  // namespace cimgate::time
