#include "gateway/validation/rule_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/text/nearest.hpp"
#include "gateway/yaml/load.hpp"

namespace cimgate::validation {
namespace {

std::string joined(const std::vector<std::string_view>& words) {
  std::string all;
  for (const auto word : words) all += (all.empty() ? "" : ", ") + std::string(word);
  return all;
}

}  // namespace

std::string to_string(const FileFault& fault) {
  return fmt::format("{}:{}:{}: {}", fault.file, fault.line, fault.column, fault.text);
}

std::string RuleFile::hint(std::string_view word, const std::vector<std::string_view>& known) {
  const auto meant = text::did_you_mean(word, known);
  return meant.empty() ? std::string() : fmt::format("; did you mean '{}'?", meant);
}

RuleFile::RuleFile(std::string path, std::string_view text) : path_(std::move(path)) {
  auto root = yaml::load(text);
  if (!root) {
    error(root.error().line, root.error().column, "this is not YAML: " + root.error().text);
    return;
  }
  root_ = *std::move(root);
  if (!root_.is_map()) error(root_, "expected keys with values");
}

std::string RuleFile::error_text() const {
  std::string all;
  for (const auto& error : errors_) all += (all.empty() ? "" : "\n") + to_string(error);
  return all;
}

void RuleFile::error(const yaml::Node& node, const std::string& text) {
  const auto& at = node ? node : last_map_;
  error(at.line(), at.column(), text);
}

void RuleFile::error(std::uint32_t line, std::uint32_t column, const std::string& text) {
  errors_.push_back({path_, line, column, text});
}

void RuleFile::check_keys(const yaml::Node& map, std::initializer_list<std::string_view> known) {
  if (!map.is_map()) {
    error(map, "expected keys with values: " + joined(known));
    return;
  }
  last_map_ = map;
  for (const auto& entry : map) {
    const auto key = entry.first.text();
    if (std::find(known.begin(), known.end(), key) == known.end())
      error(entry.first,
            fmt::format("unknown key '{}', expected {}{}", key, joined(known), hint(key, known)));
  }
}

std::vector<yaml::Node> RuleFile::list(const yaml::Node& map, const char* key) {
  std::vector<yaml::Node> items;
  if (!map.is_map()) return items;
  const yaml::Node found = map[key];
  if (!found || !found.is_list()) {
    error(found ? found : map, fmt::format("expected a list '{}'", key));
    return items;
  }
  for (const yaml::Node& item : found) items.push_back(item);
  return items;
}

std::string RuleFile::optional_text(const yaml::Node& map, const char* key) {
  if (!map.is_map()) return {};
  const yaml::Node found = map[key];
  if (!found) return {};
  if (found.is_scalar() && !found.text().empty()) return found.text();
  error(found, fmt::format("expected a text for '{}'", key));
  return {};
}

std::string RuleFile::text(const yaml::Node& map, const char* key) {
  if (map.is_map() && !map[key]) error(map, fmt::format("'{}' is missing", key));
  return optional_text(map, key);
}

std::vector<std::string> RuleFile::texts(const yaml::Node& map, const char* key) {
  std::vector<std::string> all;
  for (const auto& item : list(map, key))
    if (item.is_scalar())
      all.push_back(item.text());
    else
      error(item, fmt::format("expected a text in '{}'", key));
  return all;
}

std::vector<std::string> RuleFile::words(const yaml::Node& node) {
  std::vector<std::string> all;
  if (node.is_scalar()) all.push_back(node.text());
  if (node.is_list())
    for (const auto& one : node)
      if (one.is_scalar()) all.push_back(one.text());
  if (all.empty()) error(node, "expected a text, or a list of texts");
  return all;
}

Text RuleFile::optional_sentence(const yaml::Node& map, const char* key) {
  if (!map.is_map() || !map[key]) return {};
  const yaml::Node found = map[key];
  check_keys(found, {"en", "nb"});
  return {text(found, "en"), text(found, "nb")};
}

Text RuleFile::sentence(const yaml::Node& map, const char* key) {
  if (map.is_map() && !map[key]) error(map, fmt::format("'{}' is missing", key));
  return optional_sentence(map, key);
}

RuleSource RuleFile::source(const yaml::Node& map) {
  if (!map.is_map()) return {};
  const yaml::Node found = map["source"];
  if (!found) {
    error(map, "'source' is missing");
    return {};
  }
  check_keys(found, {"status", "ref"});
  const std::vector<std::string_view> words = {"published", "assumed"};
  const auto status = one_of(found, "status", words);
  return {status < words.size() ? std::string(words[status]) : std::string(), text(found, "ref")};
}

Severity RuleFile::severity(const yaml::Node& map) {
  if (!map.is_map() || !map["severity"]) return Severity::warning;
  constexpr Severity severities[] = {Severity::error, Severity::warning, Severity::info};
  const auto at = one_of(map, "severity", {"error", "warning", "info"});
  return at < std::size(severities) ? severities[at] : Severity::warning;
}

std::size_t RuleFile::one_of(const yaml::Node& map, const char* key,
                             const std::vector<std::string_view>& words) {
  const std::string word = text(map, key);
  const auto at = std::find(words.begin(), words.end(), word);
  if (at == words.end() && !word.empty())
    error(map[key], fmt::format("'{}' is not known for '{}', expected {}{}", word, key, joined(words),
                                hint(word, words)));
  return static_cast<std::size_t>(at - words.begin());
}

std::string filled(std::string_view text,
                   std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
  std::string made;
  while (!text.empty()) {
    const auto open = text.find('{');
    made += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto close = text.find('}', open);
    const auto name =
        close == std::string_view::npos ? std::string_view() : text.substr(open + 1, close - open - 1);
    const auto* const at =
        std::find_if(values.begin(), values.end(), [&](const auto& value) { return value.first == name; });
    if (at == values.end()) {
      made += '{';
      text.remove_prefix(open + 1);
    } else {
      made += at->second;
      text.remove_prefix(close + 1);
    }
  }
  return made;
}

Text filled(const Text& text, std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
  return {filled(text.en, values), filled(text.nb, values)};
}

}  // namespace cimgate::validation
