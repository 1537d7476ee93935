#include "harmless.hpp"

#include <array>
#include <cstdio>

namespace cimgate::test {
namespace {

/// Takes a character from the front of `text`.
char32_t take(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = first < 0x80 ? 1 : first < 0xC0 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (length == 0 || length > text.size()) {
    text = {};
    return 0xFFFF;
  }
  char32_t code = length == 1 ? first : first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) code = code << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
  text.remove_prefix(length);
  return code;
}

bool is_control(char32_t code) {
  constexpr std::array<char32_t, 12> bidi = {0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C,
                                             0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069};
  for (const auto one : bidi)
    if (code == one) return true;
  return (code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7F && code < 0xA0) || code == 0xFFFF;
}

}  // namespace

std::string first_control(std::string_view text) {
  while (!text.empty())
    if (const auto code = take(text); is_control(code)) {
      std::array<char, 16> name{};
      (void)std::snprintf(name.data(), name.size(), "U+%04X", static_cast<unsigned>(code));
      return name.data();
    }
  return {};
}

}  // namespace cimgate::test
