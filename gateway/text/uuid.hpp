#pragma once
#include <cstddef>
#include <string_view>

#include "gateway/text/ascii.hpp"

namespace cimgate::text {

/// True for a UUID in its usual form, 8-4-4-4-12 hexadecimal digits, large or small (RFC 9562, section 4).
constexpr bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? text[i] != '-' : hex_value(text[i]) < 0) return false;
  }
  return true;
}

}  // namespace cimgate::text
