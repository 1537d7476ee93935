#include "gateway/dialect/load.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace cimgate;

namespace {

/// A dialect that is right, with something put in the place of something.
std::string with(std::string_view from = {}, std::string_view to = {}) {
  std::string text = R"(dialect: somewhere
title: { en: Somewhere, nb: Et sted }
personal-numbers: { digits: [10] }
clock:
  name: { en: some time, nb: en tid }
  ahead: "-03:30"
  summer: "-02:30"
  changes-at: "04:00"
  summer-time:
    - { from: 1990, begin: last Sunday of March, end: 1 October }
    - { from: 2030 }
)";
  if (from.empty()) return text += to;
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string mistakes(const std::string& text) {
  const auto read = dialect::read("d.yaml", text);
  return read ? std::string() : read.error();
}

}  // namespace

TEST_SUITE("dialect: files") {
  TEST_CASE("what is built in is right") {
    const auto all = dialect::load(*resources::built_in());
    REQUIRE_MESSAGE(all.has_value(), all.error());
    REQUIRE(all->size() == 2);
    CHECK(all->front()->id == "dk");
    CHECK(all->front()->personal_numbers.may_be_in("010203-0405"));
    const auto& elhub = *all->back();
    CHECK(elhub.id == "elhub");
    CHECK(elhub.is_process("BRS-NO-101"));
    CHECK_FALSE(elhub.is_process("common"));
    CHECK(elhub.code_lists.of_answer("status") == "Elhub_PhysicalStatusCode");
    CHECK(elhub.code_lists.of_answer("supplier").empty());
    CHECK(elhub.profiles.front() == "nmeg/0.1");
  }

  TEST_CASE("a small dialect has a clock of its own") {
    const auto read = dialect::read("d.yaml", with());
    REQUIRE_MESSAGE(read.has_value(), read.error());
    const auto& calendar = (*read)->calendar;
    const auto local = [&](const char* day) {
      return calendar.local_text(calendar.start_of(*time::parse_day(day)));
    };
    CHECK(local("2026-01-01") == "2026-01-01T00:00:00-03:30");
    CHECK(local("2026-07-01") == "2026-07-01T00:00:00-02:30");
    CHECK(local("2026-09-30") == "2026-09-30T00:00:00-02:30");
    CHECK(local("2026-10-02") == "2026-10-02T00:00:00-03:30");
    CHECK(local("1989-07-01") == "1989-07-01T00:00:00-03:30");
    CHECK(local("2030-07-01") == "2030-07-01T00:00:00-03:30");
    // Nothing is said of holidays: all days are working days.
    CHECK(calendar.is_working_day(*time::parse_day("2026-12-25")));
    CHECK(calendar.is_working_day(*time::parse_day("2026-11-29")));
  }

  TEST_CASE("numbers of persons have as many digits as the dialect says") {
    const auto read = dialect::read("d.yaml", with());
    REQUIRE(read.has_value());
    const auto& numbers = (*read)->personal_numbers;
    for (const char* text : {"0101901234", "010190-1234", "x 01 01 90 1234 y", "id 0101901234"})
      CHECK_MESSAGE(numbers.may_be_in(text), text);
    for (const char* text : {"", "01019012345", "010190123", "707057500000000014", "010190x1234"})
      CHECK_FALSE_MESSAGE(numbers.may_be_in(text), text);
    // Who belongs to no market is taken for one that has any.
    CHECK(dialect::none()->personal_numbers.may_be_in("01019012345"));
    CHECK(dialect::none()->personal_numbers.may_be_in("0101901234"));
  }

  TEST_CASE("mistakes are told with their place") {
    CHECK(mistakes("a: [").find("d.yaml:") == 0);
    CHECK(mistakes(with("dialect:", "dialct:")) ==
          "d.yaml:1:1: unknown key 'dialct', expected dialect, title, head, known-by, processes, about, "
          "questions, "
          "code-lists, "
          "series, envelope, refusal, namespaces-begin-with, personal-numbers, clock, holidays, profiles; "
          "did you mean "
          "'dialect'?\nd.yaml:1:1: 'dialect' is missing");
    CHECK(mistakes(with("personal-numbers: { digits: [10] }\n", "")) ==
          "d.yaml:1:1: 'personal-numbers' is missing");
    CHECK(mistakes(with("[10]", "[ten]")) == "d.yaml:3:30: expected a whole number from 5 to 40");
    CHECK(mistakes(with("\"-03:30\"", "west")) ==
          "d.yaml:6:10: expected hours and minutes, such as '+01:00'");
    CHECK(mistakes(with("\"-02:30\"", "\"-03:30\"")) ==
          "d.yaml:7:11: in summer the clock is further ahead than else");
    CHECK(mistakes(with("1 October", "31 September")) ==
          "d.yaml:10:55: expected a day of the year, such as '28 September' or 'last Sunday of October'");
    CHECK(mistakes(with("1 October", "31 March")) ==
          "d.yaml:10:55: summer time ends in a later month of the year in which it begins");
    CHECK(mistakes(with("2030", "1980")) == "d.yaml:11:15: expected a later year than before");
    CHECK(mistakes(with({}, "holidays: { weekend: [Caturday] }\n")) ==
          "d.yaml:12:23: expected a day of the week, such as 'Sunday'");
    CHECK(mistakes(with({}, "holidays: { fixed: [last Sunday of May] }\n")) ==
          "d.yaml:12:21: expected a day of a month, such as '17 May'");
    CHECK(mistakes(with({}, "holidays: { easter: [{ day: 26, untill: 2024 }] }\n")) ==
          "d.yaml:12:33: unknown key 'untill', expected day, from, until; did you mean 'until'?");
    CHECK(mistakes(with({}, "holidays: { fixed: [{ day: 17 May, until: never }] }\n")) ==
          "d.yaml:12:43: expected a whole number from 1 to 9999");
    CHECK(mistakes(with(
              {},
              "holidays: { weekend: [Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday] }\n")) ==
          "d.yaml:12:22: no day of the week is a working day");
    CHECK(mistakes(with({}, "head: { process: Somewhere }\n")) ==
          "d.yaml:12:18: expected a list for 'process'");
    CHECK(
        mistakes(with({}, "questions: { meterring-point: [A] }\n")).find("did you mean 'metering-point'?") !=
        std::string::npos);
    CHECK(mistakes(with({}, "about: { metering-point: [{ in: A, at: B }] }\n")) ==
          "d.yaml:12:8: 'metering-point-digits' is missing");
    CHECK(mistakes(with({}, "series: { record: A }\n")) == "d.yaml:12:9: 'message' is missing");
  }
}
