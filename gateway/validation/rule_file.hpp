#pragma once
#include <compare>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/yaml/node.hpp"

namespace cimgate::validation {

/// A mistake in a file of rules.
struct FileFault {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string text;  ///< what is wrong, what was expected, the nearest word that is known
  auto operator<=>(const FileFault&) const = default;
};

/// "file:line:column: text"
std::string to_string(const FileFault& fault);

/// A YAML file of rules while it is read: mistakes are gathered as "file:line:column: what is wrong", and
/// reading goes on, so that one run tells all of them.
class RuleFile {
 public:
  RuleFile(std::string path, std::string_view text);
  /// Without a text: to gather what is found later.
  explicit RuleFile(std::string path) : path_(std::move(path)) {}

  /// The root; nothing when the text is no YAML.
  const yaml::Node& root() const { return root_; }
  const std::vector<FileFault>& errors() const { return errors_; }
  const std::string& path() const { return path_; }
  /// All mistakes, one a line.
  std::string error_text() const;

  void error(const yaml::Node& node, const std::string& text);
  void error(std::uint32_t line, std::uint32_t column, const std::string& text);
  /// "; did you mean 'word'?", or nothing.
  static std::string hint(std::string_view word, const std::vector<std::string_view>& known);
  /// Keys that are not known are mistakes, told with the one that was probably meant.
  void check_keys(const yaml::Node& map, std::initializer_list<std::string_view> known);
  /// The list below `key`; a mistake when it is missing or no list.
  std::vector<yaml::Node> list(const yaml::Node& map, const char* key);
  /// The text below `key`; a mistake when it is missing or empty.
  std::string text(const yaml::Node& map, const char* key);
  /// The same, but empty when the key is not there.
  std::string optional_text(const yaml::Node& map, const char* key);
  std::vector<std::string> texts(const yaml::Node& map, const char* key);
  /// A text, or a list of texts; a mistake when it is neither, or empty.
  std::vector<std::string> words(const yaml::Node& node);
  /// A sentence in both languages.
  Text sentence(const yaml::Node& map, const char* key);
  Text optional_sentence(const yaml::Node& map, const char* key);
  /// status (published or assumed) and ref.
  RuleSource source(const yaml::Node& map);
  /// error, warning or info; warning when it is not said.
  Severity severity(const yaml::Node& map);
  /// One of some words; a mistake, told with the one that was probably meant, when it is another.
  std::size_t one_of(const yaml::Node& map, const char* key, const std::vector<std::string_view>& words);

 private:
  std::string path_;
  yaml::Node root_;
  yaml::Node last_map_;  ///< where a missing node should have been
  std::vector<FileFault> errors_;
};

/// Puts values in the place of {name}.
std::string filled(std::string_view text,
                   std::initializer_list<std::pair<std::string_view, std::string_view>> values);
Text filled(const Text& text, std::initializer_list<std::pair<std::string_view, std::string_view>> values);

}  // namespace cimgate::validation
