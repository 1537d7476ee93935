#include "gateway/document/personal_data.hpp"

#include <algorithm>

namespace cimgate::document {
namespace {

bool is_free_text(const schema::SimpleType& type) {
  using schema::Base;
  if (type.base != Base::string && type.base != Base::token && type.base != Base::nmtoken) return false;
  if (schema::codes_of(type)) return false;
  for (const auto* step = &type; step != nullptr; step = step->derived_from)
    if (!step->patterns.empty()) return false;
  return true;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

// A space or hyphen may stand between the digits.
bool looks_personal(std::string_view value) {
  std::size_t digits = 0;
  for (const char c : value) {
    if (is_digit(c)) {
      ++digits;
    } else if (c != ' ' && c != '-') {
      if (digits == 11) return true;
      digits = 0;
    }
  }
  return digits == 11;
}

std::string quotable(const schema::SimpleType& type, std::string_view value) {
  constexpr std::size_t longest = 60;
  if (is_free_text(type) || looks_personal(value)) return {};
  if (value.size() <= longest) return std::string(value);
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U)
    --end;  // keep characters whole
  return std::string(value.substr(0, end)) + "…";
}

}  // namespace cimgate::document
