#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/yaml/load.hpp"
#include "gateway/yaml/mistake.hpp"

namespace cimgate::yaml {

/// A YAML file while it is read: mistakes are gathered with their places, and reading goes on, so that one
/// run tells all of them.
class File {
 public:
  /// Without a text: to gather what is found later.
  explicit File(std::string path) : path_(std::move(path)) {}
  File(std::string path, std::string_view text) : File(std::move(path)) { take(load(text)); }
  /// The same, where several files put their mistakes into one list, which outlives this.
  File(std::string path, std::vector<Mistake>& mistakes) : path_(std::move(path)), list_(&mistakes) {}
  File(std::string path, std::string_view text, std::vector<Mistake>& mistakes)
      : File(std::move(path), mistakes) {
    take(load(text));
  }

  /// The root, a map; nothing when the text is no YAML.
  const Node& root() const { return root_; }
  const std::string& path() const { return path_; }
  /// Those of all files, where they share a list.
  const std::vector<Mistake>& errors() const { return list_ != nullptr ? *list_ : own_; }
  /// All mistakes, one a line.
  std::string error_text() const { return to_string(errors()); }

  Place place(const Node& node) const { return {path_, node.line(), node.column()}; }
  /// Where there is no node: at the map in which it should have been.
  void error(const Node& node, std::string text);
  void error(std::uint32_t line, std::uint32_t column, std::string text);
  /// "; did you mean 'word'?", or nothing.
  static std::string hint(std::string_view word, const std::vector<std::string_view>& known);
  /// Keys that are not known are mistakes, told with the one that was probably meant.
  void check_keys(const Node& map, std::initializer_list<std::string_view> known);
  /// The list below `key`; a mistake when it is missing or no list.
  std::vector<Node> list(const Node& map, std::string_view key);
  /// The same, but none when the key is not there.
  std::vector<Node> optional_list(const Node& map, std::string_view key);
  /// The map below `key` of the root, whose keys are of those that are known; nothing when it is not there.
  Node part(std::string_view key, std::initializer_list<std::string_view> known);
  /// The text below `key`; a mistake when it is missing or empty.
  std::string text(const Node& map, std::string_view key);
  /// The same, but empty when the key is not there.
  std::string optional_text(const Node& map, std::string_view key);
  /// The list of texts below `key`; a mistake when it is missing or no such list.
  std::vector<std::string> texts(const Node& map, std::string_view key);
  /// The same, but none when the key is not there; none of them is empty.
  std::vector<std::string> optional_texts(const Node& map, std::string_view key);
  /// A whole number that lies in [least, most]; `least`, and a mistake, when it is something else.
  int number(const Node& node, int least, int most);
  /// The text of a node, which may be empty; a mistake when it has none. `what`: how it is called.
  std::string scalar(const Node& node, std::string_view what);
  /// A text, or a list of texts; a mistake when it is neither, or empty.
  std::vector<std::string> words(const Node& node);
  /// One of some words; a mistake, told with the one that was probably meant, when it is another.
  std::size_t one_of(const Node& map, std::string_view key, const std::vector<std::string_view>& words);

 private:
  void take(tl::expected<Node, Mistake> read);

  std::string path_;
  Node root_;
  Node last_map_;  ///< where a missing node should have been
  std::vector<Mistake> own_;
  std::vector<Mistake>* list_ = nullptr;
};

}  // namespace cimgate::yaml
