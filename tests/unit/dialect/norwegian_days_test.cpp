#include <doctest/doctest.h>

#include "gateway/dialect/load.hpp"
#include "gateway/rules/calendar.hpp"
#include "gateway/time/oslo.hpp"

using namespace cimgate;

namespace {

const time::Calendar& norway() {
  static const auto all = dialect::load(*resources::built_in());
  return all->front()->calendar;
}

constexpr std::int64_t hour = 3600;
constexpr std::int64_t year_1966 = -126230400;
constexpr std::int64_t year_2101 = 4133980800;

}  // namespace

// What dialects/elhub.yaml says is what the rules count by.
TEST_SUITE("dialect: days in Norway") {
  TEST_CASE("the clock, 1966 to 2100, there and back") {
    const auto& clock = norway().clock;
    for (std::int64_t at = year_1966; at < year_2101; at += hour) {
      if (clock.shown(at) != oslo::shown(at)) FAIL_CHECK(at << " is shown as " << clock.shown(at));
      if (clock.shown(at + hour - 1) != oslo::shown(at + hour - 1)) FAIL_CHECK(at << " and an hour");
      if (clock.instant(at) != oslo::instant(at)) FAIL_CHECK(at << " is shown at " << clock.instant(at));
    }
  }

  TEST_CASE("holidays and working days, 1980 to 2100") {
    std::size_t holidays = 0;
    for (time::Day day = *time::parse_day("1980-01-01"); day < *time::parse_day("2101-01-01");
         day += std::chrono::days(1)) {
      if (norway().is_holiday(day) != rules::is_holiday(day)) FAIL_CHECK(time::to_text(day));
      if (norway().is_working_day(day) != rules::is_working_day(day)) FAIL_CHECK(time::to_text(day));
      if (norway().is_holiday(day)) ++holidays;
    }
    CHECK(holidays > 121 * 11);
  }

  TEST_CASE("days and times that are moved") {
    const auto start = *time::parse_day("2026-03-20");
    for (int number = -40; number <= 40; ++number)
      for (const auto& [unit, other] :
           {std::pair(time::Offset::Unit::working_days, rules::Offset::Unit::working_days),
            std::pair(time::Offset::Unit::days, rules::Offset::Unit::days),
            std::pair(time::Offset::Unit::hours, rules::Offset::Unit::hours),
            std::pair(time::Offset::Unit::months, rules::Offset::Unit::months)}) {
        const time::Offset offset{number, unit};
        const rules::Offset same{number, other};
        CHECK(norway().moved(start, offset) == rules::moved(start, same));
        const auto noon = norway().start_of(start) + 12 * hour;
        CHECK(norway().moved(noon, offset) == rules::moved(noon, same));
        CHECK(norway().local_text(norway().moved(noon, offset)) ==
              rules::local_text(rules::moved(noon, same)));
      }
    CHECK(norway().start_of(start) == rules::start_of(start));
    CHECK(norway().seconds_into_day(norway().start_of(start) + 5) == 5);
  }
}
