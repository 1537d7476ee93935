#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "gateway/document/read.hpp"
#include "gateway/rules/rule_book.hpp"

namespace cimgate::rules {

struct JudgeOptions {
  bool market = false;           ///< also the rules about the market state
  const Facts* facts = nullptr;  ///< null: there is no market state
  std::optional<Day> as_of;      ///< default: the Norwegian day on which the message was created
  std::size_t limit = 1000;      ///< findings kept; the rest is counted
};

/// A finding of an earlier stage that gives way to one of a rule (`instead-of`).
struct Replaced {
  std::string rule;
  std::string xpath;  ///< of the element
};

struct Judgement {
  std::vector<Finding> findings;
  std::size_t left_out = 0;   ///< findings beyond the limit
  std::size_t judged = 0;     ///< rules that applied, with those that could not be judged
  bool market_rules = false;  ///< there are market rules for the message and its process
  bool incoming = false;
  std::vector<Replaced> replaced;
  std::optional<Day> as_of;  ///< the day it was judged on; nothing when the message does not say its creation
};

/// Holds a message of Elhub's BIM, valid against its schema, against the rules. A rule that breaks gives a
/// finding that could not be judged.
Judgement judge(const document::Message& message, const RuleBook& book, const JudgeOptions& options);

/// The process that a message of BIM names: "BRS-NO-103"; "" when it names none.
std::string process_of(const document::Message& message);

/// True when the rule applies to the message and holds of it: for the examples of a rule. Nothing when it
/// does not apply; unknown when it cannot be judged.
std::optional<Truth> judge_one(const document::Message& message, const RuleBook& book, const RuleDef& rule,
                               const JudgeOptions& options);

}  // namespace cimgate::rules
