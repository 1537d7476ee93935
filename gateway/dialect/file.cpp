#include "gateway/dialect/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "gateway/text/nearest.hpp"
#include "gateway/yaml/load.hpp"

namespace cimgate::dialect {

File::File(std::string path, std::string_view text) : path_(std::move(path)) {
  auto root = yaml::load(text);
  if (!root) {
    mistakes_ = fmt::format("{}:{}:{}: this is not YAML: {}", path_, root.error().line, root.error().column,
                            root.error().text);
    return;
  }
  root_ = *std::move(root);
}

void File::mistake(const yaml::Node& at, std::string_view text) {
  const auto& place = at ? at : root_;
  mistakes_ += fmt::format("{}{}:{}:{}: {}", mistakes_.empty() ? "" : "\n", path_, std::max(place.line(), 1U),
                           std::max(place.column(), 1U), text);
}

void File::check_keys(const yaml::Node& map, std::initializer_list<std::string_view> known) {
  if (!map.is_map())
    return mistake(map, fmt::format("expected keys with values: {}", fmt::join(known, ", ")));
  for (const auto& entry : map) {
    const auto key = entry.first.text();
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const auto meant = text::did_you_mean(key, known);
    mistake(entry.first, fmt::format("unknown key '{}', expected {}{}", key, fmt::join(known, ", "),
                                     meant.empty() ? "" : fmt::format("; did you mean '{}'?", meant)));
  }
}

yaml::Node File::part(std::string_view key, std::initializer_list<std::string_view> known) {
  auto found = root_[key];
  if (!found) return {};
  check_keys(found, known);
  return found.is_map() ? found : yaml::Node();
}

std::string File::text(const yaml::Node& map, std::string_view key, bool needed) {
  const auto found = map[key];
  if (!found) {
    if (needed) mistake(map, fmt::format("'{}' is missing", key));
    return {};
  }
  if (found.is_scalar() && !found.text().empty()) return found.text();
  mistake(found, fmt::format("expected a text for '{}'", key));
  return {};
}

std::vector<yaml::Node> File::items(const yaml::Node& map, std::string_view key) {
  std::vector<yaml::Node> all;
  const auto found = map[key];
  if (found && !found.is_list()) mistake(found, fmt::format("expected a list for '{}'", key));
  if (found.is_list())
    for (const yaml::Node& item : found) all.push_back(item);
  return all;
}

std::vector<std::string> File::texts(const yaml::Node& map, std::string_view key) {
  std::vector<std::string> all;
  for (const auto& item : items(map, key))
    if (item.is_scalar() && !item.text().empty())
      all.push_back(item.text());
    else
      mistake(item, fmt::format("expected a text in '{}'", key));
  return all;
}

int File::number(const yaml::Node& node, int least, int most) {
  const auto text = node.text();
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size() && least <= value && value <= most)
    return value;
  mistake(node, fmt::format("expected a whole number from {} to {}", least, most));
  return least;
}

Text File::sentence(const yaml::Node& map, std::string_view key, bool needed) {
  const auto found = map[key];
  if (!found) {
    if (needed) mistake(map, fmt::format("'{}' is missing", key));
    return {};
  }
  check_keys(found, {"en", "nb"});
  return {text(found, "en", true), text(found, "nb", true)};
}

}  // namespace cimgate::dialect
