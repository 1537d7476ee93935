#include "gateway/text/size.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace cimgate::text {
namespace {

struct Size {
  std::uint64_t number = 0;
  std::string_view unit;
};

/// In the largest unit of which it is a whole number.
Size size_of(std::uint64_t bytes) {
  constexpr std::uint64_t step = 1024;
  constexpr std::array<std::string_view, 5> units = {"", "KB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  for (; unit + 1 < units.size() && bytes >= step && bytes % step == 0; ++unit) bytes /= step;
  return {bytes, units[unit]};
}

}  // namespace

std::string as_size(std::uint64_t bytes) {
  const auto size = size_of(bytes);
  return fmt::format("{}{}", size.number, size.unit);
}

std::string size_in_words(std::uint64_t bytes, bool norwegian) {
  const auto size = size_of(bytes);
  if (!size.unit.empty()) return fmt::format("{} {}", size.number, size.unit);
  return fmt::format("{} {}", size.number, norwegian ? "byte" : size.number == 1 ? "byte" : "bytes");
}

}  // namespace cimgate::text
