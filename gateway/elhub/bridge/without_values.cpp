#include "gateway/elhub/bridge/without_values.hpp"

#include "gateway/text/ascii.hpp"

namespace cimgate::bridge {
namespace {

using text::is_digit;

/// Dates and codes are shorter; telephone numbers and numbers of persons are not.
constexpr std::size_t long_number = 8;

/// Of a word, as far as a quote beside it is an apostrophe: letters of any alphabet, and digits.
bool is_inside_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_quote(char c) {
  return c == '\'' || c == '"';
}

/// Behind the quote that ends what one at `begin` began; the end of the text when none does.
std::size_t end_of_quoted(std::string_view text, std::size_t begin) {
  for (auto at = begin + 1; at < text.size(); ++at)
    if (text[at] == text[begin] && (at + 1 == text.size() || !is_inside_word(text[at + 1]))) return at + 1;
  return text.size();
}

}  // namespace

std::string without_values(std::string_view text) {
  std::string told;
  for (std::size_t at = 0; at < text.size();) {
    auto end = at + 1;
    if (is_quote(text[at]) && (at == 0 || !is_inside_word(text[at - 1]))) {
      end = end_of_quoted(text, at);
      told += text[at];
      told += "…";
      told += text[at];
    } else if (is_digit(text[at])) {
      while (end < text.size() && is_digit(text[end])) ++end;
      told += end - at < long_number ? text.substr(at, end - at) : "…";
    } else {
      told += text[at];
    }
    at = end;
  }
  return told;
}

}  // namespace cimgate::bridge
