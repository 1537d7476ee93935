#include "gateway/elhub/usage/meter.hpp"

#include "gateway/elhub/norway/calendar.hpp"

namespace cimgate::usage {

void Meter::count(const Sent& sent, int by) {
  if (!limits_.is_query(sent.process) && !limits_.is_start(sent.process)) return;
  auto& party = parties_[sent.party];
  usage::count(limits_, sent, party.counts, by);
  if (!limits_.is_query(sent.process) || sent.metering_point.empty()) return;
  const auto today = norway::day_of(sent.seconds);
  auto& points = party.points[today];
  const auto point = points.try_emplace(sent.metering_point).first;
  if ((point->second += by) == 0) points.erase(point);
  auto& day = party.counts.days[today];
  day.of_points += by;
  day.points = static_cast<std::int64_t>(points.size());
}

std::vector<PartyUsage> Meter::usage() const {
  std::vector<PartyUsage> all;
  for (const auto& [gln, party] : parties_) all.push_back(worst(limits_, gln, party.counts));
  return all;
}

PartyUsage Meter::usage_at(const std::string& party, std::int64_t seconds) const {
  const auto known = parties_.find(party);
  if (known == parties_.end()) return {party, Level::green, {}};
  return at(limits_, party, known->second.counts, seconds);
}

std::vector<std::string> Meter::parties() const {
  std::vector<std::string> all;
  for (const auto& [gln, party] : parties_) all.push_back(gln);
  return all;
}

void Meter::forget_before(std::int64_t seconds) {
  const auto day = norway::day_of(seconds);
  for (auto& [gln, party] : parties_) {
    auto& counts = party.counts;
    counts.days.erase(counts.days.begin(), counts.days.lower_bound(day));
    counts.hours.erase(counts.hours.begin(), counts.hours.lower_bound(hour_of(norway::start_of(day))));
    party.points.erase(party.points.begin(), party.points.lower_bound(day));
  }
}

}  // namespace cimgate::usage
