#include "gateway/rules/calendar.hpp"

#include "gateway/schema/value.hpp"

namespace cimgate::rules {

std::optional<std::int64_t> parse_moment(const Calendar& calendar, std::string_view text) {
  if (const auto day = parse_day(text)) return calendar.start_of(*day);
  if (const auto time = schema::parse_date_time(text); time && time->zoned) return time->seconds;
  return std::nullopt;
}

}  // namespace cimgate::rules
