#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gateway/document/message.hpp"
#include "gateway/rules/rule_book.hpp"
#include "gateway/validation/severity_rank.hpp"

namespace cimgate::rules {

/// Some records of a message, with its head.
struct MessagePart {
  std::uint32_t place = 0;  ///< of the records among the root's children
  bool first = true;        ///< rules about the head are judged on the first part only
};

struct JudgeOptions {
  bool messages = true;          ///< the rules that need nothing but the message
  bool market = false;           ///< the rules about the market state
  const Facts* facts = nullptr;  ///< null: there is no market state
  std::optional<Day> as_of;      ///< default: the day that counts as today
  /// When the message came, in seconds since 1970-01-01T00:00:00Z: for its rules it was created then, and not
  /// when it says so, which is for the sender to choose. Default: when it says so.
  std::optional<std::int64_t> received;
  /// Numbers of series, from 0, that are refused already: for a message whose own rules were judged before.
  std::vector<std::size_t> refused;
  std::size_t limit = 1000;  ///< findings kept of each severity; the rest is counted
  /// Of findings of this validation::severity_rank and of milder ones, all are only counted.
  std::size_t counted_from = validation::severity_ranks;
  std::optional<MessagePart> part;  ///< nothing: the message is whole
};

/// A finding of an earlier stage that gives way to one of a rule (`instead-of`).
struct Replaced {
  std::string rule;
  std::string xpath;  ///< of the element
};

/// What a record has that no other may have, for a rule that compares records.
struct RecordKey {
  std::size_t rule = 0;  ///< its number among the rules of the message
  std::string key;
  document::NodeId record = 0;
};

struct Judgement {
  std::vector<Finding> findings;
  std::size_t left_out = 0;   ///< findings beyond the limit
  std::size_t judged = 0;     ///< rules that applied, with those that could not be judged
  bool market_rules = false;  ///< there are market rules for the message and its process
  bool incoming = false;
  std::vector<Replaced> replaced;
  std::optional<Day> as_of;  ///< the day it was judged on; nothing when the message does not say its creation
  /// Of a part: those of its records. Whoever has all parts finds the repeated ones; see judge_repeated().
  std::vector<RecordKey> keys;
};

/// Holds a message of BIM, valid against its schema, against the rules. A rule that breaks gives a
/// finding that could not be judged.
/// So does a message of a set that the rules are not for.
Judgement judge(const document::Message& message, const RuleBook& book, const JudgeOptions& options);

/// Findings about records of a part, each of which has a key that a record before it has.
Judgement judge_repeated(const document::Message& message, const RuleBook& book, const JudgeOptions& options,
                         const std::vector<RecordKey>& repeated);

/// True when no rule for the message looks at more than the head and one record, so that it can be judged in
/// parts.
bool fits_in_parts(const RuleBook& book, const document::Message& message, std::uint32_t place, bool market);

/// True when, besides, no rule compares records with each other: what is found of each record says it all.
bool is_judged_by_record(const RuleBook& book, const document::Message& message, std::uint32_t place,
                         bool market);

/// The places of the rules of a message in the order in which they are judged, by id: for findings of several
/// parts.
std::map<std::string, std::size_t> rule_order(const RuleBook& book, const schema::SchemaSet& set,
                                              const std::string& message, bool market);

/// What a stage says of a message of a set that no rules are for: nothing of it was judged.
Finding no_rules_for_set(const document::Message& message, Stage stage);

/// The process that a message names; "" when it names none.
std::string process_of(const document::Message& message);

/// True when the rule applies to the message and holds of it: for the examples of a rule. Nothing when it
/// does not apply; unknown when it cannot be judged.
std::optional<Truth> judge_one(const document::Message& message, const RuleBook& book, const RuleDef& rule,
                               const JudgeOptions& options);

}  // namespace cimgate::rules
