#include "gateway/mapping/yaml_node.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/mapping/nearest_name.hpp"
#include "gateway/yaml/load.hpp"

namespace cimgate::mapping {

std::string to_string(const FileError& error) {
  return fmt::format("{}:{}:{}: {}", error.origin.file, error.origin.line, error.origin.column, error.text);
}

yaml::Node YamlFile::parse(std::string_view text) {
  auto root = yaml::load(text);
  if (root) return *std::move(root);
  error(Origin{path_, root.error().line, root.error().column}, "not YAML: " + root.error().text);
  return {};
}

Origin YamlFile::origin(const yaml::Node& node) const {
  return {path_, node.line(), node.column()};
}

void YamlFile::error(const yaml::Node& node, std::string text) {
  error(origin(node), std::move(text));
}

void YamlFile::error(Origin origin, std::string text) {
  errors_->push_back({std::move(origin), std::move(text)});
}

void YamlFile::check_keys(const yaml::Node& map, std::initializer_list<std::string_view> known) {
  if (!map.is_map()) {
    error(map, "expected a map");
    return;
  }
  for (const auto& entry : map) {
    const auto key = entry.first.text();
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    error(entry.first, fmt::format("unknown key '{}'{} expected one of: {}", key,
                                   did_you_mean(key, {known.begin(), known.end()}), fmt::join(known, ", ")));
  }
}

std::string YamlFile::scalar(const yaml::Node& node, std::string_view what) {
  if (node.is_scalar()) return node.text();
  error(node, fmt::format("expected a text for '{}'", what));
  return {};
}

std::string YamlFile::optional_scalar(const yaml::Node& map, const char* key) {
  const auto node = map[key];
  return node ? scalar(node, key) : std::string();
}

std::string YamlFile::required_scalar(const yaml::Node& map, const char* key) {
  const auto node = map[key];
  if (node) return scalar(node, key);
  error(map, fmt::format("'{}' is missing", key));
  return {};
}

std::vector<std::string> YamlFile::scalars(const yaml::Node& node, std::string_view what) {
  std::vector<std::string> texts;
  if (node.is_list()) {
    for (const auto& item : node) texts.push_back(scalar(item, what));
  } else {
    texts.push_back(scalar(node, what));
  }
  return texts;
}

}  // namespace cimgate::mapping
