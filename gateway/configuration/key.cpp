#include "gateway/configuration/key.hpp"

#include <algorithm>

namespace cimgate::configuration {

bool Key::is_called(std::string_view name) const {
  return std::find(names.begin(), names.end(), name) != names.end();
}

const Key* Section::find(std::string_view name) const {
  const auto at = std::find_if(keys.begin(), keys.end(), [&](const Key& key) { return key.is_called(name); });
  return at == keys.end() ? nullptr : &*at;
}

std::string variable_of(std::string_view name) {
  std::string made = "CIMGATE_";
  for (const char c : name)
    made += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return made;
}

}  // namespace cimgate::configuration
