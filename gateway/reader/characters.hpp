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

}  // namespace cimgate::reader
