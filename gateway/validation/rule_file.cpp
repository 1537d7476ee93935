#include "gateway/validation/rule_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace cimgate::validation {

Text RuleFile::optional_sentence(const yaml::Node& map, const char* key) {
  if (!map.is_map() || !map[key]) return {};
  const yaml::Node found = map[key];
  check_keys(found, {"en", "nb"});
  return {text(found, "en"), text(found, "nb")};
}

Text RuleFile::sentence(const yaml::Node& map, const char* key) {
  if (map.is_map() && !map[key]) error(map, fmt::format("'{}' is missing", key));
  return optional_sentence(map, key);
}

RuleSource RuleFile::source(const yaml::Node& map) {
  if (!map.is_map()) return {};
  const yaml::Node found = map["source"];
  if (!found) {
    error(map, "'source' is missing");
    return {};
  }
  check_keys(found, {"status", "ref"});
  const std::vector<std::string_view> words = {"published", "assumed"};
  const auto status = one_of(found, "status", words);
  return {status < words.size() ? std::string(words[status]) : std::string(), text(found, "ref")};
}

Severity RuleFile::severity(const yaml::Node& map) {
  if (!map.is_map() || !map["severity"]) return Severity::warning;
  constexpr Severity severities[] = {Severity::error, Severity::warning, Severity::info};
  const auto at = one_of(map, "severity", {"error", "warning", "info"});
  return at < std::size(severities) ? severities[at] : Severity::warning;
}

std::string filled(std::string_view text,
                   std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
  std::string made;
  while (!text.empty()) {
    const auto open = text.find('{');
    made += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto close = text.find('}', open);
    const auto name =
        close == std::string_view::npos ? std::string_view() : text.substr(open + 1, close - open - 1);
    const auto* const at =
        std::find_if(values.begin(), values.end(), [&](const auto& value) { return value.first == name; });
    if (at == values.end()) {
      made += '{';
      text.remove_prefix(open + 1);
    } else {
      made += at->second;
      text.remove_prefix(close + 1);
    }
  }
  return made;
}

Text filled(const Text& text, std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
  return {filled(text.en, values), filled(text.nb, values)};
}

}  // namespace cimgate::validation
