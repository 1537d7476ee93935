#include <doctest/doctest.h>
#include <time.h>

#include <cstdlib>
#include <filesystem>

#include "gateway/elhub/norway/calendar.hpp"

using namespace cimgate;

namespace {

constexpr std::int64_t hour = 3600;
constexpr std::int64_t year_1966 = -126230400;
constexpr std::int64_t year_2101 = 4133980800;

/// The C library's clock, by the time zone database.
class Zone {
 public:
  explicit Zone(const char* name) {
    if (const char* before = std::getenv("TZ")) before_ = before;
    ::setenv("TZ", name, 1);
    ::tzset();
  }
  ~Zone() {
    if (before_.empty())
      ::unsetenv("TZ");
    else
      ::setenv("TZ", before_.c_str(), 1);
    ::tzset();
  }
  static std::int64_t shown(std::int64_t time) {
    const time_t at = time;
    tm parts{};
    ::localtime_r(&at, &parts);
    return time + parts.tm_gmtoff;
  }

 private:
  std::string before_;
};

}  // namespace

TEST_SUITE("dialect: the clock in Norway") {
  TEST_CASE("the clock is that of the time zone database, 1966 to 2100") {
    if (!std::filesystem::exists("/usr/share/zoneinfo/Europe/Oslo")) {
      MESSAGE("this machine has no time zone data");
      return;
    }
    const Zone zone("Europe/Oslo");
    std::size_t changes = 0;
    std::int64_t ahead = hour;
    for (std::int64_t time = year_1966; time < year_2101; time += hour)
      for (const std::int64_t at : {time, time + hour - 1}) {
        const auto shown = Zone::shown(at);
        if (norway::calendar().clock.shown(at) != shown)
          FAIL_CHECK(at << ": " << norway::calendar().clock.shown(at) - at << ", not " << shown - at);
        if (shown - at != ahead) ++changes;
        ahead = shown - at;
      }
    CHECK(changes == 2 * (2100 - 1980 + 1));
  }

  TEST_CASE("what is shown leads back to when") {
    for (std::int64_t time = year_1966; time < year_2101; time += hour) {
      const auto shown = norway::calendar().clock.shown(time);
      // The hour after summer shows what the one before has shown.
      const bool again = norway::calendar().clock.shown(time - hour) == shown;
      if (norway::calendar().clock.instant(shown) != (again ? time - hour : time)) FAIL_CHECK(time);
    }
  }

  TEST_CASE("what is skipped is when that happens; what is shown twice, the first") {
    constexpr std::int64_t forward = 1774746000;  // 2026-03-29T01:00:00Z
    for (const std::int64_t into : {0, 1, 1800, 3599})
      CHECK(norway::calendar().clock.instant(forward + hour + into) == forward);
    CHECK(norway::calendar().clock.instant(forward + hour - 1) == forward - 1);
    CHECK(norway::calendar().clock.instant(forward + 2 * hour) == forward);
    constexpr std::int64_t back = 1792890000;  // 2026-10-25T01:00:00Z
    for (const std::int64_t into : {0, 1, 1800, 3599})
      CHECK(norway::calendar().clock.instant(back + hour + into) == back - hour + into);
    CHECK(norway::calendar().clock.instant(back + 2 * hour) == back + hour);
  }
}
