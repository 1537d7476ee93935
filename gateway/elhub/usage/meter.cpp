#include "gateway/elhub/usage/meter.hpp"

#include <algorithm>

#include "gateway/elhub/norway/calendar.hpp"

namespace cimgate::usage {
namespace {

std::string hour_text(std::int64_t hour) {
  return norway::local_text(hour * 3600).substr(0, 13);
}

std::int64_t hour_of(std::int64_t seconds) {
  return seconds >= 0 ? seconds / 3600 : (seconds - 3599) / 3600;
}

/// Queries for each start; without any start they are counted as if there were one.
double for_each_start(std::int64_t queries, std::int64_t starts) {
  return static_cast<double>(queries) / static_cast<double>(std::max<std::int64_t>(starts, 1));
}

}  // namespace

void Meter::count(const Sent& sent, int by) {
  const bool query = sent.process == limits_.queries;
  const bool start =
      std::find(limits_.starts.begin(), limits_.starts.end(), sent.process) != limits_.starts.end();
  if (!query && !start) return;
  auto& party = parties_[sent.party];
  auto& day = party.days[norway::day_of(sent.seconds)];
  if (start) {
    day.starts += by;
    return;
  }
  auto& hour = party.hours[hour_of(sent.seconds)];
  (sent.accepted ? day.accepted : day.rejected) += by;
  (sent.accepted ? hour.accepted : hour.rejected) += by;
  if (sent.purpose == limits_.purpose) day.for_start += by;
  if (sent.metering_point.empty()) return;
  const auto point = day.points.try_emplace(sent.metering_point).first;
  if ((point->second += by) == 0) day.points.erase(point);
}

double Meter::on_day(Measure::Kind kind, const Day& count) {
  if (kind != Measure::Kind::queries_per_point_per_day)
    return static_cast<double>(kind == Measure::Kind::accepted_per_day ? count.accepted : count.rejected);
  std::int64_t queries = 0;
  for (const auto& [point, number] : count.points) queries += number;
  return count.points.empty() ? 0 : static_cast<double>(queries) / static_cast<double>(count.points.size());
}

Reading Meter::read(const Measure& measure, const Party& party) const {
  using Kind = Measure::Kind;
  Reading worst{&measure, 0, {}, Level::green};
  const auto take = [&](double value, auto&& at) {
    if (value <= worst.value) return;
    worst.value = value;
    worst.at = at();
  };
  if (measure.kind == Kind::accepted_per_hour || measure.kind == Kind::rejected_per_hour) {
    for (const auto& [hour, count] : party.hours)
      take(static_cast<double>(measure.kind == Kind::accepted_per_hour ? count.accepted : count.rejected),
           [at = hour] { return hour_text(at); });
  } else if (measure.kind == Kind::queries_per_start) {
    std::int64_t queries = 0;
    std::int64_t starts = 0;
    auto oldest = party.days.begin();
    for (const auto& [day, count] : party.days) {
      queries += count.for_start;
      starts += count.starts;
      for (; oldest->first <= day - std::chrono::days(measure.days); ++oldest) {
        queries -= oldest->second.for_start;
        starts -= oldest->second.starts;
      }
      take(for_each_start(queries, starts), [at = day] { return rules::to_text(at); });
    }
  } else {
    for (const auto& [day, count] : party.days) {
      take(on_day(measure.kind, count), [at = day] { return rules::to_text(at); });
    }
  }
  worst.level = measure.level(worst.value);
  return worst;
}

Reading Meter::read_at(const Measure& measure, const Party& party, std::int64_t seconds) {
  using Kind = Measure::Kind;
  Reading reading{&measure, 0, {}, Level::green};
  const auto today = norway::day_of(seconds);
  if (measure.kind == Kind::accepted_per_hour || measure.kind == Kind::rejected_per_hour) {
    if (const auto hour = party.hours.find(hour_of(seconds)); hour != party.hours.end())
      reading.value = static_cast<double>(measure.kind == Kind::accepted_per_hour ? hour->second.accepted
                                                                                  : hour->second.rejected);
    reading.at = hour_text(hour_of(seconds));
  } else if (measure.kind == Kind::queries_per_start) {
    std::int64_t queries = 0, starts = 0;
    for (auto day = party.days.upper_bound(today - std::chrono::days(measure.days));
         day != party.days.end() && day->first <= today; ++day) {
      queries += day->second.for_start;
      starts += day->second.starts;
    }
    reading.value = for_each_start(queries, starts);
    reading.at = rules::to_text(today);
  } else {
    if (const auto day = party.days.find(today); day != party.days.end())
      reading.value = on_day(measure.kind, day->second);
    reading.at = rules::to_text(today);
  }
  reading.level = measure.level(reading.value);
  return reading;
}

PartyUsage Meter::usage_at(const std::string& party, std::int64_t seconds) const {
  PartyUsage one{party, Level::green, {}};
  const auto known = parties_.find(party);
  if (known == parties_.end()) return one;
  for (const auto& measure : limits_.measures) {
    one.readings.push_back(read_at(measure, known->second, seconds));
    one.level = std::max(one.level, one.readings.back().level);
  }
  return one;
}

std::vector<std::string> Meter::parties() const {
  std::vector<std::string> all;
  for (const auto& [gln, party] : parties_) all.push_back(gln);
  return all;
}

void Meter::forget_before(std::int64_t seconds) {
  const auto day = norway::day_of(seconds);
  for (auto& [gln, party] : parties_) {
    party.days.erase(party.days.begin(), party.days.lower_bound(day));
    party.hours.erase(party.hours.begin(), party.hours.lower_bound(hour_of(norway::start_of(day))));
  }
}

std::vector<PartyUsage> Meter::usage() const {
  std::vector<PartyUsage> all;
  for (const auto& [gln, party] : parties_) {
    PartyUsage one{gln, Level::green, {}};
    for (const auto& measure : limits_.measures) {
      one.readings.push_back(read(measure, party));
      one.level = std::max(one.level, one.readings.back().level);
    }
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace cimgate::usage
