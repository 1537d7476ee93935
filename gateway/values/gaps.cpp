#include "gateway/values/gaps.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace cimgate::values {
namespace {

constexpr std::int64_t hour = 3600;

bool is_of_an_interval(const Value& value) {
  return value.until > value.from && value.until - value.from <= hour;
}

/// What counts of the values for each time: what is put in replaces what was there.
class Timeline {
 public:
  struct Stretch {
    std::int64_t until = 0;
    const Value* value = nullptr;
  };

  void put(const Value& value) {
    make_room(value.from, value.until);
    if (value.kind != Kind::withdrawn) stretches_[value.from] = {value.until, &value};
  }
  const std::map<std::int64_t, Stretch>& stretches() const { return stretches_; }

 private:
  void make_room(std::int64_t from, std::int64_t until) {
    auto at = stretches_.upper_bound(from);
    if (at != stretches_.begin()) --at;
    while (at != stretches_.end() && at->first < until) {
      const auto begin = at->first;
      const auto stretch = at->second;
      if (stretch.until <= from) {
        ++at;
        continue;
      }
      at = stretches_.erase(at);
      if (begin < from) stretches_[begin] = {from, stretch.value};
      if (stretch.until > until) at = stretches_.emplace(until, Stretch{stretch.until, stretch.value}).first;
    }
  }

  std::map<std::int64_t, Stretch> stretches_;
};

struct Channel {
  ChannelGaps gaps;
  std::vector<const Sent*> sent;
};

Timeline timeline_of(std::vector<const Sent*> sent) {
  // In the order of registration; what is withdrawn and replaced with one time is replaced.
  const auto withdraws = [](const Sent* one) {
    return !one->series.values.empty() && one->series.values.front().kind == Kind::withdrawn;
  };
  std::stable_sort(sent.begin(), sent.end(), [&](const Sent* a, const Sent* b) {
    return std::make_tuple(a->registered, !withdraws(a)) < std::make_tuple(b->registered, !withdraws(b));
  });
  Timeline timeline;
  for (const auto* one : sent)
    for (const auto& value : one->series.values)
      if (is_of_an_interval(value)) timeline.put(value);
  return timeline;
}

/// The length that values of the channel have: the one that most of them near the day have.
std::int64_t usual_length(const Timeline& timeline, std::int64_t from, std::int64_t until) {
  std::map<std::int64_t, std::size_t> in_day, in_all;
  for (const auto& [begin, stretch] : timeline.stretches()) {
    const auto length = stretch.value->until - stretch.value->from;
    ++in_all[length];
    if (begin >= from && begin < until) ++in_day[length];
  }
  const auto& lengths = in_day.empty() ? in_all : in_day;
  const auto most = std::max_element(lengths.begin(), lengths.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == lengths.end() ? hour : most->first;
}

DayOfChannel day_of_channel(const Timeline& timeline, const time::Calendar& calendar, time::Day day) {
  const auto from = calendar.start_of(day), until = calendar.start_of(day + std::chrono::days{1});
  const auto length = usual_length(timeline, from, until);
  DayOfChannel made;
  made.day = time::to_text(day);
  made.expected = static_cast<std::size_t>((until - from + length - 1) / length);
  auto at = from;
  const auto hole_until = [&](std::int64_t end) {
    if (end > at) made.holes.push_back({at, end, static_cast<std::size_t>((end - at + length - 1) / length)});
  };
  for (const auto& [begin, stretch] : timeline.stretches()) {
    if (stretch.until <= from || begin >= until) continue;
    hole_until(std::min(begin, until));
    at = std::max(at, std::min(stretch.until, until));
    ++made.present;
    if (stretch.value->kind == Kind::estimated || stretch.value->kind == Kind::temporary) ++made.not_measured;
  }
  hole_until(until);
  return made;
}

}  // namespace

std::size_t ChannelGaps::holes() const {
  std::size_t all = 0;
  for (const auto& day : days) all += day.holes.size();
  return all;
}

std::vector<ChannelGaps> gaps_of(const std::vector<Sent>& sent, const time::Calendar& calendar,
                                 std::optional<time::Day> day) {
  std::map<std::tuple<std::string, std::string, std::string>, Channel> channels;
  for (const auto& one : sent) {
    const auto values = static_cast<std::size_t>(
        std::count_if(one.series.values.begin(), one.series.values.end(), is_of_an_interval));
    if (values == 0) continue;
    auto& channel = channels[{one.series.subject, one.series.direction, one.series.product}];
    channel.sent.push_back(&one);
    if (!day || (one.series.start < calendar.start_of(*day + std::chrono::days{1}) &&
                 one.series.end > calendar.start_of(*day)))
      channel.gaps.arrivals.push_back({one.source, one.arrived, one.series.start, one.series.end, values});
  }
  std::vector<ChannelGaps> found;
  for (auto& [key, channel] : channels) {
    auto& gaps = channel.gaps;
    std::tie(gaps.metering_point, gaps.direction, gaps.product) = key;
    std::stable_sort(gaps.arrivals.begin(), gaps.arrivals.end(),
                     [](const Arrival& a, const Arrival& b) { return a.arrived < b.arrived; });
    std::set<time::Day> days;
    if (day) {
      days.insert(*day);
    } else {
      for (const auto* one : channel.sent)
        for (const auto& value : one->series.values)
          if (is_of_an_interval(value)) days.insert(calendar.day_of(value.from));
    }
    const auto timeline = timeline_of(channel.sent);
    for (const auto one : days) gaps.days.push_back(day_of_channel(timeline, calendar, one));
    found.push_back(std::move(gaps));
  }
  return found;
}

}  // namespace cimgate::values
