#include "gateway/elhub/usage/judging.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gateway/elhub/norway/calendar.hpp"

namespace cimgate::usage {
namespace {

using Kind = Measure::Kind;

std::string hour_text(std::int64_t hour) {
  return norway::local_text(hour * 3600).substr(0, 13);
}

bool is_of_an_hour(Kind kind) {
  return kind == Kind::accepted_per_hour || kind == Kind::rejected_per_hour;
}

/// Queries for each start; without any start they are counted as if there were one.
double for_each_start(std::int64_t queries, std::int64_t starts) {
  return static_cast<double>(queries) / static_cast<double>(std::max<std::int64_t>(starts, 1));
}

double in_hour(Kind kind, const HourCount& count) {
  return static_cast<double>(kind == Kind::accepted_per_hour ? count.accepted : count.rejected);
}

double on_day(Kind kind, const DayCount& count) {
  if (kind != Kind::queries_per_point_per_day)
    return static_cast<double>(kind == Kind::accepted_per_day ? count.accepted : count.rejected);
  return count.points <= 0 ? 0 : static_cast<double>(count.of_points) / static_cast<double>(count.points);
}

Reading worst(const Measure& measure, const Counts& counts) {
  Reading worst{&measure, 0, {}, Level::green};
  const auto take = [&](double value, auto&& at) {
    if (value <= worst.value) return;
    worst.value = value;
    worst.at = at();
  };
  if (is_of_an_hour(measure.kind)) {
    for (const auto& [hour, count] : counts.hours)
      take(in_hour(measure.kind, count), [at = hour] { return hour_text(at); });
  } else if (measure.kind == Kind::queries_per_start) {
    std::int64_t queries = 0;
    std::int64_t starts = 0;
    auto oldest = counts.days.begin();
    for (const auto& [day, count] : counts.days) {
      queries += count.for_start;
      starts += count.starts;
      for (; oldest->first <= day - std::chrono::days(measure.days); ++oldest) {
        queries -= oldest->second.for_start;
        starts -= oldest->second.starts;
      }
      take(for_each_start(queries, starts), [at = day] { return rules::to_text(at); });
    }
  } else {
    for (const auto& [day, count] : counts.days)
      take(on_day(measure.kind, count), [at = day] { return rules::to_text(at); });
  }
  worst.level = measure.level(worst.value);
  return worst;
}

Conversion in_days(std::uint32_t days, const Counts& counts, rules::Day today) {
  Conversion sum;
  sum.to = today;
  sum.from = today - std::chrono::days(days) + std::chrono::days(1);
  for (auto day = counts.days.lower_bound(sum.from); day != counts.days.end() && day->first <= today; ++day) {
    sum.queries += day->second.for_start;
    sum.starts += day->second.starts;
    sum.blocked += day->second.blocked;
  }
  return sum;
}

Reading at(const Measure& measure, const Counts& counts, std::int64_t seconds) {
  Reading reading{&measure, 0, {}, Level::green};
  const auto today = norway::day_of(seconds);
  reading.at = rules::to_text(today);
  if (is_of_an_hour(measure.kind)) {
    if (const auto hour = counts.hours.find(hour_of(seconds)); hour != counts.hours.end())
      reading.value = in_hour(measure.kind, hour->second);
    reading.at = hour_text(hour_of(seconds));
  } else if (measure.kind == Kind::queries_per_start) {
    const auto sum = in_days(measure.days, counts, today);
    reading.value = for_each_start(sum.queries, sum.starts);
  } else if (const auto day = counts.days.find(today); day != counts.days.end()) {
    reading.value = on_day(measure.kind, day->second);
  }
  reading.level = measure.level(reading.value);
  return reading;
}

template <class Read>
PartyUsage of_all(const Limits& limits, const std::string& party, const Read& read) {
  PartyUsage one{party, Level::green, {}};
  for (const auto& measure : limits.measures) {
    one.readings.push_back(read(measure));
    one.level = std::max(one.level, one.readings.back().level);
  }
  return one;
}

}  // namespace

std::int64_t hour_of(std::int64_t seconds) {
  return seconds >= 0 ? seconds / 3600 : (seconds - 3599) / 3600;
}

bool count(const Limits& limits, const Sent& sent, Counts& counts, int by) {
  const bool query = limits.is_query(sent.process);
  if (!query && !limits.is_start(sent.process)) return false;
  auto& day = counts.days[norway::day_of(sent.seconds)];
  if (!query) {
    day.starts += by;
    return true;
  }
  auto& hour = counts.hours[hour_of(sent.seconds)];
  (sent.accepted ? day.accepted : day.rejected) += by;
  (sent.accepted ? hour.accepted : hour.rejected) += by;
  if (sent.purpose == limits.purpose) day.for_start += by;
  return true;
}

PartyUsage worst(const Limits& limits, const std::string& party, const Counts& counts) {
  return of_all(limits, party, [&](const Measure& measure) { return worst(measure, counts); });
}

PartyUsage at(const Limits& limits, const std::string& party, const Counts& counts, std::int64_t seconds) {
  return of_all(limits, party, [&](const Measure& measure) { return at(measure, counts, seconds); });
}

Conversion conversion(const Limits& limits, const Counts& counts, std::int64_t seconds) {
  std::uint32_t days = 1;
  for (const auto& measure : limits.measures)
    if (measure.kind == Kind::queries_per_start) days = measure.days;
  return in_days(days, counts, norway::day_of(seconds));
}

namespace {

/// Counts to the last digit, averages to two of a decimal.
std::string number_text(double value) {
  return fmt::format("{:.{}f}", value, value == std::floor(value) ? 0 : 2);
}

}  // namespace

Text told(const PartyUsage& usage) {
  Text text;
  if (usage.level == Level::green) return text;
  for (const auto& reading : usage.readings) {
    if (reading.level != usage.level) continue;
    const auto& measure = *reading.measure;
    text.en += fmt::format("{}{}: {} (yellow {}, red {})", text.en.empty() ? "" : "; ", measure.title.en,
                           number_text(reading.value), number_text(measure.yellow.value),
                           number_text(measure.red.value));
    text.nb += fmt::format("{}{}: {} (gul {}, rød {})", text.nb.empty() ? "" : "; ", measure.title.nb,
                           number_text(reading.value), number_text(measure.yellow.value),
                           number_text(measure.red.value));
  }
  return text;
}

}  // namespace cimgate::usage
