#include "gateway/report/set_difference.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "gateway/json/out.hpp"
#include "gateway/json/quoted.hpp"
#include "gateway/mapping/coverage.hpp"
#include "gateway/schema/difference.hpp"

namespace cimgate::report {
namespace {

using schema::Difference;
using schema::SchemaSet;

/// A line of text, or an object of JSON.
struct Line {
  char sign = '~';
  std::string text;
  std::vector<std::pair<std::string, std::string>> members;  ///< of JSON; values are JSON
};

std::string written(const SchemaSet& first, const SchemaSet& second, const std::vector<Line>& lines,
                    bool json) {
  if (!json) {
    if (lines.empty()) return fmt::format("{} and {}: no difference\n", first.id, second.id);
    std::string text;
    for (const auto& line : lines) text += fmt::format("{} {}\n", line.sign, line.text);
    return text;
  }
  json::JsonOut out(true);
  out.begin_object();
  out.member("first", first.id);
  out.member("second", second.id);
  out.key("differences");
  out.begin_array();
  for (const auto& line : lines) {
    out.begin_object(json::JsonOut::Line::airy);
    out.member("in", line.sign == '-' ? "first" : line.sign == '+' ? "second" : "both");
    for (const auto& [name, value] : line.members) {
      out.key(name);
      out.literal(value);
    }
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

char sign_of(Difference::Side side) {
  return side == Difference::Side::first ? '-' : side == Difference::Side::second ? '+' : '~';
}

std::string quoted_list(const std::vector<std::string>& texts) {
  std::vector<std::string> all;
  all.reserve(texts.size());
  for (const auto& text : texts) all.push_back(json::quoted(text));
  return fmt::format("[{}]", fmt::join(all, ", "));
}

/// "RequestStartOfSupply", or how many messages.
std::string shown(const std::vector<std::string>& messages) {
  return messages.size() <= 3 ? fmt::format("{}", fmt::join(messages, ", "))
                              : fmt::format("{} messages", messages.size());
}

Line line_of(const Difference& one) {
  Line line;
  line.sign = sign_of(one.side);
  const auto kind = [&](const char* name) { line.members.emplace_back("kind", json::quoted(name)); };
  switch (one.kind) {
    case Difference::Kind::message:
      kind("message");
      line.text = one.name;
      break;
    case Difference::Kind::element:
      kind("element");
      line.text = fmt::format("{}/{}  {}", one.type, one.name, one.first.empty() ? one.second : one.first);
      break;
    case Difference::Kind::attribute:
      kind("attribute");
      line.text = fmt::format("{}/@{}", one.type, one.name);
      break;
    case Difference::Kind::occurrence:
      kind("occurrence");
      line.text = fmt::format("{}/{}  {} → {}", one.type, one.name, one.first, one.second);
      break;
    case Difference::Kind::of_type:
      kind("type");
      line.text = fmt::format("{}/{}  {} → {}", one.type, one.name, one.first, one.second);
      break;
    case Difference::Kind::codes:
      kind("codes");
      line.text = fmt::format("{}  {}", one.type, fmt::join(one.codes, " "));
      break;
    case Difference::Kind::facets:
      kind("values");
      line.text = fmt::format("{}  {} → {}", one.type, one.first, one.second);
      break;
  }
  const auto member = [&](const char* name, const std::string& value) {
    if (!value.empty()) line.members.emplace_back(name, json::quoted(value));
  };
  member("type", one.type);
  member("name", one.name);
  member("first", one.first);
  member("second", one.second);
  if (!one.codes.empty()) line.members.emplace_back("codes", quoted_list(one.codes));
  line.members.emplace_back("messages", quoted_list(one.messages));
  if (one.kind != Difference::Kind::message) line.text += fmt::format("  ({})", shown(one.messages));
  return line;
}

/// What becomes of each element of a message: by its path, with the place of the rule.
using Leaves = std::map<std::string, std::pair<std::string, mapping::Origin>>;

std::string fate(const mapping::LeafCoverage& leaf) {
  auto text = std::string(to_string(leaf.kind));
  if (!leaf.targets.empty()) text += fmt::format(" → {}", fmt::join(leaf.targets, ", "));
  if (!leaf.reason.empty()) text += fmt::format(" ({})", leaf.reason);
  return text;
}

/// Nothing: there is no mapping of the message for the set.
tl::expected<Leaves, std::string> leaves_of(const Engine& engine, const SchemaSet& set,
                                            const mapping::MappingDef& def, const std::string& profile) {
  Leaves leaves;
  if (!engine.translator->is_for(def, set)) return leaves;
  const auto plan = engine.translator->plan(set, def.message, profile);
  if (!plan) return tl::make_unexpected(to_string(plan.error().front()));
  for (const auto& coverage : mapping::coverage_of(**plan))
    for (const auto& leaf : coverage.bim)
      leaves[fmt::format("{}{} {}", coverage.message,
                         coverage.variant == "message" ? "" : " (" + coverage.variant + ')', leaf.path)] = {
          fate(leaf), leaf.origin};
  return leaves;
}

Line mapping_line(char sign, const std::string& place, const std::string& text,
                  const mapping::Origin& origin) {
  Line line{sign, {}, {}};
  line.text = fmt::format("{}  {}  {}:{}", place, text, origin.file, origin.line);
  line.members = {{"place", json::quoted(place)},
                  {"becomes", json::quoted(text)},
                  {"rule", json::quoted(fmt::format("{}:{}", origin.file, origin.line))}};
  return line;
}

void compare(const Leaves& first, const Leaves& second, std::vector<Line>& lines) {
  std::set<std::string> places;
  for (const auto* leaves : {&first, &second})
    for (const auto& [place, leaf] : *leaves) places.insert(place);
  for (const auto& place : places) {
    const auto a = first.find(place);
    const auto b = second.find(place);
    if (a != first.end() && b != second.end() && a->second.first == b->second.first) continue;
    if (a != first.end()) lines.push_back(mapping_line('-', place, a->second.first, a->second.second));
    if (b != second.end()) lines.push_back(mapping_line('+', place, b->second.first, b->second.second));
  }
}

}  // namespace

DifferenceText schemas_difference(const Engine& engine, const SchemaSet& first, const SchemaSet& second,
                                  bool json) {
  const auto found = schema::difference(*engine.catalog, first, second);
  if (!found) return tl::make_unexpected(found.error());
  std::vector<Line> lines;
  for (const auto& one : *found) lines.push_back(line_of(one));
  return written(first, second, lines, json);
}

DifferenceText mappings_difference(const Engine& engine, const SchemaSet& first, const SchemaSet& second,
                                   bool json) {
  const auto& translator = *engine.translator;
  if (translator.profiles().empty()) return written(first, second, {}, json);
  const auto& profile = translator.profiles().front();
  std::vector<Line> lines;
  for (const auto& def : translator.files().mappings) {
    const auto a = leaves_of(engine, first, def, profile);
    const auto b = leaves_of(engine, second, def, profile);
    if (!a || !b) return tl::make_unexpected((a ? b : a).error());
    compare(*a, *b, lines);
  }
  return written(first, second, lines, json);
}

DifferenceText rules_difference(const Engine& engine, const SchemaSet& first, const SchemaSet& second,
                                bool json) {
  const auto& book = engine.rules();
  std::vector<Line> lines;
  for (const auto& rule : book.rules()) {
    const bool a = book.has(*rule, first);
    const bool b = book.has(*rule, second);
    if (a == b) continue;
    Line line{a ? '-' : '+', {}, {}};
    line.text = fmt::format("{}  {}:{}", rule->id, rule->file, rule->line);
    line.members = {{"rule", json::quoted(rule->id)},
                    {"file", json::quoted(fmt::format("{}:{}", rule->file, rule->line))}};
    lines.push_back(std::move(line));
  }
  return written(first, second, lines, json);
}

}  // namespace cimgate::report
