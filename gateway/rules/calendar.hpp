#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/time/calendar.hpp"

/// Days as they are counted in Norway: the clock in Oslo, and the public holidays.
namespace cimgate::rules {

using time::Day;  ///< here a Norwegian calendar day, without a time of day
using time::easter;
using time::Offset;
using time::parse_day;
using time::parse_offset;
using time::to_text;

/// The Norwegian day on which a time (seconds since 1970-01-01T00:00:00Z) lies.
Day norwegian_day(std::int64_t seconds);
/// When a Norwegian day starts, in seconds since 1970-01-01T00:00:00Z.
std::int64_t start_of(Day day);
/// Seconds from the start of its Norwegian day to a time: real ones, also when the clock is changed.
std::int64_t seconds_into_day(std::int64_t seconds);

/// Public holidays by law (lov om helligdager; 1 and 17 May by lov om 1. og 17. mai).
bool is_holiday(Day day);
/// Not a Saturday, Sunday or public holiday.
bool is_working_day(Day day);

/// The n-th working day after (before) a day. 29 February and days that a month lacks become the month's
/// last. Hours and minutes do not move a day.
Day moved(Day day, const Offset& offset);
/// The same for a time: the clock in Oslo shows the same before and after, but for hours and minutes, which
/// are real ones.
std::int64_t moved(std::int64_t seconds, const Offset& offset);

/// A day, which stands for its start in Norway, or a time with zone, in seconds since 1970-01-01T00:00:00Z.
/// Nothing when it is neither.
std::optional<std::int64_t> parse_moment(std::string_view text);

/// A time as the clock in Oslo shows it: 2026-07-01T00:00:00+02:00.
std::string local_text(std::int64_t seconds);

}  // namespace cimgate::rules
