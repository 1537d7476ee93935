#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/time/calendar.hpp"

/// Days and times in Norway, for the rooms that are about its market: as the built-in dialects/elhub.yaml has
/// them.
namespace cimgate::norway {

const time::Calendar& calendar();

inline time::Day day_of(std::int64_t seconds) {
  return calendar().day_of(seconds);
}
inline std::int64_t start_of(time::Day day) {
  return calendar().start_of(day);
}
inline time::Day moved(time::Day day, const time::Offset& offset) {
  return calendar().moved(day, offset);
}
inline std::int64_t moved(std::int64_t seconds, const time::Offset& offset) {
  return calendar().moved(seconds, offset);
}
inline std::string local_text(std::int64_t seconds) {
  return calendar().local_text(seconds);
}
/// A day, which stands for its start, or a time with zone.
std::optional<std::int64_t> parse_moment(std::string_view text);

}  // namespace cimgate::norway
