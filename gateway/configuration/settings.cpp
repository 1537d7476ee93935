#include "gateway/configuration/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace cimgate::configuration {
namespace {

bool is_truth(std::string_view text) {
  return text == "true" || text == "false";
}

/// Comments and blanks alone: a file in which nothing is set.
bool says_nothing(std::string_view text) {
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    const auto first = line.find_first_not_of(" \t\r");
    if (first != std::string_view::npos && line[first] != '#') return false;
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return true;
}

}  // namespace

ConfigurationFile::ConfigurationFile(std::string path, std::string_view text,
                                     const std::vector<Section>& sections,
                                     const std::vector<std::string>& others)
    : file_(std::move(path), says_nothing(text) ? "{}" : text), others_(others) {
  const auto& root = file_.root();
  if (!file_.errors().empty() || root.is_null()) return;
  std::vector<const Key*> all;
  std::vector<std::string> elsewhere = others;
  for (const auto& section : sections) {
    elsewhere.push_back(section.verb);
    for (const auto& key : section.keys)
      // Somebody else's key of the same name is somebody else's.
      if (std::find(others.begin(), others.end(), key.name()) == others.end()) all.push_back(&key);
  }
  check(root, all, elsewhere);
  for (const auto& section : sections) {
    if (!root.is_map()) return;
    const auto own = root[section.verb];
    if (!own || own.is_null()) continue;
    std::vector<const Key*> keys;
    for (const auto& key : section.keys) keys.push_back(&key);
    check(own, keys, {});
  }
}

void ConfigurationFile::check(const yaml::Node& map, const std::vector<const Key*>& keys,
                              const std::vector<std::string>& others) {
  if (!map.is_map()) return file_.error(map, "expected keys with values, such as listen: 127.0.0.1:8080");
  for (const auto& entry : map) {
    const auto name = entry.first.text();
    const auto key =
        std::find_if(keys.begin(), keys.end(), [&](const Key* one) { return one->is_called(name); });
    if (std::find(others.begin(), others.end(), name) != others.end()) continue;
    if (key != keys.end()) {
      check_value(entry.second, **key);
      continue;
    }
    std::vector<std::string_view> known(others.begin(), others.end());
    for (const auto* one : keys) known.insert(known.end(), one->names.begin(), one->names.end());
    file_.error(entry.first, fmt::format("unknown key '{}'{}", name, yaml::File::hint(name, known)));
  }
}

void ConfigurationFile::check_value(const yaml::Node& node, const Key& key) {
  if (node.is_list() && key.kind == Key::Kind::list) {
    for (const auto& item : node)
      if (!item.is_scalar()) file_.error(item, fmt::format("expected a text in the list '{}'", key.name()));
    return;
  }
  if (!node.is_scalar())
    return file_.error(
        node, fmt::format("expected {} for '{}'",
                          key.kind == Key::Kind::list ? "a text or a list" : "one value", key.name()));
  const auto value = node.text();
  if (key.kind == Key::Kind::truth && !is_truth(value))
    file_.error(node, fmt::format("expected true or false for '{}'", key.name()));
  if (const std::vector<std::string_view> words(key.words.begin(), key.words.end());
      !words.empty() && std::find(words.begin(), words.end(), value) == words.end())
    file_.error(node, fmt::format("'{}' is not one of {}{}", value, fmt::join(words, ", "),
                                  yaml::File::hint(value, words)));
}

Settings ConfigurationFile::of(const Section& section) const {
  Settings made;
  const auto& root = file_.root();
  if (!root.is_map()) return made;
  take(root, section, others_, made);
  if (const auto own = root[section.verb]; own.is_map()) take(own, section, {}, made);
  return made;
}

void ConfigurationFile::take(const yaml::Node& map, const Section& section,
                             const std::vector<std::string>& others, Settings& into) const {
  for (const auto& entry : map) {
    const auto name = entry.first.text();
    const auto* key = section.find(name);
    if (key == nullptr || std::find(others.begin(), others.end(), name) != others.end()) continue;
    Setting setting{key, {}, {}};
    const auto& node = entry.second;
    setting.origin = fmt::format("{}:{}:{}", file_.path(), node.line(), node.column());
    if (node.is_list())
      for (const auto& item : node) setting.values.push_back(item.text());
    else
      setting.values.push_back(node.text());
    into[key->name()] = std::move(setting);
  }
}

Settings from_variables(const Section& section, const Variables& variables) {
  Settings made;
  for (const auto& key : section.keys)
    for (const auto& name : key.names) {
      const auto value = variables(variable_of(name));
      if (!value || made.contains(key.name())) continue;
      Setting setting{&key, {}, variable_of(name)};
      if (key.kind == Key::Kind::list) {
        std::istringstream words(*value);
        for (std::string word; words >> word;) setting.values.push_back(word);
      } else {
        setting.values.push_back(*value);
      }
      made[key.name()] = std::move(setting);
    }
  return made;
}

Settings over(Settings above, const Settings& below) {
  above.insert(below.begin(), below.end());
  return above;
}

}  // namespace cimgate::configuration
