#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gateway/sample/sample.hpp"
#include "gateway/schema/value.hpp"

namespace cimgate::sample {
namespace {

using schema::Base;
using schema::SimpleType;

std::string digits(Random& random, std::uint64_t count) {
  std::string text;
  for (std::uint64_t i = 0; i < count; ++i) text += static_cast<char>('0' + random.below(10));
  return text;
}

/// GS1 check digit behind the digits (GS1 General Specifications, section 7.9).
std::string with_check_digit(std::string text) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto digit = static_cast<std::uint32_t>(text[text.size() - 1 - i] - '0');
    sum += i % 2 == 0 ? digit * 3 : digit;
  }
  text += static_cast<char>('0' + (10 - sum % 10) % 10);
  return text;
}

std::string uuid(Random& random) {
  std::string text;
  for (int i = 0; i < 36; ++i)
    text += i == 8 || i == 13 || i == 18 || i == 23 ? '-' : "0123456789abcdef"[random.below(16)];
  return text;
}

std::string date(Random& random) {
  return fmt::format("{:04}-{:02}-{:02}", random.between(2000, 2039), random.between(1, 12),
                     random.between(1, 28));
}

std::string date_time(Random& random) {
  std::string text =
      fmt::format("{}T{:02}:{:02}:{:02}", date(random), random.below(24),
                  random.one_in(2) ? 0 : random.below(60), random.one_in(2) ? 0 : random.below(60));
  if (random.one_in(3)) text += '.' + digits(random, random.between(1, 9));
  static constexpr std::array<std::string_view, 6> zones = {"Z", "+01:00", "+02:00", "Z", "-05:30", "+00:00"};
  return text + std::string(zones[random.below(zones.size())]);
}

std::string text_of_length(Random& random, std::uint64_t length) {
  static constexpr std::array<std::string_view, 16> letters = {"a", "e", "r", "n", "K", "S", "æ", "ø",
                                                               "å", "Ø", "é", "7", "0", "-", "&", "<"};
  std::string text;
  for (std::uint64_t i = 0; i < length; ++i) {
    const bool inside = i > 0 && i + 1 < length;
    text += inside && random.one_in(7) ? std::string_view(" ") : letters[random.below(letters.size())];
  }
  return text;
}

struct Facets {
  std::uint32_t min_length = 0;
  std::uint32_t max_length = 40;
  std::uint32_t total_digits = 9;
  std::uint32_t fraction_digits = 3;
  bool has_minimum = false;
};

Facets facets_of(const SimpleType& type) {
  Facets facets;
  for (const auto* at = &type; at != nullptr; at = at->derived_from) {
    if (at->length) facets.min_length = facets.max_length = *at->length;
    if (at->min_length) facets.min_length = *at->min_length;
    if (at->max_length) facets.max_length = *at->max_length;
    if (at->total_digits) facets.total_digits = *at->total_digits;
    if (at->fraction_digits) facets.fraction_digits = *at->fraction_digits;
    facets.has_minimum = facets.has_minimum || at->minimum.has_value();
  }
  return facets;
}

std::string decimal(const Facets& facets, Random& random) {
  const auto fraction = random.one_in(3) ? facets.fraction_digits : random.between(0, facets.fraction_digits);
  const auto most_whole = facets.total_digits > fraction ? facets.total_digits - fraction : 1;
  const auto whole =
      random.one_in(8) ? most_whole : random.between(1, std::min<std::uint64_t>(most_whole, 6));
  std::string text = random.one_in(3) ? "0" : digits(random, whole);
  const auto first = std::min(text.find_first_not_of('0'), text.size() - 1);
  text = text.substr(first);
  if (fraction > 0) text += '.' + digits(random, fraction);
  return random.one_in(3) ? "-" + text : text;
}

/// A text that stands a chance to match a pattern of the market's; the caller checks it.
std::string for_pattern(const Facets& facets, Random& random) {
  switch (random.below(8)) {
    case 0:
      return uuid(random);
    case 1:
      return with_check_digit("7070575" + digits(random, 10));
    case 2:
      return fmt::format("{}T{:02}:{:02}Z", date(random), random.below(24), random.below(4) * 15);
    case 3:
      return date_time(random);
    case 4:
      return std::to_string(random.between(1, 999));
    case 5:
      return std::string{static_cast<char>('A' + random.below(26)),
                         static_cast<char>('A' + random.below(26))};
    case 6:
      return digits(random, 18);
    default:
      return text_of_length(random, random.between(facets.min_length, facets.max_length));
  }
}

bool has_pattern(const SimpleType& type) {
  for (const auto* at = &type; at != nullptr; at = at->derived_from)
    if (!at->patterns.empty()) return true;
  return false;
}

std::string candidate(const SimpleType& type, const Facets& facets, Random& random) {
  static constexpr std::array<std::string_view, 8> durations = {"PT15M", "PT1H", "PT60M", "P1D",
                                                                "P31D",  "P1M",  "P1Y",   "PT5M"};
  switch (type.base) {
    case Base::boolean:
      return random.one_in(2) ? "true" : "false";
    case Base::decimal:
      return decimal(facets, random);
    case Base::integer: {
      static constexpr std::array<std::uint64_t, 7> sizes = {1,     10,         100,          1000,
                                                             10000, 1000000000, 1000000000000};
      return std::to_string(random.below(sizes[random.below(sizes.size())]));
    }
    case Base::date_time:
      return date_time(random);
    case Base::duration:
      return std::string(durations[random.below(durations.size())]);
    case Base::month_day:
      return fmt::format("--{:02}-{:02}", random.between(1, 12), random.between(1, 28));
    case Base::string:
    case Base::token:
    case Base::nmtoken:
      break;
  }
  if (has_pattern(type)) return for_pattern(facets, random);
  if (facets.max_length == 13 && !random.one_in(8)) return with_check_digit("70" + digits(random, 10));
  const auto length = random.one_in(6) ? facets.max_length
                                       : random.between(std::max<std::uint32_t>(facets.min_length, 1),
                                                        std::min<std::uint32_t>(facets.max_length, 24));
  return text_of_length(random, length);
}

}  // namespace

Random::Random(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ULL + 0x2545F4914F6CDD1DULL) {
  if (state_ == 0) state_ = 1;
  for (int i = 0; i < 4; ++i) below(2);
}

std::uint64_t Random::below(std::uint64_t below) {
  state_ ^= state_ >> 12U;
  state_ ^= state_ << 25U;
  state_ ^= state_ >> 27U;
  return below == 0 ? 0 : (state_ * 0x2545F4914F6CDD1DULL >> 16U) % below;
}

std::optional<std::string> sample_value(const SimpleType& type, Random& random) {
  if (const auto codes = schema::codes_of(type)) {
    if (codes->empty()) return std::nullopt;
    return (*codes)[random.below(codes->size())]->value;
  }
  const Facets facets = facets_of(type);
  constexpr int tries = 200;
  for (int i = 0; i < tries; ++i) {
    auto text = candidate(type, facets, random);
    if (!schema::check_value(type, text)) return text;
  }
  return std::nullopt;
}

}  // namespace cimgate::sample
