#include "gateway/time/clock.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace cimgate::time;
using namespace std::chrono_literals;

TEST_SUITE("time: clocks") {
  TEST_CASE("a clock of which nothing is said shows UTC") {
    const Clock clock;
    for (const std::int64_t at : {std::int64_t{-1}, std::int64_t{0}, std::int64_t{1782864000}}) {
      CHECK(clock.shown(at) == at);
      CHECK(clock.instant(at) == at);
    }
  }

  TEST_CASE("west of Greenwich, by half an hour, from a fixed day of the year on") {
    Clock clock;
    clock.ahead = -(3 * 60 + 30) * 60;
    clock.ahead_in_summer = -(2 * 60 + 30) * 60;
    clock.changes_at = 4 * 3600;
    SummerTime rule;
    rule.from = 2000y;
    rule.begin = YearlyDay{std::chrono::April, 5d, std::nullopt};
    rule.end = YearlyDay{std::chrono::October, 1d, std::chrono::Saturday};
    clock.summer.push_back(rule);
    const auto at = [](std::chrono::sys_days day, std::int64_t hour) {
      return std::chrono::sys_seconds(day).time_since_epoch().count() + hour * 3600;
    };
    const auto begin = at(2026y / 4 / 5, 4);
    const auto end = at(2026y / 10 / 31, 4);
    CHECK(clock.shown(begin - 1) == begin - 1 + clock.ahead);
    CHECK(clock.shown(begin) == begin + clock.ahead_in_summer);
    CHECK(clock.shown(end - 1) == end - 1 + clock.ahead_in_summer);
    CHECK(clock.shown(end) == end + clock.ahead);
    CHECK(clock.instant(clock.shown(end - 1)) == end - 1);
    CHECK(clock.instant(begin + clock.ahead + 60) == begin);  // skipped
    CHECK(clock.shown(at(1999y / 7 / 1, 0)) == at(1999y / 7 / 1, 0) + clock.ahead);
  }

  TEST_CASE("zones as times say them") {
    CHECK(zone_text(0) == "+00:00");
    CHECK(zone_text(3600) == "+01:00");
    CHECK(zone_text(-12600) == "-03:30");
  }
}
