#include "gateway/elhub/hub/customer_names.hpp"

#include "gateway/text/ascii.hpp"
#include "gateway/text/characters.hpp"

namespace cimgate::hub {
namespace {

constexpr std::size_t longest_name = 80;
constexpr std::size_t longest_family_name = 40;

/// Nothing when there is nothing, which no message may have.
std::optional<std::string> part(std::string_view text, std::size_t longest) {
  text = text::trimmed(text);
  if (text.empty()) return std::nullopt;
  std::string kept;
  std::size_t count = 0;
  text::each_character(text, [&](std::string_view character) {
    if (count++ < longest) kept += character;
  });
  return kept;
}

}  // namespace

CustomerNames names_of(std::string_view scheme, std::string_view name) {
  CustomerNames names;
  name = text::trimmed(name);
  if (scheme == "82") {
    names.name = part(name, longest_name);
    return names;
  }
  const auto space = name.find_last_of(" \t\r\n");
  if (space != std::string_view::npos) names.given_name = part(name.substr(0, space), longest_name);
  names.family_name = part(name.substr(space == std::string_view::npos ? 0 : space + 1), longest_family_name);
  return names;
}

std::string full_name(const CustomerNames& names) {
  if (names.name) return *names.name;
  std::string all = names.given_name.value_or("");
  if (names.given_name && names.family_name) all += ' ';
  return all + names.family_name.value_or("");
}

}  // namespace cimgate::hub
