#include "gateway/database/postgresql_text.hpp"

#include <algorithm>

namespace cimgate::database {
namespace {

constexpr std::string_view mark = "\xEF\xBF\xBF";  // U+FFFF

/// How many bytes a character of UTF-8 has here; 0: there is none (Unicode 15, table 3-7).
std::size_t character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  const auto follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
    return byte(i) >= low && byte(i) <= high;
  };
  const auto first = byte(0);
  if (first == 0) return 0;
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF)
    return follows(1, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF) && follows(2) ? 3 : 0;
  if (first >= 0xF0 && first <= 0xF4)
    return follows(1, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF) && follows(2) && follows(3)
               ? 4
               : 0;
  return 0;
}

bool is_text(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const auto length = character_at(bytes, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

}  // namespace

std::string with_dollars(std::string_view sql, int& count) {
  std::string made;
  made.reserve(sql.size() + 8);
  count = 0;
  char within = 0;  // of a text or a name in quotes
  for (std::size_t at = 0; at < sql.size(); ++at) {
    const char c = sql[at];
    if (within != 0) {
      if (c == within) within = 0;
    } else if (c == '\'' || c == '"') {
      within = c;
    } else if (c == '?') {
      int number = 0;
      while (at + 1 < sql.size() && sql[at + 1] >= '0' && sql[at + 1] <= '9')
        number = number * 10 + (sql[++at] - '0');
      if (number == 0) number = count + 1;
      count = std::max(count, number);
      made += '$' + std::to_string(number);
      continue;
    }
    made += c;
  }
  return made;
}

std::string to_server(std::string_view bytes) {
  if (is_text(bytes) && !bytes.starts_with(mark)) return std::string(bytes);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string made(mark);
  for (const char c : bytes) {
    made += digits[static_cast<unsigned char>(c) >> 4];
    made += digits[static_cast<unsigned char>(c) & 15];
  }
  return made;
}

std::string from_server(std::string_view text) {
  if (!text.starts_with(mark)) return std::string(text);
  text.remove_prefix(mark.size());
  const auto value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string made;
  for (std::size_t at = 0; at + 1 < text.size(); at += 2)
    made += static_cast<char>(value(text[at]) * 16 + value(text[at + 1]));
  return made;
}

}  // namespace cimgate::database
