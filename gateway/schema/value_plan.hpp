#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/schema/decimal.hpp"
#include "gateway/schema/model.hpp"
#include "gateway/schema/pattern.hpp"

namespace cimgate::schema {

/// The facets of a type and of all it is derived from, put together for checking.
struct ValuePlan {
  explicit ValuePlan(const SimpleType& type);

  struct Limit {
    Decimal number;
    Bound bound;
  };

  Base base = Base::string;
  bool keeps_space = false;
  std::vector<const SimpleType*> members;  ///< of the union it is or restricts
  std::vector<std::vector<std::string>>
      codes;  ///< one list a step that enumerates: keys of the values, sorted
  std::vector<std::vector<Pattern>> patterns;  ///< one list a step: one of each list must match
  std::uint32_t min_length = 0;
  std::uint32_t max_length = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t total_digits = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t fraction_digits = std::numeric_limits<std::uint32_t>::max();
  std::optional<Limit> minimum, maximum;  ///< the tightest of all steps

  bool has_length() const {
    return min_length != 0 || max_length != std::numeric_limits<std::uint32_t>::max();
  }
  bool has_digits() const {
    return total_digits != std::numeric_limits<std::uint32_t>::max() ||
           fraction_digits != std::numeric_limits<std::uint32_t>::max();
  }
  bool is_number() const { return base == Base::decimal || base == Base::integer; }
  bool wants_zone() const;
};

/// The text with white space collapsed: no copy when there is nothing to change inside it.
std::string_view collapse(std::string_view text, std::string& buffer);

/// Code points of a text in UTF-8.
std::size_t count_characters(std::string_view text);

/// The same text for equal values of one datatype; nothing when `text`, its white space as the type has it,
/// is not of the datatype's lexical form (or too large to compare but by its text).
std::optional<std::string> key_of(Base base, std::string_view text);

}  // namespace cimgate::schema
