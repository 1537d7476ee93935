#include "gateway/values/gaps.hpp"

#include <doctest/doctest.h>

#include "gateway/elhub/norway/calendar.hpp"

using namespace cimgate;
using values::Kind;

namespace {

constexpr std::int64_t hour = 3600;

std::int64_t at(const std::string& text) {
  const auto time = norway::parse_moment(text);
  REQUIRE(time);
  return *time;
}

values::Sent sent(const std::string& from, std::size_t count, std::int64_t length,
                  std::int64_t registered = 0, Kind kind = Kind::metered,
                  const std::string& direction = "Out") {
  values::Sent made;
  made.source = "m.xml";
  made.arrived = made.registered = registered;
  made.series.subject = "707057599000100316";
  made.series.direction = direction;
  made.series.product = "8716867000030";
  made.series.start = at(from);
  for (std::size_t i = 0; i < count; ++i) {
    const auto begin = made.series.start + static_cast<std::int64_t>(i) * length;
    made.series.values.push_back({begin, begin + length, kind == Kind::withdrawn ? "" : "1", kind, 0});
  }
  made.series.end = made.series.start + static_cast<std::int64_t>(count) * length;
  return made;
}

std::vector<values::ChannelGaps> gaps(const std::vector<values::Sent>& all, const std::string& day = {}) {
  return values::gaps_of(all, norway::calendar(), day.empty() ? std::nullopt : time::parse_day(day));
}

}  // namespace

TEST_CASE("gaps: days have as many hours and quarters as the clock gives them") {
  const std::tuple<const char*, std::size_t> days[] = {
      {"2026-03-29", 23}, {"2026-10-25", 25}, {"2026-06-01", 24}};
  for (const auto& [day, hours] : days) {
    CAPTURE(day);
    const auto whole = gaps({sent(day, hours, hour)});
    REQUIRE(whole.size() == 1);
    REQUIRE(whole[0].days.size() == 1);
    CHECK(whole[0].days[0].day == day);
    CHECK(whole[0].days[0].expected == hours);
    CHECK(whole[0].days[0].present == hours);
    CHECK(whole[0].holes() == 0);
    const auto quarters = gaps({sent(day, hours * 4, hour / 4)});
    CHECK(quarters[0].days[0].expected == hours * 4);
    CHECK(quarters[0].holes() == 0);
    const auto short_by_one = gaps({sent(day, hours - 1, hour)});
    REQUIRE(short_by_one[0].holes() == 1);
    CHECK(short_by_one[0].days[0].holes[0].values == 1);
    CHECK(short_by_one[0].days[0].holes[0].until - short_by_one[0].days[0].holes[0].from == hour);
  }
}

TEST_CASE("gaps: blocks of a day add up, whatever their order, and the hole between them shows") {
  const auto all = gaps({sent("2026-06-01T12:00:00+02:00", 6, hour, 200), sent("2026-06-01", 9, hour, 100)});
  REQUIRE(all.size() == 1);
  REQUIRE(all[0].arrivals.size() == 2);
  CHECK(all[0].arrivals[0].values == 9);
  const auto& day = all[0].days.at(0);
  CHECK(day.present == 15);
  REQUIRE(day.holes.size() == 2);
  CHECK(day.holes[0].from == at("2026-06-01T09:00:00+02:00"));
  CHECK(day.holes[0].until == at("2026-06-01T12:00:00+02:00"));
  CHECK(day.holes[0].values == 3);
  CHECK(day.holes[1].from == at("2026-06-01T18:00:00+02:00"));
  CHECK(day.holes[1].until == at("2026-06-02"));
}

TEST_CASE("gaps: what was registered last counts, and what was withdrawn is missing") {
  const auto day = sent("2026-06-01", 24, hour, 100);
  const auto estimated = sent("2026-06-01T05:00:00+02:00", 2, hour, 200, Kind::estimated);
  const auto taken_back = sent("2026-06-01T06:00:00+02:00", 1, hour, 300, Kind::withdrawn);
  CHECK(gaps({day, estimated})[0].days[0].not_measured == 2);
  CHECK(gaps({estimated, day})[0].days[0].not_measured == 2);
  const auto less = gaps({taken_back, estimated, day});
  CHECK(less[0].days[0].present == 23);
  CHECK(less[0].days[0].not_measured == 1);
  REQUIRE(less[0].holes() == 1);
  CHECK(less[0].days[0].holes[0].from == at("2026-06-01T06:00:00+02:00"));
  // Withdrawn and replaced with one time of registration: it is replaced.
  const auto replaced = sent("2026-06-01T06:00:00+02:00", 1, hour, 300);
  CHECK(gaps({day, replaced, taken_back})[0].holes() == 0);
}

TEST_CASE("gaps: an hour replaced by quarters is four values, and what they leave is a hole") {
  const auto all =
      gaps({sent("2026-06-01", 24, hour, 100), sent("2026-06-01T10:00:00+02:00", 3, hour / 4, 200)});
  CHECK(all[0].days[0].present == 23 + 1 + 3);
  CHECK(all[0].holes() == 0);  // the last quarter still has the value of its hour
}

TEST_CASE("gaps: channels are apart, and a day that is asked for may lack all") {
  const auto all = gaps({sent("2026-06-01", 24, hour), sent("2026-06-02", 24, hour, 0, Kind::metered, "In")},
                        "2026-06-01");
  REQUIRE(all.size() == 2);
  CHECK(all[0].direction == "In");
  CHECK(all[0].days.at(0).present == 0);
  CHECK(all[0].days.at(0).holes.at(0).values == 24);
  CHECK(all[1].holes() == 0);
  CHECK(gaps({}).empty());
}

TEST_CASE("gaps: values for a month are no intervals") {
  CHECK(gaps({sent("2026-06-01", 1, 30 * 24 * hour)}).empty());
}
