#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/mapping/definition.hpp"
#include "gateway/yaml/node.hpp"

/// Reading YAML with places: every mistake ends up in a list as file:line:column, and reading goes on.
namespace cimgate::mapping {

class YamlFile {
 public:
  YamlFile(std::string path, std::vector<FileError>& errors) : path_(std::move(path)), errors_(&errors) {}

  /// The root node; nothing (and an error in the list) when the text is not YAML.
  yaml::Node parse(std::string_view text);

  const std::string& path() const { return path_; }
  Origin origin(const yaml::Node& node) const;
  void error(const yaml::Node& node, std::string text);
  void error(Origin origin, std::string text);

  /// Reports keys of a map that are not among `known`.
  void check_keys(const yaml::Node& map, std::initializer_list<std::string_view> known);
  /// Text of a scalar; "" and an error when it is not one.
  std::string scalar(const yaml::Node& node, std::string_view what);
  /// Text of map[key], "" when absent.
  std::string optional_scalar(const yaml::Node& map, const char* key);
  /// Text of map[key]; an error when absent.
  std::string required_scalar(const yaml::Node& map, const char* key);
  /// A scalar or a list of scalars.
  std::vector<std::string> scalars(const yaml::Node& node, std::string_view what);

 private:
  std::string path_;
  std::vector<FileError>* errors_;
};

}  // namespace cimgate::mapping
