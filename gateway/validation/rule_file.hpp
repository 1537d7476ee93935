#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "cimgate/finding.hpp"
#include "gateway/yaml/file.hpp"

namespace cimgate::validation {

/// A file of rules: what such files say in the same words everywhere.
class RuleFile : public yaml::File {
 public:
  using File::File;

  /// A sentence in both languages.
  Text sentence(const yaml::Node& map, const char* key);
  Text optional_sentence(const yaml::Node& map, const char* key);
  /// status (published or assumed) and ref.
  RuleSource source(const yaml::Node& map);
  /// error, warning or info; warning when it is not said.
  Severity severity(const yaml::Node& map);
};

/// Puts values in the place of {name}.
std::string filled(std::string_view text,
                   std::initializer_list<std::pair<std::string_view, std::string_view>> values);
Text filled(const Text& text, std::initializer_list<std::pair<std::string_view, std::string_view>> values);

}  // namespace cimgate::validation
