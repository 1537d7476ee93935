#pragma once
#include <optional>
#include <string>
#include <vector>

#include "gateway/engine/engine.hpp"

/// What findings may name besides the rules of rule files: what the engine itself looks at (schema.*,
/// translation.* …), identifiers and agencies of codes, versions of EMIF.
namespace cimgate::report {

struct OwnRule {
  std::string id;
  Text title;
  Text help;
  Text advice;  ///< may be empty
  Stage stage = Stage::message;
  std::optional<Severity> severity;  ///< nothing: it depends on what is found
  RuleSource source;                 ///< may be empty
  std::string page;                  ///< the file or the page of docs/ that says more
};

/// All of them, sorted by id.
std::vector<OwnRule> own_rules(const Engine& engine);

/// The one with this id; nothing when there is none.
std::optional<OwnRule> own_rule(const Engine& engine, const std::string& id);

std::string own_rule_text(const OwnRule& rule, bool norwegian);
std::string own_rule_markdown(const OwnRule& rule);
/// As rules_json has a rule of a file, with what there is.
std::string own_rule_json(const OwnRule& rule);

/// Names that may be shown, for who has misspelt one: rules of files, their processes, and these.
std::vector<std::string> names_of_rules(const Engine& engine);

}  // namespace cimgate::report
