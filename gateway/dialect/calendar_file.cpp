#include "gateway/dialect/calendar_file.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string_view>

namespace cimgate::dialect {
namespace {

using std::chrono::month;
using std::chrono::weekday;
using time::YearlyDay;

constexpr std::array<std::string_view, 12> months = {"January",   "February", "March",    "April",
                                                     "May",       "June",     "July",     "August",
                                                     "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> weekdays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                      "Thursday", "Friday", "Saturday"};

template <std::size_t size>
std::optional<unsigned> place_of(std::string_view word, const std::array<std::string_view, size>& words) {
  const auto* const at = std::find(words.begin(), words.end(), word);
  if (at == words.end()) return std::nullopt;
  return static_cast<unsigned>(at - words.begin());
}

std::optional<int> number_of(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// "28 September" or "last Sunday of October".
std::optional<YearlyDay> parse_yearly_day(std::string_view text) {
  constexpr std::string_view last = "last ";
  constexpr std::string_view of = " of ";
  YearlyDay day;
  if (text.starts_with(last)) {
    text.remove_prefix(last.size());
    const auto middle = text.find(of);
    if (middle == std::string_view::npos) return std::nullopt;
    const auto of_week = place_of(text.substr(0, middle), weekdays);
    const auto of_year = place_of(text.substr(middle + of.size()), months);
    if (!of_week || !of_year) return std::nullopt;
    day.month = month(*of_year + 1);
    day.last = weekday(*of_week);
    return day;
  }
  const auto space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto in_month = number_of(text.substr(0, space));
  const auto of_year = place_of(text.substr(space + 1), months);
  if (!in_month || *in_month < 1 || !of_year) return std::nullopt;
  day.month = month(*of_year + 1);
  day.day = std::chrono::day(static_cast<unsigned>(*in_month));
  // Every year has it: so not 29 February.
  if (!(std::chrono::year(2001) / day.month / day.day).ok()) return std::nullopt;
  return day;
}

std::optional<YearlyDay> yearly_day(File& file, const yaml::Node& node) {
  auto day = parse_yearly_day(node.text());
  if (!day)
    file.error(node, "expected a day of the year, such as '28 September' or 'last Sunday of October'");
  return day;
}

/// "01:00" or "-03:30", in seconds.
std::optional<std::int32_t> parse_clock(std::string_view text) {
  const bool back = text.starts_with('-');
  if (back || text.starts_with('+')) text.remove_prefix(1);
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hours = number_of(text.substr(0, 2));
  const auto minutes = number_of(text.substr(3));
  if (!hours || !minutes || *hours < 0 || *hours > 23 || *minutes < 0 || *minutes > 59) return std::nullopt;
  const std::int32_t seconds = (*hours * 60 + *minutes) * 60;
  return back ? -seconds : seconds;
}

std::int32_t clock_time(File& file, const yaml::Node& map, std::string_view key) {
  const auto text = file.text(map, key);
  if (text.empty()) return 0;
  const auto time = parse_clock(text);
  if (!time) file.error(map[key], "expected hours and minutes, such as '+01:00'");
  return time.value_or(0);
}

/// In the order of the year; days of one month are as good as equal.
bool is_later(const YearlyDay& a, const YearlyDay& b) {
  return a.month > b.month;
}

time::Clock read_clock(File& file) {
  time::Clock clock;
  const auto part = file.part("clock", {"name", "ahead", "summer", "changes-at", "summer-time"});
  if (!part) {
    if (!file.root()["clock"]) file.error(file.root(), "'clock' is missing");
    return clock;
  }
  clock.ahead = clock.ahead_in_summer = clock_time(file, part, "ahead");
  if (!part["summer-time"]) {
    for (const char* key : {"summer", "changes-at"})
      if (part[key]) file.error(part[key], "there is no 'summer-time'");
    return clock;
  }
  clock.ahead_in_summer = clock_time(file, part, "summer");
  clock.changes_at = clock_time(file, part, "changes-at");
  if (file.errors().empty() && clock.ahead_in_summer <= clock.ahead)
    file.error(part["summer"], "in summer the clock is further ahead than else");
  for (const auto& item : file.optional_list(part, "summer-time")) {
    file.check_keys(item, {"from", "begin", "end"});
    if (!item.is_map()) continue;
    time::SummerTime rule;
    rule.from = std::chrono::year(file.number(item["from"], 1, 9999));
    if (item["begin"] || item["end"]) {
      rule.begin = yearly_day(file, item["begin"]);
      rule.end = yearly_day(file, item["end"]);
      if (rule.begin && rule.end && !is_later(*rule.end, *rule.begin))
        file.error(item["end"], "summer time ends in a later month of the year in which it begins");
    }
    if (!clock.summer.empty() && clock.summer.back().from >= rule.from)
      file.error(item["from"], "expected a later year than before");
    clock.summer.push_back(rule);
  }
  return clock;
}

/// A holiday is a day, or { day: DAY, from: YEAR, until: YEAR }.
yaml::Node day_of(const yaml::Node& item) {
  return item.is_map() ? item["day"] : item;
}

time::Holiday in_years(File& file, const yaml::Node& item) {
  time::Holiday holiday;
  if (!item.is_map()) return holiday;
  file.check_keys(item, {"day", "from", "until"});
  if (item["from"]) holiday.from = std::chrono::year(file.number(item["from"], 1, 9999));
  if (item["until"]) holiday.until = std::chrono::year(file.number(item["until"], 1, 9999));
  return holiday;
}

}  // namespace

time::Calendar read_calendar(File& file) {
  time::Calendar calendar;
  calendar.clock = read_clock(file);
  const auto part = file.part("holidays", {"weekend", "fixed", "easter"});
  if (!part) return calendar;
  for (const auto& item : file.optional_list(part, "weekend"))
    if (const auto day = place_of(item.text(), weekdays))
      calendar.weekend.emplace_back(*day);
    else
      file.error(item, "expected a day of the week, such as 'Sunday'");
  for (const auto& item : file.optional_list(part, "fixed")) {
    auto holiday = in_years(file, item);
    const auto day = yearly_day(file, day_of(item));
    if (!day) continue;
    if (day->last) file.error(day_of(item), "expected a day of a month, such as '17 May'");
    holiday.month = day->month;
    holiday.day = day->day;
    calendar.holidays.push_back(holiday);
  }
  for (const auto& item : file.optional_list(part, "easter")) {
    auto holiday = in_years(file, item);
    holiday.after_easter = file.number(day_of(item), -100, 100);
    calendar.holidays.push_back(holiday);
  }
  // Between two days there have to be some on which people work: else none could be counted.
  constexpr std::size_t most_holidays = 60;
  if (calendar.weekend.size() > 6) file.error(part["weekend"], "no day of the week is a working day");
  if (calendar.holidays.size() > most_holidays) file.error(part, "more than 60 holidays");
  return calendar;
}

}  // namespace cimgate::dialect
