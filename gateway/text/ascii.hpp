#pragma once
#include <algorithm>
#include <cstddef>
#include <string_view>

/// Characters of ASCII, whatever the locale.
namespace cimgate::text {

/// What XML, JSON and YAML take for white space.
inline constexpr std::string_view white_space = " \t\r\n";

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// True for a text of nothing but digits, and for none.
constexpr bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_digit(c); });  // a pointer is not inlined
}

/// True for so many digits and nothing else.
constexpr bool are_digits(std::string_view text, std::size_t count) {
  return text.size() == count && all_digits(text);
}

/// Of a hexadecimal digit, large or small; -1 for any other character.
constexpr int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Without the white space at both ends.
constexpr std::string_view trimmed(std::string_view text, std::string_view white = white_space) {
  const auto first = text.find_first_not_of(white);
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(white) - first + 1);
}

}  // namespace cimgate::text
