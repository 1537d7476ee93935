#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "gateway/rules/rule_files.hpp"

namespace cimgate::rules {
namespace {

using validation::RuleFile;

constexpr const char* market_folder = "/market";
constexpr const char* rule_folders[] = {market_folder, "/message"};

void read_table(RuleFile& file, Tables& tables) {
  const auto& root = file.root();
  if (root["list"]) {
    file.check_keys(root, {"list", "title", "values", "source"});
    tables.lists[file.text(root, "list")] = file.texts(root, "values");
    file.source(root);
    return;
  }
  file.check_keys(root, {"table", "title", "rows"});
  Table table;
  table.name = file.text(root, "table");
  for (const auto& node : file.list(root, "rows")) {
    Row row;
    if (!node.is_map()) {
      file.error(node, "expected { column: values … }");
      continue;
    }
    row.source = file.source(node);
    for (const auto& entry : node)
      if (entry.first.text() != "source") row.columns[entry.first.text()] = file.words(entry.second);
    table.rows.push_back(std::move(row));
  }
  tables.tables[table.name] = std::move(table);
}

std::optional<Offset> read_offset(RuleFile& file, const yaml::Node& map, const char* key) {
  const auto text = file.optional_text(map, key);
  if (text.empty()) return std::nullopt;
  auto offset = parse_offset(text);
  if (!offset)
    file.error(map[key],
               fmt::format("'{}' is not a number of days, such as '3 working-days' or '-30 days'", text));
  return offset;
}

void read_deadlines(RuleFile& file, Tables& tables) {
  file.check_keys(file.root(), {"deadlines"});
  for (const auto& node : file.list(file.root(), "deadlines")) {
    file.check_keys(node, {"process", "settlement", "earliest", "latest", "cancellation", "source"});
    if (!node.is_map()) continue;
    const auto before = file.errors().size();
    Deadline row;
    if (node["process"])
      row.processes = file.words(node["process"]);
    else
      file.error(node, "'process' is missing");
    if (node["settlement"]) row.settlements = file.words(node["settlement"]);
    row.earliest = read_offset(file, node, "earliest");
    row.latest = read_offset(file, node, "latest");
    row.cancellation = read_offset(file, node, "cancellation");
    row.source = file.source(node);
    if (file.errors().size() == before) tables.deadlines.push_back(std::move(row));
  }
}

/// Reads a file when there is one.
template <class Use>
void with_file(const resources::Store& store, const std::string& path, std::vector<yaml::Mistake>& faults,
               const Use& use) {
  const auto text = store.read(path);
  if (!text) {
    faults.push_back({{path, 1, 1}, text.error()});
    return;
  }
  RuleFile file(path, *text);
  if (file.errors().empty()) use(file);
  faults.insert(faults.end(), file.errors().begin(), file.errors().end());
}

std::vector<std::string> yaml_files(const resources::Store& store, std::string_view folder) {
  std::vector<std::string> paths;
  for (const auto& path : store.list(folder))
    if (path.ends_with(".yaml")) paths.push_back(path);
  return paths;
}

/// Versions of one rule hold on different days, whatever files they stand in.
void check_ids(RuleFiles& all) {
  std::map<std::string, std::vector<const RuleDef*>> seen;
  for (auto& file : all.files)
    for (auto& rule : file.rules) {
      for (const auto* other : seen[rule->id]) {
        const bool apart = (other->to && rule->from && *other->to <= *rule->from) ||
                           (rule->to && other->from && *rule->to <= *other->from);
        if (!apart && !rule->id.empty())
          all.faults.push_back({{rule->file, rule->line, rule->column},
                                fmt::format("there is another '{}' for the same days: {}:{}", rule->id,
                                            other->file, other->line)});
      }
      seen[rule->id].push_back(rule.get());
    }
}

/// True when the rule is among those that a rule waits for, or that those wait for.
bool waits_for(const std::map<std::string_view, const RuleDef*>& rules, const RuleDef& rule,
               const RuleDef& other, std::size_t depth = 0) {
  if (depth > rules.size()) return true;
  return std::any_of(rule.premises.begin(), rule.premises.end(), [&](const std::string& id) {
    const auto at = rules.find(id);
    return id == other.id || (at != rules.end() && waits_for(rules, *at->second, other, depth + 1));
  });
}

/// A premise speaks for the rules that are silent because of it: it is there, refuses, looks at the same, and
/// is itself judged whenever they are.
void check_premises(RuleFiles& all) {
  std::map<std::string_view, const RuleDef*> rules;
  for (const auto& file : all.files)
    for (const auto& rule : file.rules) rules.emplace(rule->id, rule.get());
  std::vector<std::string_view> ids;
  for (const auto& rule : rules) ids.push_back(rule.first);
  for (const auto& file : all.files)
    for (const auto& rule : file.rules)
      for (const auto& id : rule->premises) {
        const auto fault = [&](std::string text) {
          all.faults.push_back({{rule->file, rule->line, rule->column}, std::move(text)});
        };
        const auto at = rules.find(id);
        if (at == rules.end()) {
          fault(fmt::format("there is no rule '{}' to be a premise{}", id, RuleFile::hint(id, ids)));
          continue;
        }
        const auto& premise = *at->second;
        if (!premise.each.empty() && premise.each != rule->each)
          fault(fmt::format("the premise '{}' is about other records", id));
        else if (premise.severity != Severity::error && !(premise.error_when && rule->error_when))
          fault(fmt::format("the premise '{}' is not an error, so it rejects nothing", id));
        else if (premise.stage == Stage::market && rule->stage != Stage::market)
          fault(fmt::format("the premise '{}' is about the market state, and this rule is not", id));
        else if (waits_for(rules, premise, *rule))
          fault(fmt::format("'{}' and '{}' are premises of each other", rule->id, id));
      }
}

}  // namespace

std::optional<Day> read_day(RuleFile& file, const yaml::Node& map, const char* key) {
  const auto text = file.optional_text(map, key);
  if (text.empty()) return std::nullopt;
  auto day = parse_day(text);
  if (!day) file.error(map[key], fmt::format("'{}' is not a day, such as 2026-03-01", text));
  return day;
}

Tables read_tables(const resources::Store& store, Table list_agencies, std::vector<yaml::Mistake>& faults) {
  Tables tables;
  for (const auto& path : yaml_files(store, "rules/tables"))
    with_file(store, path, faults, [&](RuleFile& file) { read_table(file, tables); });
  tables.tables[list_agencies.name] = std::move(list_agencies);
  for (const auto& path : yaml_files(store, "rules/deadlines"))
    with_file(store, path, faults, [&](RuleFile& file) { read_deadlines(file, tables); });
  return tables;
}

bool is_in(const std::string& file, const std::string& folder) {
  return file.starts_with(folder) &&
         std::any_of(std::begin(rule_folders), std::end(rule_folders), [&](std::string_view part) {
           return std::string_view(file).substr(folder.size()).starts_with(part);
         });
}

RuleFiles read_rule_files(const resources::Store& store, const std::vector<std::string>& folders,
                          Tables tables, std::vector<yaml::Mistake> faults) {
  RuleFiles all;
  all.tables = std::move(tables);
  all.faults = std::move(faults);
  const auto incoming = all.tables.incoming_messages();
  for (const auto& home : folders) {
    auto& reasons = all.reasons[home];
    with_file(store, home + "/codes.yaml", all.faults, [&](RuleFile& file) { reasons = read_reasons(file); });
    for (const auto* folder : rule_folders)
      for (const auto& path : yaml_files(store, home + folder)) {
        const auto text = store.read(path);
        // A file that cannot be read is one with a mistake: nobody takes its rules for checked.
        if (!text) all.faults.push_back({{path, 1, 1}, text.error()});
        RuleFile file(path, text.value_or(""));
        all.files.push_back(read_rules(file, &reasons, incoming));
        all.faults.insert(all.faults.end(), file.errors().begin(), file.errors().end());
      }
  }
  check_ids(all);
  check_premises(all);
  return all;
}

std::vector<RuleFileDef> read_rules_for(const resources::Store& store, const std::string& home,
                                        const Tables& tables, const std::string& message, bool market) {
  std::vector<RuleFileDef> files;
  const auto incoming = tables.incoming_messages();
  for (const auto* folder : rule_folders) {
    if (!market && folder == market_folder) continue;
    for (const auto& path : yaml_files(store, home + folder)) {
      const auto text = store.read(path);
      if (!text || (text->find(message) == std::string_view::npos &&
                    text->find("message: any") == std::string_view::npos))
        continue;
      RuleFile file(path, *text);
      files.push_back(read_rules(file, nullptr, incoming));
    }
  }
  return files;
}

}  // namespace cimgate::rules
