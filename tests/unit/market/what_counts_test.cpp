#include "gateway/market/what_counts.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "gateway/market/market.hpp"

using namespace cimgate;
using market::Version;

namespace {

/// "0:0-12 1:12-13": number of the version and its part.
std::string told(const std::vector<Version>& all, std::int64_t from = 0, std::int64_t to = 100) {
  std::string text;
  for (const auto& one : market::what_counts(all, from, to))
    text += fmt::format("{}{}:{}-{}", text.empty() ? "" : " ", one.number, one.start, one.end);
  return text;
}

rules::Day day(const char* text) {
  return *rules::parse_day(text);
}

}  // namespace

TEST_SUITE_BEGIN("market");

TEST_CASE("what counts: of each time what was registered last") {
  CHECK(told({{0, 24, 1}}) == "0:0-24");
  CHECK(told({{0, 24, 1}, {12, 13, 2}}) == "0:0-12 1:12-13 0:13-24");
  CHECK(told({{12, 13, 2}, {0, 24, 1}}) == "1:0-12 0:12-13 1:13-24");
  CHECK(told({{0, 24, 1}, {0, 24, 2}}) == "1:0-24");
  // Of what was registered at one time, what came last.
  CHECK(told({{0, 24, 1}, {6, 12, 1}}) == "0:0-6 1:6-12 0:12-24");
  CHECK(told({{0, 10, 1}, {10, 20, 2}, {5, 15, 3}, {7, 8, 4}}) == "0:0-5 2:5-7 3:7-8 2:8-15 1:15-20");
  // Days beside each other leave each other alone.
  CHECK(told({{0, 24, 1}, {24, 48, 1}}) == "0:0-24 1:24-48");
}

TEST_CASE("what counts: no more than was asked for") {
  CHECK(told({{0, 24, 1}, {12, 13, 2}}, 11, 13) == "0:11-12 1:12-13");
  CHECK(told({{0, 24, 1}}, 24, 48).empty());
  CHECK(told({{24, 48, 1}}, 0, 24).empty());
  // What is not asked for takes nothing from what is.
  CHECK(told({{24, 48, 1}, {24, 48, 2}, {0, 10, 3}, {60, 70, 4}}, 24, 48) == "1:24-48");
  CHECK(told({{5, 5, 2}, {0, 24, 1}}) == "1:0-24");
}

TEST_CASE("what counts: one value for all of a period is not cut") {
  const auto period = [](std::int64_t start, std::int64_t end, std::int64_t registered,
                         bool withdrawn = false) {
    return Version{start, end, registered, withdrawn, true};
  };
  CHECK(told({period(0, 30, 1)}, 10, 12) == "0:0-30");
  CHECK(told({period(0, 30, 1)}, 30, 40).empty());
  CHECK(told({period(30, 40, 1)}, 0, 30).empty());
  CHECK(told({period(0, 30, 1), period(30, 60, 2), period(60, 90, 3)}, 29, 61) == "0:0-30 1:30-60 2:60-90");
  CHECK(told({period(0, 30, 1), period(0, 30, 2, true)}).empty());
  CHECK(told({period(0, 30, 1), period(0, 30, 2, true), period(0, 10, 2), period(10, 30, 2)}) ==
        "2:0-10 3:10-30");
  // Whichever stands first in the message.
  CHECK(told({period(0, 30, 1), period(0, 30, 2), period(0, 30, 2, true)}) == "1:0-30");
  CHECK(told({period(0, 30, 1), period(0, 10, 2)}) == "1:0-10");
}

TEST_CASE("contracts: since when the end user lives there") {
  const std::vector<market::Contract> all = {
      {"1", {day("2020-01-01"), day("2022-01-01")}, "a", "x", "DDQ", ""},
      {"1", {day("2022-01-01"), day("2023-01-01")}, "a", "y", "DDQ", ""},
      {"1", {day("2024-01-01"), day("2025-01-01")}, "a", "y", "DDQ", ""},
      {"1", {day("2025-01-01"), std::nullopt}, "b", "y", "DDQ", ""},
  };
  CHECK(market::lives_since(all, day("2022-06-01")) == day("2020-01-01"));
  CHECK(market::lives_since(all, day("2024-06-01")) == day("2024-01-01"));
  CHECK(market::lives_since(all, day("2025-01-01")) == day("2025-01-01"));
  CHECK_FALSE(market::lives_since(all, day("2023-06-01")));
  CHECK_FALSE(market::lives_since(all, day("2019-12-31")));
}

TEST_SUITE_END();
