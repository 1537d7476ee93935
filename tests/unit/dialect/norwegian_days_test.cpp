#include <doctest/doctest.h>

#include "gateway/elhub/norway/calendar.hpp"

using namespace cimgate;
using namespace cimgate::time;

namespace {

Day day(const char* text) {
  return *parse_day(text);
}

std::string later(const char* from, const char* offset) {
  return to_text(norway::moved(day(from), *parse_offset(offset)));
}

}  // namespace

TEST_SUITE("dialect: days in Norway") {
  TEST_CASE("Easter, as almanacs have it") {
    for (const char* text :
         {"1961-04-02", "1981-04-19", "1999-04-04", "2000-04-23", "2008-03-23", "2011-04-24",
          "2015-04-05", "2016-03-27", "2017-04-16", "2018-04-01", "2019-04-21", "2020-04-12",
          "2021-04-04", "2022-04-17", "2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05",
          "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21", "2031-04-13", "2032-03-28",
          "2033-04-17", "2034-04-09", "2035-03-25", "2038-04-25", "2049-04-18"}) {
      const Day sunday = day(text);
      CHECK(to_text(easter(std::chrono::year_month_day(sunday).year())) == text);
    }
    for (int y = 1900; y < 2200; ++y) {
      const Day sunday = easter(std::chrono::year(y));
      CHECK(std::chrono::weekday(sunday) == std::chrono::Sunday);
      CHECK(sunday >= Day(std::chrono::year(y) / 3 / 22));
      CHECK(sunday <= Day(std::chrono::year(y) / 4 / 25));
    }
  }

  TEST_CASE("public holidays of 2026, and no others") {
    std::string holidays;
    for (Day at = day("2026-01-01"); at < day("2027-01-01"); at += std::chrono::days(1))
      if (norway::calendar().is_holiday(at)) holidays += to_text(at).substr(5) + " ";
    CHECK(holidays == "01-01 04-02 04-03 04-05 04-06 05-01 05-14 05-17 05-24 05-25 12-25 12-26 ");
  }

  TEST_CASE("twelve holidays a year, or fewer where two fall on one day") {
    for (int y = 1990; y < 2100; ++y) {
      int number = 0;
      for (Day at = Day(std::chrono::year(y) / 1 / 1); at < Day(std::chrono::year(y + 1) / 1 / 1);
           at += std::chrono::days(1))
        number += norway::calendar().is_holiday(at) ? 1 : 0;
      CHECK(number <= 12);
      CHECK(number >= 11);
    }
  }

  TEST_CASE("working days leave out week-ends and holidays") {
    CHECK(later("2026-11-18", "3 working-days") == "2026-11-23");
    CHECK(later("2026-11-18", "0 working-days") == "2026-11-18");
    CHECK(later("2026-11-23", "-3 working-days") == "2026-11-18");
    CHECK(later("2026-04-01", "1 working-day") == "2026-04-07");  // Easter between
    CHECK(later("2026-04-07", "-1 working-days") == "2026-04-01");
    CHECK(later("2026-12-24", "1 working-day") == "2026-12-28");  // 25 and 26, then a Sunday
    CHECK(later("2026-11-18", "-30 working-days") == "2026-10-07");
    CHECK(later("2026-11-22", "1 working-day") == "2026-11-23");  // from a Sunday
  }

  TEST_CASE("months and years end where the month does") {
    CHECK(later("2026-01-31", "1 month") == "2026-02-28");
    CHECK(later("2024-02-29", "1 year") == "2025-02-28");
    CHECK(later("2024-02-29", "-4 years") == "2020-02-29");
    CHECK(later("2026-03-31", "-1 months") == "2026-02-28");
    CHECK(later("2026-11-18", "45 days") == "2027-01-02");
  }

  TEST_CASE("what is not an offset and what is not a day") {
    for (const char* text : {"", "3", "days", "3days", "3  days", "3 weeks", "x days", "3 working days"})
      CHECK_FALSE(parse_offset(text).has_value());
    for (const char* text :
         {"", "2026-2-03", "2026-02-30", "2026-13-01", "20260203", "2026-02-0x", "2025-02-29"})
      CHECK_FALSE(parse_day(text).has_value());
    CHECK(parse_day("2024-02-29").has_value());
  }

  TEST_CASE("a moment is the start of a day, or a time with its zone") {
    CHECK(norway::parse_moment("2026-06-01") == norway::start_of(day("2026-06-01")));
    CHECK(norway::parse_moment("2026-06-01T00:00:00+02:00") == norway::start_of(day("2026-06-01")));
    for (const char* text : {"", "2026-06-31", "2026-06-01T00:00:00", "now"})
      CHECK_FALSE(norway::parse_moment(text).has_value());
  }

  TEST_CASE("days have 23, 24 or 25 hours") {
    const auto hours = [](const char* text) {
      return (norway::start_of(day(text) + std::chrono::days(1)) - norway::start_of(day(text))) / 3600;
    };
    CHECK(hours("2026-03-29") == 23);
    CHECK(hours("2026-03-30") == 24);
    CHECK(hours("2026-10-25") == 25);
    CHECK(hours("2027-03-28") == 23);
  }

  TEST_CASE("the clock in Norway") {
    CHECK(norway::local_text(norway::start_of(day("2026-07-01"))) == "2026-07-01T00:00:00+02:00");
    CHECK(norway::local_text(norway::start_of(day("2026-12-01"))) == "2026-12-01T00:00:00+01:00");
    const auto midnight = norway::start_of(day("2026-10-25"));
    CHECK(to_text(norway::day_of(midnight)) == "2026-10-25");
    CHECK(to_text(norway::day_of(midnight - 1)) == "2026-10-24");
    CHECK(norway::calendar().seconds_into_day(midnight + 24 * 3600) == 24 * 3600);
    CHECK(to_text(norway::day_of(midnight + 24 * 3600)) == "2026-10-25");
  }

  TEST_CASE("moving a time keeps the time of day, not the number of hours") {
    const auto time = norway::start_of(day("2026-03-28")) + 12 * 3600;
    CHECK(norway::local_text(norway::moved(time, {1, Offset::Unit::days})) == "2026-03-29T12:00:00+02:00");
    CHECK(norway::local_text(norway::moved(time, {24, Offset::Unit::hours})) == "2026-03-29T13:00:00+02:00");
    CHECK(norway::local_text(norway::moved(time, {-3, Offset::Unit::years})) == "2023-03-28T12:00:00+02:00");
  }
}
