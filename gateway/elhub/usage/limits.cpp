#include "gateway/elhub/usage/limits.hpp"

#include <charconv>

#include "gateway/validation/rule_file.hpp"

namespace cimgate::usage {
namespace {

const std::vector<std::string_view> ids = {"queries-per-point-per-day", "accepted-per-hour",
                                           "accepted-per-day",          "rejected-per-hour",
                                           "rejected-per-day",          "queries-per-start"};

double number(validation::RuleFile& file, const yaml::Node& map, const char* key) {
  const auto text = file.text(map, key);
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (!text.empty() && (result.ec != std::errc() || result.ptr != text.data() + text.size() || value <= 0))
    file.error(map[key], "'" + text + "' is not a number above 0");
  return value;
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
  if (node.is_map() && node["days"]) made.days = static_cast<std::uint32_t>(number(file, node, "days"));
  if (made.red.value < made.yellow.value) file.error(node, "the limit of red is below that of yellow");
  return made;
}

}  // namespace

std::string_view to_string(Level level) {
  constexpr std::string_view words[] = {"green", "yellow", "red"};
  return words[static_cast<std::size_t>(level)];
}

tl::expected<Limits, std::string> read_limits(const std::string& path, std::string_view text) {
  validation::RuleFile file(path, text);
  Limits limits;
  const auto& root = file.root();
  if (root.is_map()) {
    file.check_keys(root, {"source", "queries", "starts", "purpose", "measures"});
    limits.source = file.source(root);
    limits.queries = file.text(root, "queries");
    limits.starts = file.texts(root, "starts");
    limits.purpose = file.text(root, "purpose");
    for (const auto& node : file.list(root, "measures")) limits.measures.push_back(measure(file, node));
  }
  if (!file.errors().empty()) return tl::make_unexpected(file.error_text());
  return limits;
}

}  // namespace cimgate::usage
