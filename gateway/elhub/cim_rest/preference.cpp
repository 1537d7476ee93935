#include "gateway/elhub/cim_rest/preference.hpp"

#include <algorithm>
#include <string_view>

#include "gateway/text/ascii.hpp"

namespace cimgate::cim_rest {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_wait(std::string_view name) {
  constexpr std::string_view wait = "wait";
  return name.size() == wait.size() &&
         std::equal(name.begin(), name.end(), wait.begin(), [](char a, char b) { return (a | 0x20) == b; });
}

/// The seconds of one preference, "wait=10"; nothing when it is another, or none.
std::optional<std::chrono::seconds> wait_of(std::string_view preference) {
  preference = preference.substr(0, preference.find(';'));
  const auto equals = preference.find('=');
  if (equals == std::string_view::npos || !is_wait(trimmed(preference.substr(0, equals))))
    return std::nullopt;
  auto value = trimmed(preference.substr(equals + 1));
  if (value.size() > 1 && value.starts_with('"') && value.ends_with('"'))
    value = value.substr(1, value.size() - 2);
  if (value.empty() || !text::all_digits(value)) return std::nullopt;
  auto seconds = std::chrono::seconds(0);
  for (const char digit : value)
    seconds = std::min(longest_wait, seconds * 10 + std::chrono::seconds(digit - '0'));
  return seconds;
}

}  // namespace

std::optional<std::chrono::seconds> preferred_wait(const http::Request& request) {
  // The first of several counts (section 2), in one field or in more.
  for (const auto& [name, value] : request.headers) {
    constexpr std::string_view prefer = "prefer";
    if (name.size() != prefer.size() ||
        !std::equal(name.begin(), name.end(), prefer.begin(), [](char a, char b) { return (a | 0x20) == b; }))
      continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const auto comma = rest.find(',');
      if (const auto wait = wait_of(rest.substr(0, comma))) return wait;
      rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    }
  }
  return std::nullopt;
}

}  // namespace cimgate::cim_rest
