#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

/// Characters in UTF-8.
namespace cimgate::text {

/// U+FFFD, which stands for what is none.
inline constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// The length of the UTF-8 sequence that `text` begins with; 0 when it begins with none.
std::size_t utf8_length(std::string_view text);

/// The same text with U+FFFD in place of bytes that are not UTF-8.
std::string utf8(std::string_view text);

/// Of one character in UTF-8.
char32_t code_point(std::string_view character);

/// What does something to a terminal or to the order of a line in place of being seen: C0, DEL, C1 (ECMA-48),
/// and the controls of bidirectional text (UAX 9).
bool is_control(std::string_view character);

/// Calls `add` with each character, or with U+FFFD for a byte that begins none.
template <class Add>
void each_character(std::string_view text, const Add& add) {
  while (!text.empty()) {
    const auto length = utf8_length(text);
    add(length == 0 ? replacement : text.substr(0, length));
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
}

}  // namespace cimgate::text
