#pragma once
#include <string_view>

/// Which characters XML 1.0 allows where.
namespace cimgate::reader {

/// True when the bytes are UTF-8 and every character is one that XML allows (production 2).
bool are_characters(std::string_view text);

/// The length of the reference at the start of `text`, which begins with '&': one of the five entities that
/// need no declaration, or a character that XML allows. 0 when it is none.
std::size_t reference_size(std::string_view text);

/// True for a name without colon (Namespaces in XML, production 4) of ASCII characters.
bool is_ascii_name(std::string_view name);

inline bool is_white(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

inline std::size_t words_in(std::string_view text) {
  std::size_t words = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (!is_white(text[i]) && (i == 0 || is_white(text[i - 1]))) ++words;
  return words;
}

}  // namespace cimgate::reader
