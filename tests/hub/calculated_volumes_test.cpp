// The arithmetic of expected annual volumes: exact until the one rounding at its end.
#include <doctest/doctest.h>

#include <cstdint>

#include "gateway/elhub/hub/annual_volumes.hpp"

namespace cimgate::test {

using hub::annual_volume;

constexpr hub::Seconds hour = 3600, day = 24 * hour, year = 365 * day;

TEST_CASE("annual volume: of a whole year it is the sum, rounded once") {
  CHECK(annual_volume(4'380'000, year, year, 28 * day) == 4380);
  CHECK(annual_volume(499, year, year, 28 * day) == 0);
  CHECK(annual_volume(500, year, year, 28 * day) == 1);
  CHECK(annual_volume(1'499, year, year, 28 * day) == 1);
  CHECK(annual_volume(0, year, year, 28 * day) == 0);
}

TEST_CASE(
    "annual volume: of a part it is as much more as the year is longer, and nothing of too short a part") {
  CHECK(annual_volume(372'000, 31 * day, year, 28 * day) == 4380);
  CHECK(annual_volume(1, 28 * day, year, 28 * day) == 0);
  CHECK_FALSE(annual_volume(372'000, 28 * day - 1, year, 28 * day));
  CHECK_FALSE(annual_volume(372'000, 0, year, 0));
  CHECK_FALSE(annual_volume(-1, year, year, 28 * day));
  // The largest industry: no overflow on the way. 1 TWh in 28 days.
  CHECK(annual_volume(1'000'000'000'000'000, 28 * day, year, 28 * day) == 13'035'714'285'714);
}

TEST_CASE("annual volume: never off by more than half a kWh, whatever the sum and the time") {
  std::uint64_t state = 7;
  const auto next = [&](std::uint64_t below) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::int64_t>((state >> 20) % below);
  };
  for (int i = 0; i < 20'000; ++i) {
    const auto sum = next(100'000'000'000);
    const auto measured = 28 * day + next(static_cast<std::uint64_t>(337 * 96)) * 900;
    const auto total = annual_volume(sum, measured, year, 28 * day);
    REQUIRE(total);
    // 2 · |total · 1000 · measured − sum · year| ≤ 1000 · measured, in whole numbers.
    __extension__ using Wide = __int128;
    const Wide difference = Wide{*total} * 1000 * measured - Wide{sum} * year;
    const Wide twice = 2 * (difference < 0 ? -difference : difference);
    CHECK(twice <= Wide{1000} * measured);
  }
}

}  // namespace cimgate::test
