#include "gateway/elhub/usage/meter.hpp"

#include <algorithm>

#include "gateway/elhub/norway/calendar.hpp"

namespace cimgate::usage {
namespace {

std::string hour_text(std::int64_t hour) {
  return norway::local_text(hour * 3600).substr(0, 13);
}

}  // namespace

void Meter::add(const Sent& sent) {
  const bool query = sent.process == limits_.queries;
  const bool start =
      std::find(limits_.starts.begin(), limits_.starts.end(), sent.process) != limits_.starts.end();
  if (!query && !start) return;
  auto& party = parties_[sent.party];
  auto& day = party.days[norway::day_of(sent.seconds)];
  if (start) {
    ++day.starts;
    return;
  }
  auto& hour = party.hours[sent.seconds >= 0 ? sent.seconds / 3600 : (sent.seconds - 3599) / 3600];
  ++(sent.accepted ? day.accepted : day.rejected);
  ++(sent.accepted ? hour.accepted : hour.rejected);
  if (sent.purpose == limits_.purpose) ++day.for_start;
  if (!sent.metering_point.empty()) ++day.points[sent.metering_point];
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
    std::uint64_t queries = 0;
    std::uint64_t starts = 0;
    auto oldest = party.days.begin();
    for (const auto& [day, count] : party.days) {
      queries += count.for_start;
      starts += count.starts;
      for (; oldest->first <= day - std::chrono::days(measure.days); ++oldest) {
        queries -= oldest->second.for_start;
        starts -= oldest->second.starts;
      }
      take(static_cast<double>(queries) / static_cast<double>(std::max<std::uint64_t>(starts, 1)),
           [at = day] { return rules::to_text(at); });
    }
  } else {
    for (const auto& [day, count] : party.days) {
      double value =
          static_cast<double>(measure.kind == Kind::accepted_per_day ? count.accepted : count.rejected);
      if (measure.kind == Kind::queries_per_point_per_day) {
        std::uint64_t queries = 0;
        for (const auto& [point, number] : count.points) queries += number;
        value = count.points.empty()
                    ? 0
                    : static_cast<double>(queries) / static_cast<double>(count.points.size());
      }
      take(value, [at = day] { return rules::to_text(at); });
    }
  }
  worst.level = measure.level(worst.value);
  return worst;
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
