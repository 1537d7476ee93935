#include "gateway/document/personal_data.hpp"

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

}  // namespace

std::string quotable(const schema::SimpleType& type, std::string_view value,
                     const dialect::PersonalNumbers& numbers) {
  constexpr std::size_t longest = 60;
  if (is_free_text(type) || numbers.may_be_in(value)) return {};
  if (value.size() <= longest) return std::string(value);
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U)
    --end;  // keep characters whole
  return std::string(value.substr(0, end)) + "…";
}

}  // namespace cimgate::document
