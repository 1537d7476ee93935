#include "gateway/elhub/usage/limits.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "gateway/validation/rule_file.hpp"

namespace cimgate::usage {
namespace {

const std::vector<std::string_view> ids = {"queries-per-point-per-day", "accepted-per-hour",
                                           "accepted-per-day",          "rejected-per-hour",
                                           "rejected-per-day",          "queries-per-start"};

const std::vector<std::string_view> answers = {"count", "warn", "block"};

/// More is a slip.
constexpr double most = 1e12;
constexpr std::size_t most_starts = 100;

double number(validation::RuleFile& file, const yaml::Node& map, const char* key) {
  const auto text = file.text(map, key);
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool read = result.ec == std::errc() && result.ptr == text.data() + text.size();
  if (read && std::isfinite(value) && value > 0 && value <= most) return value;
  if (!text.empty()) file.error(map[key], "'" + text + "' is not a number above 0");
  return 0;
}

std::uint32_t days(validation::RuleFile& file, const yaml::Node& map) {
  const auto text = file.text(map, "days");
  std::uint32_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool read = result.ec == std::errc() && result.ptr == text.data() + text.size();
  if (read && value > 0 && value <= most_days) return value;
  if (!text.empty())
    file.error(map["days"],
               "'" + text + "' is not a whole number of days from 1 to " + std::to_string(most_days));
  return 1;
}

Answer answer(validation::RuleFile& file, const yaml::Node& map, const char* key) {
  if (!map[key]) return Answer::count;
  const auto which = file.one_of(map, key, answers);
  return which < answers.size() ? static_cast<Answer>(which) : Answer::count;
}

Limit limit(validation::RuleFile& file, const yaml::Node& map, const char* key) {
  const auto node = map[key];
  if (!node || !node.is_map() || node.size() != 1) {
    file.error(node ? node : map, std::string("expected a limit '") + key + "', such as { above: 5 }");
    return {};
  }
  file.check_keys(node, {"above", "from"});
  const bool itself = static_cast<bool>(node["from"]);
  return {number(file, node, itself ? "from" : "above"), itself};
}

Measure measure(validation::RuleFile& file, const yaml::Node& node) {
  Measure made;
  file.check_keys(node, {"id", "title", "days", "yellow", "red"});
  const auto kind = file.one_of(node, "id", ids);
  if (kind < ids.size()) {
    made.kind = static_cast<Measure::Kind>(kind);
    made.id = ids[kind];
  }
  made.title = file.sentence(node, "title");
  made.yellow = limit(file, node, "yellow");
  made.red = limit(file, node, "red");
  if (node.is_map() && node["days"]) made.days = days(file, node);
  if (made.red.value < made.yellow.value) file.error(node, "the limit of red is below that of yellow");
  return made;
}

}  // namespace

std::string_view to_string(Level level) {
  constexpr std::string_view words[] = {"green", "yellow", "red"};
  return words[static_cast<std::size_t>(level)];
}

std::string_view to_string(Answer answer) {
  return answers[static_cast<std::size_t>(answer)];
}

bool Limits::is_start(std::string_view process) const {
  return std::find(starts.begin(), starts.end(), process) != starts.end();
}

Answer Limits::answer(Level level) const {
  return level == Level::red ? red : level == Level::yellow ? yellow : Answer::count;
}

std::uint32_t Limits::days() const {
  std::uint32_t longest = 1;
  for (const auto& one : measures) longest = std::max(longest, one.days);
  return longest;
}

tl::expected<Limits, std::string> read_limits(const std::string& path, std::string_view text) {
  validation::RuleFile file(path, text);
  Limits limits;
  const auto& root = file.root();
  if (root.is_map()) {
    file.check_keys(root, {"source", "queries", "starts", "purpose", "answers", "measures"});
    limits.source = file.source(root);
    limits.queries = file.text(root, "queries");
    limits.starts = file.texts(root, "starts");
    limits.purpose = file.text(root, "purpose");
    if (limits.starts.size() > most_starts)
      file.error(root["starts"], "more than " + std::to_string(most_starts) + " processes");
    if (limits.is_start(limits.queries))
      file.error(root["starts"], "'" + limits.queries + "' is the process of the queries");
    if (const auto node = root["answers"]) {
      file.check_keys(node, {"yellow", "red"});
      if (node.is_map()) {
        limits.yellow = answer(file, node, "yellow");
        limits.red = answer(file, node, "red");
      }
    }
    for (const auto& node : file.list(root, "measures")) {
      auto made = measure(file, node);
      const bool twice = std::any_of(limits.measures.begin(), limits.measures.end(),
                                     [&](const Measure& one) { return one.id == made.id; });
      if (twice && !made.id.empty())
        file.error(node, "'" + made.id + "' stands here twice");
      else
        limits.measures.push_back(std::move(made));
    }
  }
  if (!file.errors().empty()) return tl::make_unexpected(file.error_text());
  return limits;
}

}  // namespace cimgate::usage
