#include "gateway/yaml/file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "gateway/text/nearest.hpp"

namespace cimgate::yaml {

std::string File::hint(std::string_view word, const std::vector<std::string_view>& known) {
  const auto meant = text::did_you_mean(word, known);
  return meant.empty() ? std::string() : fmt::format("; did you mean '{}'?", meant);
}

void File::take(tl::expected<Node, Mistake> read) {
  if (!read) {
    const auto& [place, why] = read.error();
    return error(place.line, place.column, "this is not YAML: " + why);
  }
  root_ = *std::move(read);
  if (!root_.is_map()) error(root_, "expected keys with values");
}

void File::error(const Node& node, std::string text) {
  const auto& at = node ? node : last_map_ ? last_map_ : root_;
  error(std::max(at.line(), 1U), std::max(at.column(), 1U), std::move(text));
}

void File::error(std::uint32_t line, std::uint32_t column, std::string text) {
  (list_ != nullptr ? *list_ : own_).push_back({{path_, line, column}, std::move(text)});
}

void File::check_keys(const Node& map, std::initializer_list<std::string_view> known) {
  if (!map.is_map()) return error(map, fmt::format("expected keys with values: {}", fmt::join(known, ", ")));
  last_map_ = map;
  for (const auto& entry : map) {
    const auto key = entry.first.text();
    if (std::find(known.begin(), known.end(), key) == known.end())
      error(entry.first,
            fmt::format("unknown key '{}', expected {}{}", key, fmt::join(known, ", "), hint(key, known)));
  }
}

std::vector<Node> File::list(const Node& map, std::string_view key) {
  std::vector<Node> items;
  if (!map.is_map()) return items;
  const Node found = map[key];
  if (!found.is_list()) error(found ? found : map, fmt::format("expected a list for '{}'", key));
  for (const Node& item : found) items.push_back(item);
  return items;
}

std::vector<Node> File::optional_list(const Node& map, std::string_view key) {
  return map[key] ? list(map, key) : std::vector<Node>();
}

Node File::part(std::string_view key, std::initializer_list<std::string_view> known) {
  const auto found = root_[key];
  if (!found) return {};
  check_keys(found, known);
  return found.is_map() ? found : Node();
}

std::string File::scalar(const Node& node, std::string_view what) {
  if (node.is_scalar()) return node.text();
  error(node, fmt::format("expected a text for '{}'", what));
  return {};
}

std::string File::optional_text(const Node& map, std::string_view key) {
  if (!map.is_map()) return {};
  const Node found = map[key];
  if (!found) return {};
  if (found.is_scalar() && !found.text().empty()) return found.text();
  error(found, fmt::format("expected a text for '{}'", key));
  return {};
}

std::string File::text(const Node& map, std::string_view key) {
  if (map.is_map() && !map[key]) error(map, fmt::format("'{}' is missing", key));
  return optional_text(map, key);
}

std::vector<std::string> File::texts(const Node& map, std::string_view key) {
  std::vector<std::string> all;
  for (const auto& item : list(map, key))
    if (item.is_scalar())
      all.push_back(item.text());
    else
      error(item, fmt::format("expected a text in '{}'", key));
  return all;
}

std::vector<std::string> File::optional_texts(const Node& map, std::string_view key) {
  std::vector<std::string> all;
  for (const auto& item : optional_list(map, key))
    if (item.is_scalar() && !item.text().empty())
      all.push_back(item.text());
    else
      error(item, fmt::format("expected a text in '{}'", key));
  return all;
}

int File::number(const Node& node, int least, int most) {
  const auto text = node.text();
  int value = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (wrong == std::errc() && end == text.data() + text.size() && least <= value && value <= most)
    return value;
  error(node, fmt::format("expected a whole number from {} to {}", least, most));
  return least;
}

std::vector<std::string> File::words(const Node& node) {
  std::vector<std::string> all;
  if (node.is_scalar()) all.push_back(node.text());
  if (node.is_list())
    for (const auto& one : node)
      if (one.is_scalar()) all.push_back(one.text());
  if (all.empty() || (node.is_list() && all.size() != node.size()))
    error(node, "expected a text, or a list of texts");
  return all;
}

std::size_t File::one_of(const Node& map, std::string_view key, const std::vector<std::string_view>& words) {
  const std::string word = text(map, key);
  const auto at = std::find(words.begin(), words.end(), word);
  if (at == words.end() && !word.empty())
    error(map[key], fmt::format("'{}' is not known for '{}', expected {}{}", word, key,
                                fmt::join(words, ", "), hint(word, words)));
  return static_cast<std::size_t>(at - words.begin());
}

}  // namespace cimgate::yaml
