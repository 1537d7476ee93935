// The typed models have value spaces of their own (docs/decisions/010): both are to say the same of every
// text.
#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "cimgate/model_xml/date_time.hpp"
#include "cimgate/model_xml/decimal.hpp"
#include "gateway/schema/decimal.hpp"
#include "gateway/schema/value.hpp"
#include "tests/unit/effort.hpp"

using namespace cimgate;

namespace {

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t end) {
  return std::uniform_int_distribution<std::size_t>(0, end - 1)(random);
}

/// Puts in, takes out or changes a character now and then.
std::string spoilt(std::string text, std::string_view characters, Random& random) {
  while (below(random, 3) == 0) {
    const auto at = below(random, text.size() + 1);
    const char c = characters[below(random, characters.size())];
    const auto how = below(random, 3);
    if (how == 0)
      text.insert(at, 1, c);
    else if (at < text.size() && how == 1)
      text.erase(at, 1);
    else if (at < text.size())
      text[at] = c;
  }
  return text;
}

std::string decimal(Random& random) {
  std::string text;
  if (below(random, 3) == 0) text += below(random, 2) == 0 ? '-' : '+';
  for (auto left = below(random, 5); left > 0; --left)
    text += "0123456789"[below(random, 3) == 0 ? 0 : below(random, 10)];
  if (below(random, 2) == 0) text += '.';
  for (auto left = below(random, 4); left > 0; --left)
    text += "0123456789"[below(random, 2) == 0 ? 0 : below(random, 10)];
  return spoilt(text, "0123456789.+-eE ,", random);
}

std::string two(std::size_t number) {
  return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

std::string date_time(Random& random) {
  constexpr std::string_view years[] = {"0000", "0001", "1582", "1900", "1970",
                                        "2000", "2024", "2026", "9999"};
  constexpr std::string_view fractions[] = {"",   "",    "",           ".0",         ".000",
                                            ".5", ".25", ".123456789", ".1234567891"};
  constexpr std::string_view zones[] = {"Z",      "Z",      "+00:00", "-00:00", "+01:00",
                                        "-04:30", "+14:00", "-14:00", "+14:01"};
  std::string text(years[below(random, std::size(years))]);
  text += "-" + two(below(random, 14)) + "-" + two(below(random, 33)) + "T" + two(below(random, 26)) + ":" +
          two(below(random, 4) == 0 ? below(random, 62) : 0) + ":" +
          two(below(random, 4) == 0 ? below(random, 62) : 0);
  text += fractions[below(random, std::size(fractions))];
  text += zones[below(random, std::size(zones))];
  return spoilt(text, "0123456789-:+.TZ", random);
}

/// What the model says of an instant, as the engine has it.
std::string nine_digits(std::string fraction) {
  fraction.resize(9, '0');
  return fraction;
}

}  // namespace

TEST_SUITE("schema values: those of the typed models") {
  TEST_CASE("decimals: what is one, and the order of two") {
    Random random(1);
    std::string other = "0";
    std::size_t good = 0;
    const auto count = test::effort(20'000);
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto text = decimal(random);
      if (text.starts_with(' ') || text.ends_with(' ')) continue;  // the engine collapses white space before
      CAPTURE(text);
      const auto parsed = schema::parse_decimal(text);
      const model::Decimal same(text);
      REQUIRE(parsed.has_value() == same.is_valid());
      if (!parsed) continue;
      ++good;
      CAPTURE(other);
      const auto before = schema::parse_decimal(other);
      CHECK(schema::compare(*parsed, *before) == (same <=> model::Decimal(other)));
      CHECK((schema::canonical(*parsed) == schema::canonical(*before)) == (same == model::Decimal(other)));
      other = text;
    }
    CHECK(good > count / 4);
  }

  TEST_CASE("instants: what is one, and which") {
    Random random(2);
    std::size_t good = 0;
    const auto count = test::effort(40'000);
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto text = date_time(random);
      CAPTURE(text);
      const auto parsed = schema::parse_date_time(text);
      const auto instant = model::to_instant(text);
      // The model has instants with a zone, and years of four digits.
      const bool in_both = parsed && parsed->zoned && text.find('-') == 4;
      REQUIRE(instant.has_value() == in_both);
      if (!in_both) continue;
      ++good;
      CHECK(instant->seconds.time_since_epoch().count() == parsed->seconds);
      CHECK(instant->fraction.count() == std::stoll(nine_digits(parsed->fraction)));
    }
    CHECK(good > count / 10);
  }
}
