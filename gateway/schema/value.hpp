#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/schema/model.hpp"

/// Lexical forms and value spaces of XML Schema 1.0 datatypes, as far as the market's schemas use them.
namespace cimgate::schema {

/// Why a text is not a value of its type.
struct ValueError {
  enum class Kind : std::uint8_t { form, code, pattern, length, digits, range };
  Kind kind = Kind::form;
  std::string expected;     ///< in words, e.g. "one of E17, E18, E19, E20" or "at most 3 decimals"
  std::string expected_nb;  ///< the same in Norwegian (bokmål)
};

/// The text with white space as the type's whiteSpace facet has it (collapsed for all but xs:string).
std::string_view normalize(const SimpleType& type, std::string_view text, std::string& buffer);

/// Nothing when `text` is a value of `type`; else the first facet that it breaks.
std::optional<ValueError> check_value(const SimpleType& type, std::string_view text);

/// Equality in the value space: 10.450 = 10.45, 2026-01-01T00:00:00+01:00 = 2025-12-31T23:00:00Z,
/// PT60M = PT1H, true = 1. Two texts that are not values of the type are compared as texts.
bool equal_values(const SimpleType& type, std::string_view a, std::string_view b);

/// A text that two values of `type` share when, and only when, they are equal. Texts that are not values of
/// the type stand for themselves.
std::string value_key(const SimpleType& type, std::string_view text);

/// A point in time, from xs:dateTime. `zoned` is false when the text had neither Z nor an offset.
struct DateTime {
  std::int64_t seconds = 0;  ///< since 1970-01-01T00:00:00Z (as if UTC when not zoned)
  std::string fraction;      ///< digits after the decimal point, as written; empty = none
  bool zoned = true;
};

/// Nothing when the text is not an xs:dateTime.
std::optional<DateTime> parse_date_time(std::string_view text);

/// YYYY-MM-DDThh:mm:ss[.fraction]Z; the fraction is written as it was read.
std::string to_utc_text(const DateTime& time);

/// YYYY-MM-DDThh:mmZ; seconds and fraction are cut off.
std::string to_minute_text(const DateTime& time);

}  // namespace cimgate::schema
