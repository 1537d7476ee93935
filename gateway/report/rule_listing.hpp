#pragma once
#include <memory>
#include <string>
#include <vector>

#include "gateway/rules/rule_book.hpp"

namespace cimgate::report {

using RuleList = std::vector<std::shared_ptr<const rules::RuleDef>>;

/// A line a rule, and the counts.
std::string rules_table(const RuleList& rules);
std::string rules_json(const RuleList& rules);
/// A list of the pages that rules_page makes, with how many rules each has.
std::string rules_index(const RuleList& rules, const rules::RuleBook& book);

/// One rule with all there is to say. `condition`: the rule as its file has it.
std::string rule_text(const rules::RuleDef& rule, const rules::RuleBook& book, std::string_view condition,
                      bool norwegian);
/// A page about the rules of one process, or about the common ones.
std::string rules_page(const RuleList& rules, const rules::RuleBook& book,
                       const std::vector<std::string>& conditions);

/// Which rules hold on one day and not on another.
std::string rules_difference(const RuleList& rules, rules::Day from, rules::Day to, bool json);

/// The lines of a rule file from the rule's on to the next rule.
std::string excerpt(std::string_view file_text, const rules::RuleDef& rule);

/// The table of reason codes, or one of them.
std::string reasons_table(const rules::ReasonTable& table, bool norwegian);
std::string reasons_page(const rules::ReasonTable& table, const RuleList& rules);
std::string reasons_json(const std::vector<const rules::Reason*>& reasons);
std::string reason_text(const rules::Reason& reason, const RuleList& rules, bool norwegian);

}  // namespace cimgate::report
