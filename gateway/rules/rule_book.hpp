#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/resources/store.hpp"
#include "gateway/rules/operand.hpp"
#include "gateway/rules/rule_files.hpp"
#include "gateway/schema/catalog.hpp"
#include "gateway/validation/code_rules.hpp"

namespace cimgate::rules {

/// A rule for one kind of message.
struct CompiledRule {
  struct Advice {
    ConditionPtr when;
    Text text;
  };
  std::shared_ptr<const RuleDef> def;
  std::optional<document::Path> each;
  ConditionPtr when_of_message;   ///< seen from the root; null = always
  ConditionPtr when;              ///< null = always
  ConditionPtr error_when;        ///< a mild rule is an error then; null = never
  ConditionPtr must;              ///< null: the rule has mistakes and cannot be judged
  bool compares_records = false;  ///< `must` holds of the first record with a value, and of no other with it
  std::optional<document::Path> at;
  std::vector<document::Path> named;      ///< paths that `must` names
  std::vector<document::Path> looked_at;  ///< all paths, but `each`
  std::vector<Advice> advice;
  std::vector<const LookUp*> look_ups;  ///< those that conditions and texts name
  bool message_asks = false;            ///< `when_of_message` names some
  std::vector<std::size_t> premises;    ///< their numbers among the rules of the message
  Asks asks;
};

/// All rules of the data folder. Compiled once for each kind of message, when it is first asked for; safe to
/// use from several threads.
class RuleBook {
 public:
  /// The folder of the rules that say `message: any`, and of what all rules look up.
  static constexpr std::string_view folder = "rules";

  /// Never fails: what is wrong with the files is in faults(), and rules with mistakes cannot be judged.
  /// `trusted`: the files are known to be right, as those that are built in; then no more of them is read
  /// than what is asked for. The store has to live as long.
  RuleBook(std::shared_ptr<const resources::Store> store, std::shared_ptr<const schema::Catalog> catalog,
           const validation::CodeRules& code_rules, bool trusted = false);

  const std::vector<RuleFileDef>& files() const { return all().files; }
  const Tables& tables() const { return tables_; }
  /// Messages that a party sends in; sorted.
  const std::vector<std::string>& incoming_messages() const { return incoming_; }
  const ReasonTable& reasons() const { return reasons_in(folder); }
  /// Those that a rule answers with: of the market that it is about.
  const ReasonTable& reasons_of(const RuleDef& rule) const;
  /// The reasons of a folder; none when there is no such folder.
  const ReasonTable& reasons_in(std::string_view home) const;
  /// The folders of rules, each that of a market.
  const std::vector<std::string>& folders() const { return folders_; }
  /// All rules, sorted by id.
  std::vector<std::shared_ptr<const RuleDef>> rules() const;

  /// True when the messages of the set are judged by rules. Of others they say nothing: there is no rule for
  /// any of their messages.
  static bool is_for(const schema::SchemaSet& set) { return !set.rules.empty(); }
  /// True when a rule is one of those about messages of the set.
  bool has(const RuleDef& rule, const schema::SchemaSet& set) const;
  /// The sets that they are for.
  std::vector<const schema::SchemaSet*> sets() const;

  /// The rules for one message of one set, compiled to its schema.
  /// Those about the market state only when `market`, where that saves work.
  const std::vector<CompiledRule>& rules_for(const schema::SchemaSet& set, const std::string& message,
                                             bool market = true) const;

  /// Files that could not be read at all, so that it is not known which rules they have.
  std::vector<const RuleFileDef*> unreadable() const;

  /// Everything that is wrong with the files, held against the schemas; sorted by place.
  std::vector<yaml::Mistake> faults() const;

 private:
  std::vector<CompiledRule> compile(const schema::SchemaSet& set, const std::string& message,
                                    const std::vector<RuleFileDef>& files) const;
  const RuleFiles& all() const;
  bool is_of_version(const RuleDef& def, const schema::SchemaSet& set, validation::RuleFile& file) const;

  std::shared_ptr<const resources::Store> store_;  ///< files are read when they are needed
  std::shared_ptr<const schema::Catalog> catalog_;
  bool trusted_;
  std::vector<yaml::Mistake> table_faults_;
  std::vector<std::string> folders_;
  Tables tables_;
  std::vector<std::string> incoming_;
  mutable std::once_flag all_read_;
  mutable RuleFiles files_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::vector<CompiledRule>, std::less<>> compiled_;  ///< by "set message"
  mutable std::vector<yaml::Mistake> compile_faults_;
};

}  // namespace cimgate::rules
