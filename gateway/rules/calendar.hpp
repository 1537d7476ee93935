#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "gateway/time/calendar.hpp"

/// Days and times as rules see them: on the calendar of the message's dialect.
namespace cimgate::rules {

using time::Calendar;
using time::Day;
using time::Offset;
using time::parse_day;
using time::parse_offset;
using time::to_text;

/// A day, which stands for its start, or a time with zone, in seconds since 1970-01-01T00:00:00Z. Nothing
/// when it is neither.
std::optional<std::int64_t> parse_moment(const Calendar& calendar, std::string_view text);

}  // namespace cimgate::rules
