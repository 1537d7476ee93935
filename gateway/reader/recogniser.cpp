#include "gateway/reader/recogniser.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <limits>

#include "gateway/schema/value.hpp"
#include "gateway/schema/value_plan.hpp"
#include "gateway/text/ascii.hpp"

namespace cimgate::reader {
namespace {

using schema::Base;

constexpr std::size_t longest_code = 8;

/// A code as a number; the length counts, for no code holds a NUL.
std::uint64_t packed(std::string_view code) {
  std::uint64_t number = 0;
  std::memcpy(&number, code.data(), code.size());
  return number;
}

std::size_t slot_of(std::uint64_t code, std::uint32_t shift) {
  return static_cast<std::size_t>((code * 0x9E3779B97F4A7C15U) >> shift);
}

/// The number that two digits make, or something greater than all that count.
std::uint32_t two_digits(const char* at) {
  const auto tens = static_cast<std::uint32_t>(at[0] - '0');
  const auto ones = static_cast<std::uint32_t>(at[1] - '0');
  return tens > 9 || ones > 9 ? 1000 : tens * 10 + ones;
}

/// YYYY-MM-DDThh:mm, of which there are as many bytes; years from 1000, days that the month has in every
/// year.
bool is_usual_minute(const char* at) {
  const auto century = two_digits(at);
  const auto year = two_digits(at + 2);
  const auto month = two_digits(at + 5);
  const auto day = two_digits(at + 8);
  if (century > 99 || century < 10 || year > 99 || at[4] != '-' || at[7] != '-' || at[10] != 'T' ||
      at[13] != ':')
    return false;
  static constexpr std::array<std::uint8_t, 13> days = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month == 0 || month > 12 || day == 0 || day > days[month]) return false;
  return two_digits(at + 11) <= 23 && two_digits(at + 14) <= 59;
}

/// The same with seconds, up to three decimals, and a zone.
bool is_usual_time(std::string_view text) {
  constexpr std::size_t shortest = 20;
  constexpr std::size_t longest = 29;
  if (text.size() < shortest || text.size() > longest || !is_usual_minute(text.data()) || text[16] != ':' ||
      two_digits(text.data() + 17) > 59)
    return false;
  auto rest = text.substr(19);
  if (rest.front() == '.') {
    std::size_t decimals = 1;
    while (decimals < rest.size() && text::is_digit(rest[decimals])) ++decimals;
    if (decimals == 1 || decimals > 4) return false;
    rest.remove_prefix(decimals);
  }
  if (rest.size() == 1) return rest.front() == 'Z';
  return rest.size() == 6 && (rest[0] == '+' || rest[0] == '-') && two_digits(rest.data() + 1) <= 13 &&
         rest[3] == ':' && two_digits(rest.data() + 4) <= 59;
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  static constexpr auto hex = [] {
    std::array<bool, 256> table{};
    for (unsigned c = '0'; c <= '9'; ++c) table[c] = true;
    for (unsigned c = 'a'; c <= 'f'; ++c) table[c] = true;
    return table;
  }();
  bool good = text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-';
  for (std::size_t i = 0; i < text.size(); ++i)
    good = good & (hex[static_cast<unsigned char>(text[i])] | (i == 8) | (i == 13) | (i == 18) | (i == 23));
  return good;
}

/// The bound as a whole number; nothing else is recognised.
bool whole_number(const schema::Bound& bound, std::uint64_t& number) {
  const auto& text = bound.text;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

bool is_text(Base base) {
  return base == Base::string || base == Base::token;
}

}  // namespace

Recogniser::Recogniser(const schema::SimpleType& type) : type_(&type) {
  plan(type);
}

void Recogniser::plan(const schema::SimpleType& type) {
  const auto& plan = type.cache.plan_of(type);
  const bool plain = plan.patterns.empty() && plan.members.empty();
  if (!plan.members.empty()) {
    if (!plan.codes.empty() || !plan.patterns.empty()) return;
    kind_ = Kind::members;
    for (const auto* member : plan.members) members_.emplace_back(*member);
  } else if (!plan.codes.empty()) {
    if (plain && plan.codes.size() == 1 && !plan.has_length() && plan.base != Base::boolean &&
        (is_text(plan.base) || plan.base == Base::nmtoken))
      if (const auto codes = schema::codes_of(type)) keep_codes(*codes);
  } else if (is_text(plan.base)) {
    least_ = plan.min_length;
    most_ = plan.max_length;
    if (plain) {
      kind_ = Kind::any;
    } else if (plan.patterns.size() == 1 && plan.patterns.front().size() == 1) {
      const auto form = plan.patterns.front().front().form();
      const auto fits = [&](std::uint32_t length) { return length >= least_ && length <= most_; };
      if (form == schema::Pattern::Form::digits_18 && fits(18)) {
        kind_ = Kind::digits;
        most_ = 18;
      } else if (form == schema::Pattern::Form::uuid && fits(36)) {
        kind_ = Kind::uuid;
      } else if (form == schema::Pattern::Form::minute && fits(17)) {
        kind_ = Kind::minute;
      }
    }
  } else if (plan.is_number() && plain) {
    below_ = std::numeric_limits<std::uint64_t>::max();
    if (plan.minimum && plan.minimum->number.negative)
      from_ = 0;
    else if (plan.minimum && !whole_number(plan.minimum->bound, from_))
      return;
    if (plan.maximum && !whole_number(plan.maximum->bound, below_)) return;
    if (plan.minimum && !plan.minimum->bound.inclusive && !plan.minimum->number.negative) ++from_;
    if (plan.maximum && plan.maximum->bound.inclusive && plan.base == Base::integer) ++below_;
    kind_ = Kind::decimal;
    total_digits_ = plan.total_digits;
    fraction_digits_ = plan.base == Base::integer ? 0 : plan.fraction_digits;
  } else if (plan.base == Base::date_time) {
    const bool known = std::all_of(plan.patterns.begin(), plan.patterns.end(), [](const auto& any_of) {
      return std::all_of(any_of.begin(), any_of.end(),
                         [](const auto& pattern) { return pattern.form() == schema::Pattern::Form::time; });
    });
    if (known) kind_ = Kind::time;
  } else if (plan.base == Base::boolean) {
    const bool known = std::all_of(plan.patterns.begin(), plan.patterns.end(), [](const auto& any_of) {
      return std::all_of(any_of.begin(), any_of.end(),
                         [](const auto& pattern) { return pattern.form() == schema::Pattern::Form::truth; });
    });
    if (known) kind_ = Kind::truth;
  }
}

void Recogniser::keep_codes(const std::vector<const schema::Code*>& codes) {
  const auto size = std::bit_ceil(codes.size() * 2 + 2);
  shift_ = static_cast<std::uint32_t>(64 - std::countr_zero(size));
  codes_.assign(size, 0);
  for (const auto* code : codes) {
    if (code->value.empty() || code->value.size() > longest_code) continue;  // left to the judge
    const auto key = packed(code->value);
    auto slot = slot_of(key, shift_);
    while (codes_[slot] != 0 && codes_[slot] != key) slot = (slot + 1) % size;
    codes_[slot] = key;
  }
  kind_ = Kind::codes;
}

bool Recogniser::has_code(std::string_view text) const {
  if (text.empty() || text.size() > longest_code) return false;
  const auto key = packed(text);
  for (auto slot = slot_of(key, shift_); codes_[slot] != 0; slot = (slot + 1) & (codes_.size() - 1))
    if (codes_[slot] == key) return true;
  return false;
}

bool Recogniser::is_decimal(std::string_view text) const {
  if (text.empty() || text.size() > 18) return false;
  std::uint64_t number = 0;
  std::size_t i = 0;
  for (; i < text.size() && text::is_digit(text[i]); ++i)
    number = number * 10 + static_cast<std::uint64_t>(text[i] - '0');
  if (i == 0) return false;
  if (number < from_ || number >= below_) return false;
  if (i == text.size()) return i <= total_digits_;
  const auto fraction = text.substr(i + 1);
  return text[i] == '.' && !fraction.empty() && fraction.size() <= fraction_digits_ &&
         text.size() - 1 <= total_digits_ && text::all_digits(fraction);
}

bool Recogniser::recognises(std::string_view text) const {
  switch (kind_) {
    case Kind::any:
      // Bytes are at least as many as characters; white space at the ends may not count.
      return text.size() <= most_ &&
             (least_ == 0 || (least_ == 1 && !text.empty() && text.front() > ' ' && text.back() > ' '));
    case Kind::codes:
      return has_code(text);
    case Kind::decimal:
      return is_decimal(text);
    case Kind::time:
      return is_usual_time(text);
    case Kind::minute:
      return text.size() == 17 && text.back() == 'Z' && is_usual_minute(text.data());
    case Kind::truth:
      return text == "true" || text == "false";
    case Kind::digits:
      return text.size() == most_ && text::all_digits(text);
    case Kind::uuid:
      return is_uuid(text);
    case Kind::members:
      return std::any_of(members_.begin(), members_.end(),
                         [&](const Recogniser& member) { return member.recognises(text); });
    case Kind::none:
      break;
  }
  return false;
}

bool Recogniser::judge(std::string_view text) const {
  return !schema::check_value(*type_, text);
}

}  // namespace cimgate::reader
