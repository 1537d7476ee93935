#include "cimgate/model_xml/decimal.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace cimgate::model {
namespace {

constexpr std::string_view white_space = " \t\r\n";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(white_space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

/// The digits that matter: no leading zeros before the point, no trailing zeros behind it.
struct Parts {
  bool negative = false;
  std::string_view whole;
  std::string_view decimals;
  bool valid = false;
};

Parts parts_of(std::string_view text) {
  Parts parts;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    parts.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  const auto point = text.find('.');
  parts.whole = text.substr(0, point);
  if (point != std::string_view::npos) parts.decimals = text.substr(point + 1);
  parts.valid = !(parts.whole.empty() && parts.decimals.empty()) &&
                std::ranges::all_of(parts.whole, is_digit) && std::ranges::all_of(parts.decimals, is_digit);
  if (!parts.valid) return {};
  parts.whole.remove_prefix(std::min(parts.whole.find_first_not_of('0'), parts.whole.size()));
  const auto last = parts.decimals.find_last_not_of('0');
  parts.decimals = parts.decimals.substr(0, last == std::string_view::npos ? 0 : last + 1);
  if (parts.whole.empty() && parts.decimals.empty()) parts.negative = false;  // -0 is 0
  return parts;
}

}  // namespace

Decimal::Decimal(std::string_view text) : text_(trimmed(text)) {}

Decimal Decimal::scaled(std::int64_t units, unsigned decimals) {
  std::string digits = std::to_string(units);
  const bool negative = digits.front() == '-';
  if (negative) digits.erase(0, 1);
  if (decimals > 0) {
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    digits.insert(digits.size() - decimals, 1, '.');
  }
  if (negative) digits.insert(0, 1, '-');
  return Decimal(digits);
}

bool Decimal::is_valid() const {
  return parts_of(text_).valid;
}

double Decimal::to_double() const {
  if (!is_valid()) return 0;
  std::string_view text = text_;
  if (text.front() == '+') text.remove_prefix(1);  // from_chars knows no plus sign
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  const Parts x = parts_of(a.text_);
  const Parts y = parts_of(b.text_);
  if (x.negative != y.negative)
    return x.negative ? std::strong_ordering::less : std::strong_ordering::greater;
  auto order = x.whole.size() <=> y.whole.size();
  if (order == 0) order = x.whole <=> y.whole;
  if (order == 0) order = x.decimals <=> y.decimals;
  return x.negative ? 0 <=> order : order;
}

}  // namespace cimgate::model
