#pragma once
#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// xs:decimal and xs:integer as strings of digits: nothing is rounded, whatever the size.
namespace cimgate::schema {

/// A number without what does not count: leading zeros, trailing zeros of the fraction, the sign of zero.
/// Points into the text it was read from.
struct Decimal {
  bool negative = false;
  std::string_view whole;     ///< empty for 0.…
  std::string_view fraction;  ///< empty for a whole number
};

/// Nothing when `text` (white space already collapsed) is not an xs:decimal.
std::optional<Decimal> parse_decimal(std::string_view text);
/// Nothing when `text` (white space already collapsed) is not an xs:integer.
std::optional<Decimal> parse_integer(std::string_view text);

std::strong_ordering compare(const Decimal& a, const Decimal& b);

/// The same text for all ways to write the same number.
std::string canonical(const Decimal& number);

/// What totalDigits counts: digits of the value, where 0.001 has three.
inline std::size_t total_digits(const Decimal& number) {
  return number.whole.size() + number.fraction.size();
}

}  // namespace cimgate::schema
