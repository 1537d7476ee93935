#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/market/record.hpp"

namespace cimgate::market {

/// The value of a field, or what is wrong with it. Sentences never hold personal data.
struct ReadValue {
  Cell cell;
  std::string wrong;     ///< why it is no value
  std::string doubtful;  ///< a value, but probably a slip: the check digit does not fit
};

ReadValue read_value(const Field& field, std::string_view text);

/// The nearest of some words as "; did you mean 'x'?", or nothing.
std::string nearest(std::string_view word, std::span<const std::string_view> words);

/// GSRN (18 digits) and GLN (13 digits) as numbers; -1 when the text is none.
std::int64_t number_of(std::string_view digits);
/// And back, with leading zeros.
std::string gsrn_text(std::int64_t number);
std::string gln_text(std::int64_t number);
/// The least and the greatest GSRN that begin with these digits; nothing when none can.
std::optional<std::pair<std::int64_t, std::int64_t>> gsrns_beginning_with(std::string_view digits);

}  // namespace cimgate::market
