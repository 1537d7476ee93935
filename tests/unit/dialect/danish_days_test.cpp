#include <doctest/doctest.h>

#include <algorithm>

#include "gateway/dialect/load.hpp"
#include "gateway/resources/store.hpp"

using namespace cimgate;
using namespace cimgate::time;

namespace {

Calendar denmark() {
  const auto all = dialect::load(*resources::built_in());
  REQUIRE_MESSAGE(all.has_value(), all.error());
  const auto at = std::find_if(all->begin(), all->end(), [](const auto& one) { return one->id == "dk"; });
  REQUIRE(at != all->end());
  return (*at)->calendar;
}

std::string holidays_of(const Calendar& calendar, int year) {
  std::string holidays;
  for (Day at = Day(std::chrono::year(year) / 1 / 1); at < Day(std::chrono::year(year + 1) / 1 / 1);
       at += std::chrono::days(1))
    if (calendar.is_holiday(at)) holidays += to_text(at).substr(5) + " ";
  return holidays;
}

}  // namespace

TEST_SUITE("dialect: days in Denmark") {
  TEST_CASE(
      "public holidays: General Prayer Day was one until 2023; 1 and 17 May, 5 June and 24 December are "
      "none") {
    const auto calendar = denmark();
    CHECK(holidays_of(calendar, 2022) ==
          "01-01 04-14 04-15 04-17 04-18 05-13 05-26 06-05 06-06 12-25 12-26 ");
    CHECK(holidays_of(calendar, 2023) ==
          "01-01 04-06 04-07 04-09 04-10 05-05 05-18 05-28 05-29 12-25 12-26 ");
    CHECK(holidays_of(calendar, 2024) == "01-01 03-28 03-29 03-31 04-01 05-09 05-19 05-20 12-25 12-26 ");
    CHECK(holidays_of(calendar, 2026) == "01-01 04-02 04-03 04-05 04-06 05-14 05-24 05-25 12-25 12-26 ");
  }

  TEST_CASE("midnight is 23:00Z in winter and 22:00Z in summer; days have 23, 24 or 25 hours") {
    const auto calendar = denmark();
    const auto midnight = [&](const char* day) { return calendar.start_of(*parse_day(day)); };
    const auto hours = [&](const char* day) {
      return (calendar.start_of(*parse_day(day) + std::chrono::days(1)) - midnight(day)) / 3600;
    };
    CHECK(calendar.local_text(midnight("2026-01-01")) == "2026-01-01T00:00:00+01:00");
    CHECK(calendar.local_text(midnight("2026-07-01")) == "2026-07-01T00:00:00+02:00");
    CHECK(hours("2026-03-28") == 24);
    CHECK(hours("2026-03-29") == 23);
    CHECK(hours("2026-10-25") == 25);
    CHECK(hours("1995-09-24") == 25);  // until 1995 summer ended in September
  }
}
