#include "gateway/scenario/days.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/schema/value.hpp"
#include "gateway/text/ascii.hpp"
#include "gateway/text/nearest.hpp"

namespace cimgate::scenario {
namespace {

/// Minutes of "07:15"; nothing when it is no time of day.
std::optional<int> minutes_of(std::string_view text) {
  const auto digit = [&](std::size_t at) {
    return text[at] >= '0' && text[at] <= '9' ? text[at] - '0' : 100;
  };
  if (text.size() != 5 || text[2] != ':') return {};
  const int hours = digit(0) * 10 + digit(1);
  const int minutes = digit(3) * 10 + digit(4);
  if (hours > 23 || minutes > 59) return {};
  return hours * 60 + minutes;
}

}  // namespace

tl::expected<rules::Day, std::string> day_of(std::string_view expression, const Days& days) {
  auto text = text::trimmed(expression);
  auto sign = text.find(" + ");
  if (sign == std::string_view::npos) sign = text.find(" - ");
  const auto base = text::trimmed(text.substr(0, sign));
  rules::Day day;
  if (const auto iso = rules::parse_day(base)) {
    day = *iso;
  } else if (const auto named = days.find(base); named != days.end()) {
    day = named->second;
  } else {
    std::vector<std::string_view> known;
    for (const auto& entry : days) known.push_back(entry.first);
    const auto meant = text::did_you_mean(base, known);
    return tl::make_unexpected(fmt::format(
        "'{}' is not a day: expected YYYY-MM-DD or a name of 'days', maybe with '+ 3 working-days'{}",
        expression, meant.empty() ? std::string() : fmt::format("; did you mean '{}'?", meant)));
  }
  if (sign == std::string_view::npos) return day;
  auto offset = rules::parse_offset(text::trimmed(text.substr(sign + 3)));
  if (!offset || offset->unit == rules::Offset::Unit::minutes || offset->unit == rules::Offset::Unit::hours)
    return tl::make_unexpected(fmt::format(
        "'{}': expected so much later or earlier as '3 days', '3 working-days', '1 months'", expression));
  if (text[sign + 1] == '-') offset->number = -offset->number;
  return norway::moved(day, *offset);
}

tl::expected<std::int64_t, std::string> time_of(std::string_view expression, const Days& days) {
  const auto text = text::trimmed(expression);
  if (const auto time = schema::parse_date_time(text)) {
    if (!time->zoned) return tl::make_unexpected(fmt::format("'{}' has no time zone", expression));
    return time->seconds;
  }
  int minutes = 0;
  auto day_text = text;
  if (text.size() > 6 && text[text.size() - 6] == ' ')
    if (const auto found = minutes_of(text.substr(text.size() - 5))) {
      minutes = *found;
      day_text = text.substr(0, text.size() - 6);
    }
  const auto day = day_of(day_text, days);
  if (!day) return tl::make_unexpected(day.error());
  // The clock in Oslo shows this time; on the days when it is changed, hours are counted from noon.
  const auto noon = norway::start_of(*day + std::chrono::days(1)) - 12 * 3600;
  const auto start = norway::start_of(*day);
  return minutes < 3 * 60 ? start + minutes * 60 : noon + (minutes - 12 * 60) * 60;
}

}  // namespace cimgate::scenario
