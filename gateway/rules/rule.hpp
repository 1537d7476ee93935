#pragma once
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/rules/calendar.hpp"
#include "gateway/validation/rule_file.hpp"
#include "gateway/yaml/node.hpp"

/// What rule files say, before it is held against the schemas: docs/rule-files.md.
namespace cimgate::rules {

/// A message that shows what a rule takes or does not take.
struct Example {
  std::string of;  ///< path of a message
  std::vector<std::pair<std::string, std::vector<std::string>>> set;
  std::vector<std::string> remove;
  std::string market;  ///< path of a market state as YAML
  std::optional<Day> as_of;
  std::uint32_t line = 0;
};

struct RuleDef {
  std::string id;
  std::string number;  ///< in the published table of the process
  std::string brs;
  Stage stage = Stage::message;
  std::vector<std::string> messages;   ///< sorted
  std::vector<std::string> processes;  ///< empty: any
  std::string each;
  std::optional<ReasonCode> code;
  Severity severity = Severity::error;
  Text text, advice;
  std::optional<Day> from, to;
  std::string since;  ///< the version of the schema set that has it first: "elhub/2.4.3"; "" = the first
  std::string until;  ///< the first one that has it no longer; "" = none
  RuleSource source;
  std::string instead_of;             ///< a rule of an earlier stage that finds the same and gives way
  std::vector<std::string> premises;  ///< rules that must hold for this one to mean anything
  bool premise_of_all = false;        ///< one of every other rule about the market state
  std::vector<Example> pass, fail;
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  bool broken = false;  ///< there are mistakes: it cannot be judged

  // Conditions, as read.
  yaml::Node when_of_file, when, must, at, ask_of_file, ask, each_node, advice_when, error_when;

  bool holds_on(Day day) const { return (!from || *from <= day) && (!to || day < *to); }
  bool is_for(const std::string& process) const;
};

struct RuleFileDef {
  std::string path;
  std::string brs;
  Text title;
  Stage stage = Stage::message;
  bool readable = true;  ///< false: no YAML, or not said what it is about
  std::vector<std::shared_ptr<RuleDef>> rules;
};

}  // namespace cimgate::rules
