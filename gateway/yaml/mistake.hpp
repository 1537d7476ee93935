#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace cimgate::yaml {

/// A place in a file that people write.
struct Place {
  std::string file;
  std::uint32_t line = 0;    ///< from 1
  std::uint32_t column = 0;  ///< from 1, in characters
  auto operator<=>(const Place&) const = default;
};

/// Something wrong in such a file: rules, mappings, market state, packs, suppressions.
struct Mistake {
  Place place;
  std::string text;  ///< what is wrong, what was expected, the nearest word that is known
  auto operator<=>(const Mistake&) const = default;
};

/// "file:line:column: text"
std::string to_string(const Mistake& mistake);
/// All of them, one a line.
std::string to_string(const std::vector<Mistake>& mistakes);

}  // namespace cimgate::yaml
