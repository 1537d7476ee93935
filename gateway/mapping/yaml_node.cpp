#include "gateway/mapping/yaml_node.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/mapping/nearest_name.hpp"

namespace cimgate::mapping {

std::string to_string(const FileError& error) {
  return fmt::format("{}:{}:{}: {}", error.origin.file, error.origin.line, error.origin.column, error.text);
}

YAML::Node YamlFile::parse(std::string_view text) {
  try {
    return YAML::Load(std::string(text));
  } catch (const YAML::Exception& problem) {
    error(Origin{path_, static_cast<std::uint32_t>(problem.mark.line + 1),
                 static_cast<std::uint32_t>(problem.mark.column + 1)},
          "not YAML: " + problem.msg);
    return YAML::Node(YAML::NodeType::Undefined);
  }
}

Origin YamlFile::origin(const YAML::Node& node) const {
  const auto mark = node.Mark();
  return {path_, static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)};
}

void YamlFile::error(const YAML::Node& node, std::string text) {
  error(origin(node), std::move(text));
}

void YamlFile::error(Origin origin, std::string text) {
  errors_->push_back({std::move(origin), std::move(text)});
}

void YamlFile::check_keys(const YAML::Node& map, std::initializer_list<std::string_view> known) {
  if (!map.IsMap()) {
    error(map, "expected a map");
    return;
  }
  for (const auto& entry : map) {
    const auto key = entry.first.Scalar();
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    error(entry.first, fmt::format("unknown key '{}'{} expected one of: {}", key,
                                   did_you_mean(key, {known.begin(), known.end()}), fmt::join(known, ", ")));
  }
}

std::string YamlFile::scalar(const YAML::Node& node, std::string_view what) {
  if (node.IsScalar()) return node.Scalar();
  error(node, fmt::format("expected a text for '{}'", what));
  return {};
}

std::string YamlFile::optional_scalar(const YAML::Node& map, const char* key) {
  const auto node = map[key];
  return node ? scalar(node, key) : std::string();
}

std::string YamlFile::required_scalar(const YAML::Node& map, const char* key) {
  const auto node = map[key];
  if (node) return scalar(node, key);
  error(map, fmt::format("'{}' is missing", key));
  return {};
}

std::vector<std::string> YamlFile::scalars(const YAML::Node& node, std::string_view what) {
  std::vector<std::string> texts;
  if (node.IsSequence()) {
    for (const auto& item : node) texts.push_back(scalar(item, what));
  } else {
    texts.push_back(scalar(node, what));
  }
  return texts;
}

}  // namespace cimgate::mapping
