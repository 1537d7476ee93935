#include "gateway/text/characters.hpp"

namespace cimgate::text {
namespace {

unsigned byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

}  // namespace

std::size_t utf8_length(std::string_view text) {
  const unsigned first = byte_at(text, 0);
  const auto follows = [&](std::size_t at) { return (byte_at(text, at) & 0xC0U) == 0x80U; };
  if (text.empty()) return 0;
  if (first < 0x80U) return 1;
  const unsigned second = byte_at(text, 1);
  if (first >= 0xC2U && first <= 0xDFU) return follows(1) ? 2 : 0;
  if (first >= 0xE0U && first <= 0xEFU) {
    // Neither overlong nor a surrogate.
    if ((first == 0xE0U && second < 0xA0U) || (first == 0xEDU && second > 0x9FU)) return 0;
    return follows(1) && follows(2) ? 3 : 0;
  }
  if (first >= 0xF0U && first <= 0xF4U) {
    if ((first == 0xF0U && second < 0x90U) || (first == 0xF4U && second > 0x8FU)) return 0;
    return follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

std::string utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  each_character(text, [&](std::string_view c) { out += c; });
  return out;
}

char32_t code_point(std::string_view character) {
  const unsigned first = byte_at(character, 0);
  char32_t code = character.size() == 1   ? first
                  : character.size() == 2 ? first & 0x1FU
                  : character.size() == 3 ? first & 0x0FU
                                          : first & 0x07U;
  for (std::size_t i = 1; i < character.size(); ++i) code = code << 6U | (byte_at(character, i) & 0x3FU);
  return code;
}

bool is_control(std::string_view character) {
  const auto code = code_point(character);
  return code < 0x20 || (code >= 0x7F && code <= 0x9F) || code == 0x061C || code == 0x200E ||
         code == 0x200F || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

}  // namespace cimgate::text
