#pragma once
#include <chrono>
#include <optional>
#include <string_view>

namespace cimgate::model {

/// A point in time to the nanosecond, in any year an xs:dateTime with four-digit year can name.
struct Instant {
  std::chrono::sys_seconds seconds;
  std::chrono::nanoseconds fraction{0};  ///< 0 up to, not including, a second

  friend bool operator==(const Instant&, const Instant&) = default;
  friend auto operator<=>(const Instant&, const Instant&) = default;
};

/// The instant of an xs:dateTime; nothing when the text is not one, or has no time zone. Decimals after the
/// ninth are cut off.
std::optional<Instant> to_instant(std::string_view text);

}  // namespace cimgate::model
