#include "gateway/cli/clock.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace cimgate::cli {

std::int64_t now_seconds() {
  // Not std::time(), which may be some milliseconds behind: what is asked a moment after the system clock
  // showed a new second would still be told the one before.
  std::int64_t now =
      std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()).time_since_epoch().count();
  if (const char* epoch = std::getenv("SOURCE_DATE_EPOCH"); epoch != nullptr)
    std::from_chars(epoch, epoch + std::strlen(epoch), now);
  return now;
}

std::string now_utc() {
  const std::time_t now = now_seconds();
  std::tm utc{};
  gmtime_r(&now, &utc);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                     utc.tm_hour, utc.tm_min, utc.tm_sec);
}

}  // namespace cimgate::cli
