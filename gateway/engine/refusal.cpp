#include "gateway/engine/refusal.hpp"

#include <algorithm>
#include <set>

#include "gateway/document/head.hpp"
#include "gateway/engine/translation.hpp"
#include "gateway/rules/judge.hpp"
#include "gateway/rules/rule_book.hpp"
#include "gateway/text/ascii.hpp"

namespace cimgate {
namespace {

using document::Document;
using document::no_node;
using document::NodeId;
using RulePtr = std::shared_ptr<const rules::RuleDef>;

std::string trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(text::white_space);
  if (from == std::string_view::npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(text::white_space) - from + 1));
}

/// The text of the sibling with this name; "" when there is none.
std::string beside(const Document& document, NodeId id, const std::string& name) {
  const auto parent = document[id].parent;
  if (parent == no_node) return {};
  for (auto at = document[parent].first_child; at != no_node; at = document[at].next)
    if (document[at].name == name) return trimmed(document[at].text);
  return {};
}

/// The rules that may refuse a message of a process on a day.
class Candidates {
 public:
  Candidates(const rules::RuleBook& book, const schema::SchemaSet& set, const std::string& process,
             std::optional<time::Day> day) {
    std::set<std::string> messages;
    for (const auto& rule : book.rules()) {
      if (!rule->code || !book.has(*rule, set) || !rule->is_for(process) || (day && !rule->holds_on(*day)))
        continue;
      if (!rule->processes.empty()) messages.insert(rule->messages.begin(), rule->messages.end());
      rules_.push_back(rule);
    }
    // Rules of any process are about messages of this one, or of others.
    std::erase_if(rules_, [&](const RulePtr& rule) {
      return rule->processes.empty() &&
             std::none_of(rule->messages.begin(), rule->messages.end(),
                          [&](const std::string& message) { return messages.contains(message); });
    });
  }

  std::vector<RulePtr> answering(const std::string& code) const {
    std::vector<RulePtr> found;
    std::copy_if(rules_.begin(), rules_.end(), std::back_inserter(found),
                 [&](const RulePtr& rule) { return rule->code->value == code; });
    return found;
  }

 private:
  std::vector<RulePtr> rules_;
};

Refusal refusal_of(const Engine& engine, const document::Message& message, bool as_read) {
  const auto& document = message.document;
  const auto& names = document.dialect().refusal;
  const auto& book = engine.rules();
  Refusal refusal;
  refusal.message = message.kind->root.local;
  refusal.process = rules::process_of(message);
  if (names.reason.empty()) return refusal;
  std::optional<Candidates> candidates;
  for (NodeId id = 0; id < document.size(); ++id) {
    const auto& node = document[id];
    if (node.name != names.reason) continue;
    if (!candidates)
      candidates.emplace(book, *message.set, refusal.process, document::day_of_creation(document));
    RefusalReason reason;
    reason.code = trimmed(node.text);
    reason.refused = beside(document, id, names.refused);
    if (as_read) {
      reason.line = node.position.line;
      reason.column = node.position.column;
    }
    reason.reason = book.reasons_in(message.set->rules).find(reason.code);
    reason.rules = candidates->answering(reason.code);
    refusal.reasons.push_back(std::move(reason));
  }
  return refusal;
}

}  // namespace

ExplainedRefusals explain_refusals(const Engine& engine, const std::vector<std::string>& parts,
                                   const ExplainOptions& options) {
  const auto input = read_input(engine, parts, {options.profile, options.schema}, options.limits);
  ExplainedRefusals out;
  out.findings = input.findings;
  if (input.all_valid() && !input.read.messages.empty()) {
    const bool is_bim = input.read.messages.front().set->side == schema::SchemaSet::Side::bim;
    if (is_bim) {
      for (const auto& message : input.read.messages)
        out.refusals.push_back(refusal_of(engine, message, true));
    } else {
      const auto other = translate_input(engine, input, options.profile, options.message);
      for (const auto& translation : other.translations) {
        out.fault = out.fault || translation.fault;
        for (const auto& message : translation.documents)
          out.refusals.push_back(refusal_of(engine, message, false));
        if (translation.documents.empty())
          out.findings.insert(out.findings.end(), translation.findings.begin(), translation.findings.end());
      }
    }
  }
  cut(out.findings, options.limits.findings);
  out.lines = lines_of(input.read, out.findings);
  return out;
}

}  // namespace cimgate
