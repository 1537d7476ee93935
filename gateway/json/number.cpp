#include "gateway/json/number.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "gateway/text/ascii.hpp"

namespace cimgate::json {
namespace {

constexpr std::int32_t largest_exponent = 1000;

/// Nothing when it is beyond the bound.
std::optional<std::int32_t> exponent_of(std::string_view text) {
  if (text.empty()) return 0;
  text.remove_prefix(text[0] == 'e' || text[0] == 'E' ? 1 : 0);
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int32_t exponent = 0;
  const auto error = std::from_chars(text.data(), text.data() + text.size(), exponent).ec;
  if (error != std::errc() || exponent > largest_exponent || exponent < -largest_exponent)
    return std::nullopt;
  return exponent;
}

}  // namespace

std::optional<std::string> in_xml_form(std::string_view number, bool whole) {
  const auto end = number.find_first_of("eE");
  const auto mantissa = number.substr(0, end);
  const auto point = mantissa.find('.');
  if (end == std::string_view::npos && (!whole || point == std::string_view::npos)) return std::nullopt;
  const auto exponent = exponent_of(end == std::string_view::npos ? std::string_view() : number.substr(end));
  if (!exponent) return std::nullopt;

  std::string digits;
  for (const char c : mantissa)
    if (text::is_digit(c)) digits += c;
  const bool negative = mantissa.starts_with('-');
  const auto before = (point == std::string_view::npos ? mantissa.size() : point) - (negative ? 1 : 0);
  auto at = static_cast<std::int64_t>(before) + *exponent;  // of the point, in the digits
  if (at <= 0) {
    digits.insert(0, static_cast<std::size_t>(1 - at), '0');
    at = 1;
  }
  const auto length = static_cast<std::size_t>(at);
  if (digits.size() < length) digits.append(length - digits.size(), '0');
  std::string whole_part = digits.substr(0, length);
  std::string fraction = digits.substr(length);
  whole_part.erase(0, std::min(whole_part.find_first_not_of('0'), whole_part.size() - 1));
  if (fraction.find_first_not_of('0') == std::string::npos) fraction.clear();
  return (negative ? "-" : "") + whole_part + (fraction.empty() ? "" : "." + fraction);
}

}  // namespace cimgate::json
