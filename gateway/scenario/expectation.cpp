#include "gateway/scenario/expectation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/schema/decimal.hpp"
#include "gateway/schema/value.hpp"

namespace cimgate::scenario {
namespace {

using document::find_path;
using document::no_node;

/// All values at a path whose last step may come again, or at a path with [*] for each of a list.
std::vector<std::string> values_at(const document::Message& message, const std::string& path) {
  std::vector<std::string> values;
  const auto& root = *message.document.root().element;
  const bool is_list = path.find("[*]") != std::string::npos;
  for (std::size_t i = 1;; ++i) {
    const auto one = is_list ? numbered_path(path, i) : i == 1 ? path : fmt::format("{}[{}]", path, i);
    const auto resolved = find_path(one, root, root);
    if (!resolved || document::find(message.document, 0, *resolved) == no_node) break;
    values.emplace_back(document::read(message.document, 0, *resolved).value_or(""));
    if (resolved->attribute != nullptr) break;
  }
  return values;
}

bool same_number(const std::string& a, const std::string& b) {
  const auto x = schema::parse_decimal(a);
  const auto y = schema::parse_decimal(b);
  return x && y && schema::compare(*x, *y) == std::strong_ordering::equal;
}

bool same(ValueKind kind, const std::string& wanted, const std::string& found) {
  if (wanted == "any") return !found.empty();
  switch (kind) {
    case ValueKind::day:
    case ValueKind::time: {
      const auto a = schema::parse_date_time(wanted);
      const auto b = schema::parse_date_time(found);
      return a && b && a->seconds == b->seconds;
    }
    case ValueKind::number:
    case ValueKind::numbers:
      return same_number(wanted, found);
    default:
      return wanted == found;
  }
}

std::string listed(const std::vector<std::string>& values) {
  return values.empty() ? std::string("none") : fmt::format("{}", fmt::join(values, ", "));
}

/// `wanted` and what the message has, by the rules of the word.
bool fits(const Word& word, const std::vector<std::string>& wanted, const std::vector<std::string>& found) {
  if (wanted.empty()) return found.empty();
  if (word.is_list() && wanted.front() != "any")
    return wanted.size() == found.size() &&
           std::equal(wanted.begin(), wanted.end(), found.begin(),
                      [&](const auto& a, const auto& b) { return same(word.kind, a, b); });
  const auto has = [&](const std::string& one) {
    return std::any_of(found.begin(), found.end(),
                       [&](const auto& other) { return same(word.kind, one, other); });
  };
  // Of document types any one of those named; of reason codes all of them.
  return word.name == "reason" ? std::all_of(wanted.begin(), wanted.end(), has)
                               : std::any_of(wanted.begin(), wanted.end(), has);
}

/// The values of the first of the word's places where the message has any.
std::vector<std::string> values_of(const Word& word, const document::Message& message) {
  const auto& root = *message.document.root().element;
  for (const auto& place : word.at) {
    const auto path = word.kind == ValueKind::customer ? place + "/Identification" : place;
    if (!find_path(word.is_list() ? numbered_path(path, 1) : path, root, root)) continue;
    auto found = values_at(message, path);
    if (!found.empty()) return found;
  }
  return {};
}

}  // namespace

tl::expected<std::vector<Difference>, std::string> compare(const Words& words, const Scene& scene,
                                                           const scenario::Message& expected,
                                                           const document::Message& message) {
  std::vector<Difference> differences;
  const auto hold = [&](const Word& word, const std::vector<std::string>& wanted) {
    const auto found = values_of(word, message);
    if (fits(word, wanted, found)) return;
    // Who an end user is, is told to nobody.
    if (word.kind == ValueKind::customer)
      differences.push_back({word.text, "another end user", found.empty() ? "none" : "an end user"});
    else
      differences.push_back({word.text, listed(wanted), listed(found)});
  };
  if (const auto* word = words.find("process"); word != nullptr && !expected.process.empty())
    hold(*word, {expected.process});
  if (const auto* word = words.find("type"); word != nullptr && !expected.type.empty())
    hold(*word, {expected.type});
  for (const auto& value : expected.with) {
    const auto* word = words.find(value.word);
    if (word == nullptr)
      return tl::make_unexpected(fmt::format("'{}' is not a word of scenarios", value.word));
    std::vector<std::string> wanted;
    for (const auto& text : word->is_list() ? unfolded(value.texts) : value.texts) {
      if (text == "any") {
        wanted.push_back(text);
        continue;
      }
      const auto resolved = resolve(scene, *word, text);
      if (!resolved) return tl::make_unexpected(resolved.error());
      wanted.push_back(*resolved);
    }
    hold(*word, wanted);
  }
  return differences;
}

std::string value_of(const Words& words, const document::Message& message, std::string_view name) {
  const auto* word = words.find(name);
  if (word == nullptr) return {};
  const auto path = path_in(*word, *message.document.root().element);
  if (path.empty()) return {};
  const auto values = values_at(message, path);
  return values.empty() ? std::string() : fmt::format("{}", fmt::join(values, ", "));
}

std::string in_short(const Words& words, const document::Message& message) {
  auto text = fmt::format("{} {} ({}", message.kind->root.local, value_of(words, message, "type"),
                          value_of(words, message, "process"));
  for (const char* word : {"status-type", "reason"})
    if (const auto value = value_of(words, message, word); !value.empty()) text += ", " + value;
  return text + ")";
}

}  // namespace cimgate::scenario
