#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/yaml/node.hpp"

namespace cimgate::dialect {

/// A dialect's file while it is read: mistakes are gathered as "file:line:column: what is wrong", and reading
/// goes on, so that one run tells all of them.
class File {
 public:
  File(std::string path, std::string_view text);

  const yaml::Node& root() const { return root_; }
  /// All mistakes, one a line; "" when there are none.
  const std::string& mistakes() const { return mistakes_; }

  void mistake(const yaml::Node& at, std::string_view text);
  /// The map below `key`, whose keys are of those that are known; nothing when it is not there.
  yaml::Node part(std::string_view key, std::initializer_list<std::string_view> known);
  void check_keys(const yaml::Node& map, std::initializer_list<std::string_view> known);
  /// The text below `key`; a mistake when it is no text, or not there though it is `needed`.
  std::string text(const yaml::Node& map, std::string_view key, bool needed = false);
  /// A list of texts below `key`; empty when it is not there.
  std::vector<std::string> texts(const yaml::Node& map, std::string_view key);
  /// The items of the list below `key`; none when it is not there.
  std::vector<yaml::Node> items(const yaml::Node& map, std::string_view key);
  /// A whole number that lies in [least, most].
  int number(const yaml::Node& node, int least, int most);
  /// A sentence in both languages.
  Text sentence(const yaml::Node& map, std::string_view key, bool needed = false);

 private:
  std::string path_;
  yaml::Node root_;
  std::string mistakes_;
};

}  // namespace cimgate::dialect
