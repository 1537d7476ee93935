#include "gateway/reader/characters.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "gateway/source/encoding.hpp"

namespace cimgate::reader {
namespace {

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_name_part(char c) {
  return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

bool is_character(std::uint32_t point) {
  if (point < 0x20) return point == 0x9 || point == 0xA || point == 0xD;
  return point <= 0xD7FF || (point >= 0xE000 && point <= 0xFFFD) || (point >= 0x10000 && point <= 0x10FFFF);
}

}  // namespace

bool are_characters(std::string_view text) {
  bool ascii = true;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 && !is_white(c)) return false;
    ascii = ascii && byte < 0x80;
  }
  if (ascii) return true;
  return !source::find_bad_utf8(text) && text.find("\xEF\xBF\xBE") == std::string_view::npos &&
         text.find("\xEF\xBF\xBF") == std::string_view::npos;
}

std::size_t reference_size(std::string_view text) {
  const auto end = text.substr(0, 64).find(';');
  if (end == std::string_view::npos) return 0;
  auto name = text.substr(1, end - 1);
  if (!name.starts_with('#')) {
    for (const std::string_view known : {"amp", "lt", "gt", "quot", "apos"})
      if (name == known) return end + 1;
    return 0;
  }
  const bool hex = name.starts_with("#x");
  name.remove_prefix(hex ? 2 : 1);
  std::uint32_t point = 0;
  const auto* const stop = name.data() + name.size();
  const auto [at, error] = std::from_chars(name.data(), stop, point, hex ? 16 : 10);
  return error == std::errc() && at == stop && is_character(point) ? end + 1 : 0;
}

bool is_ascii_name(std::string_view name) {
  return !name.empty() && is_name_start(name.front()) && std::all_of(name.begin(), name.end(), is_name_part);
}

}  // namespace cimgate::reader
