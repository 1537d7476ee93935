#include "gateway/validation/check_digits.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "gateway/text/ascii.hpp"

namespace cimgate::validation {
namespace {

using Kind = CheckResult::Kind;

std::uint32_t digit(std::string_view text, std::size_t at) {
  return static_cast<std::uint32_t>(text[at] - '0');
}

char to_digit(std::uint32_t number) {
  return static_cast<char>('0' + number);
}

CheckResult compare(char found, char fitting) {
  if (found == fitting) return {};
  return {Kind::wrong_check, std::string(1, fitting)};
}

CheckResult check_gs1(std::string_view text, std::size_t length) {
  if (!text::are_digits(text, length)) return {Kind::wrong_form, {}};
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i + 1 < length; ++i) {
    const bool heavy =
        (length - 2 - i) % 2 == 0;  // the one beside the check digit, and every second from there
    sum += digit(text, i) * (heavy ? 3 : 1);
  }
  return compare(text.back(), to_digit((10 - sum % 10) % 10));
}

template <std::size_t n>
std::uint32_t weighted_sum(std::string_view text, const std::array<std::uint32_t, n>& weights) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += digit(text, i) * weights[i];
  return sum;
}

bool is_date(std::uint32_t day, std::uint32_t month, std::uint32_t year_of_century) {
  if (month < 1 || month > 12 || day < 1) return false;
  constexpr std::array<std::uint32_t, 12> days = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (day > days[month - 1]) return false;
  // In which century is not known here: 29 February is possible in the year 00.
  return month != 2 || day < 29 || year_of_century % 4 == 0;
}

/// The date in a national identity number, with what is added for D-numbers and test persons taken off.
bool has_date(std::string_view text) {
  std::uint32_t day = digit(text, 0) * 10 + digit(text, 1);
  std::uint32_t month = digit(text, 2) * 10 + digit(text, 3);
  if (day > 40) day -= 40;
  for (const std::uint32_t added : {80U, 65U, 40U})
    if (month > added) {
      month -= added;
      break;
    }
  return is_date(day, month, digit(text, 4) * 10 + digit(text, 5));
}

/// 0 to 36 for 0-9, A-Z and the hyphen; 37 for all else.
std::uint32_t eic_number(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0');
  if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A') + 10;
  return c == '-' ? 36 : 37;
}

}  // namespace

CheckResult check_gsrn(std::string_view text) {
  return check_gs1(text, 18);
}

CheckResult check_gln(std::string_view text) {
  return check_gs1(text, 13);
}

CheckResult check_organisation_number(std::string_view text) {
  if (!text::are_digits(text, 9)) return {Kind::wrong_form, {}};
  constexpr std::array<std::uint32_t, 8> weights = {3, 2, 7, 6, 5, 4, 3, 2};
  const std::uint32_t control = (11 - weighted_sum(text, weights) % 11) % 11;
  if (control == 10) return {Kind::wrong_check, {}};  // such a number is never given out
  return compare(text.back(), to_digit(control));
}

CheckResult check_national_identity_number(std::string_view text) {
  if (!text::are_digits(text, 11) || !has_date(text)) return {Kind::wrong_form, {}};
  constexpr std::array<std::uint32_t, 10> first = {3, 7, 6, 1, 8, 9, 4, 5, 2, 1};
  constexpr std::array<std::uint32_t, 11> second = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
  if (weighted_sum(text, first) % 11 > 3 || weighted_sum(text, second) % 11 != 0)
    return {Kind::wrong_check, {}};
  return {};
}

CheckResult check_cvr(std::string_view text) {
  if (!text::are_digits(text, 8)) return {Kind::wrong_form, {}};
  constexpr std::array<std::uint32_t, 8> weights = {2, 7, 6, 5, 4, 3, 2, 1};
  return {weighted_sum(text, weights) % 11 == 0 ? Kind::right : Kind::wrong_check, {}};
}

CheckResult check_cpr(std::string_view text) {
  std::string digits(text);
  if (digits.size() == 11 && digits[6] == '-') digits.erase(6, 1);
  const auto pair = [&](std::size_t at) { return digit(digits, at) * 10 + digit(digits, at + 1); };
  if (!text::are_digits(digits, 10) || !is_date(pair(0), pair(2), pair(4))) return {Kind::wrong_form, {}};
  return {};
}

CheckResult check_eic(std::string_view text) {
  if (text.size() != 16) return {Kind::wrong_form, {}};
  std::uint32_t sum = 0;
  for (std::uint32_t i = 0; i < 16; ++i) {
    const std::uint32_t number = eic_number(text[i]);
    if (number > 36) return {Kind::wrong_form, {}};
    if (i < 15) sum += number * (16 - i);
  }
  const std::uint32_t control = 36 - (sum + 36) % 37;  // of sum - 1, without going below zero
  if (control == 36) return {Kind::wrong_check, {}};   // the hyphen is not used as check character
  return compare(text.back(), control < 10 ? to_digit(control) : static_cast<char>('A' + (control - 10)));
}

}  // namespace cimgate::validation
