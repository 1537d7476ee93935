#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "gateway/resources/store.hpp"
#include "gateway/rules/reason_codes.hpp"
#include "gateway/rules/rule.hpp"
#include "gateway/rules/tables.hpp"

namespace cimgate::rules {

/// Everything in rules/, read but not yet held against the schemas.
struct RuleFiles {
  std::vector<RuleFileDef> files;  ///< by folder, sorted by path
  Tables tables;
  std::map<std::string, ReasonTable, std::less<>> reasons;  ///< by folder
  std::vector<yaml::Mistake> faults;
};

/// What rules look up. `list_agencies`: (type, codes, agency) of rules/list-agencies.yaml, which becomes a
/// table.
Tables read_tables(const resources::Store& store, Table list_agencies, std::vector<yaml::Mistake>& faults);

/// Everything in `folders`, each that of a market; `tables` are those that were read.
RuleFiles read_rule_files(const resources::Store& store, const std::vector<std::string>& folders,
                          Tables tables, std::vector<yaml::Mistake> faults);

/// The rules that may be for one message, from files that are known to be right: those which do not name it
/// are not read, and codes are not looked up.
std::vector<RuleFileDef> read_rules_for(const resources::Store& store, const std::string& folder,
                                        const Tables& tables, const std::string& message, bool market);

/// True when a file of rules stands in this folder of a market.
bool is_in(const std::string& file, const std::string& folder);

/// "2026-03-01" at map[key]; a mistake when it is no day.
std::optional<Day> read_day(validation::RuleFile& file, const yaml::Node& map, const char* key);

/// Reads one file of rules. `reasons`: null when codes are known to be right.
RuleFileDef read_rules(validation::RuleFile& file, const ReasonTable* reasons,
                       const std::vector<std::string>& all_messages);

}  // namespace cimgate::rules
