#include "gateway/schema/decimal.hpp"

#include <algorithm>

namespace cimgate::schema {
namespace {

std::string_view take_sign(std::string_view text, bool& negative) {
  negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  return text;
}

std::size_t count_digits(std::string_view text) {
  const auto end = std::find_if(text.begin(), text.end(), [](char c) { return c < '0' || c > '9'; });
  return static_cast<std::size_t>(end - text.begin());
}

Decimal trimmed(bool negative, std::string_view whole, std::string_view fraction) {
  whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
  const auto last = fraction.find_last_not_of('0');
  fraction = last == std::string_view::npos ? std::string_view() : fraction.substr(0, last + 1);
  return {negative && !(whole.empty() && fraction.empty()), whole, fraction};
}

std::strong_ordering compare_size(const Decimal& a, const Decimal& b) {
  if (const auto by_length = a.whole.size() <=> b.whole.size(); std::is_neq(by_length)) return by_length;
  if (const auto by_whole = a.whole <=> b.whole; std::is_neq(by_whole)) return by_whole;
  return a.fraction <=> b.fraction;  // no trailing zeros, so text order is the order of the values
}

}  // namespace

std::optional<Decimal> parse_decimal(std::string_view text) {
  bool negative = false;
  text = take_sign(text, negative);
  const std::string_view whole = text.substr(0, count_digits(text));
  text.remove_prefix(whole.size());
  std::string_view fraction;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = text.substr(0, count_digits(text));
    text.remove_prefix(fraction.size());
  }
  if (!text.empty() || (whole.empty() && fraction.empty())) return std::nullopt;
  return trimmed(negative, whole, fraction);
}

std::optional<Decimal> parse_integer(std::string_view text) {
  bool negative = false;
  text = take_sign(text, negative);
  if (text.empty() || count_digits(text) != text.size()) return std::nullopt;
  return trimmed(negative, text, {});
}

std::strong_ordering compare(const Decimal& a, const Decimal& b) {
  if (a.negative != b.negative)
    return a.negative ? std::strong_ordering::less : std::strong_ordering::greater;
  return a.negative ? compare_size(b, a) : compare_size(a, b);
}

std::string canonical(const Decimal& number) {
  std::string text;
  if (number.negative) text += '-';
  text += number.whole.empty() ? std::string_view("0") : number.whole;
  if (!number.fraction.empty()) {
    text += '.';
    text += number.fraction;
  }
  return text;
}

}  // namespace cimgate::schema
