#include "gateway/engine/refusal.hpp"

#include <fmt/format.h>

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

/// The text of the child with this name; "" when there is none.
std::string child_text(const Document& document, NodeId parent, const std::string& name) {
  for (auto at = document[parent].first_child; at != no_node; at = document[at].next)
    if (document[at].name == name) return std::string(text::trimmed(document[at].text));
  return {};
}

std::string first_text(const Document& document, const std::string& name) {
  for (NodeId id = 0; id < document.size(); ++id)
    if (document[id].name == name) return std::string(text::trimmed(document[id].text));
  return {};
}

bool has(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

/// The rules that may refuse a message of a process on a day.
std::vector<RulePtr> rules_of(const rules::RuleBook& book, const schema::SchemaSet& set,
                              const std::string& process, std::optional<time::Day> day) {
  const auto messages = book.tables().incoming_messages(process);  // none: nothing says which they are
  auto found = book.rules();
  std::erase_if(found, [&](const RulePtr& rule) {
    const bool in_force =
        rule->code && book.has(*rule, set) && rule->is_for(process) && (!day || rule->holds_on(*day));
    // Those of any process are about messages of this one, or of others.
    return !in_force || (rule->processes.empty() && !messages.empty() &&
                         std::none_of(rule->messages.begin(), rule->messages.end(),
                                      [&](const std::string& message) { return has(messages, message); }));
  });
  return found;
}

class Answer {
 public:
  Answer(const Engine& engine, const document::Message& message, bool as_read)
      : book_(engine.rules()), message_(message), as_read_(as_read) {
    refusal_.message = message.kind->root.local;
    refusal_.process = rules::process_of(message);
  }

  Refusal read() {
    const auto& names = message_.document.dialect().refusal;
    if (names.reason.empty()) return std::move(refusal_);
    std::set<NodeId> seen;
    for (NodeId id = 0; id < message_.document.size(); ++id) {
      const auto& node = message_.document[id];
      const bool says = node.name == names.reason || node.name == names.status;
      if (says && node.parent != no_node && seen.insert(node.parent).second) read_one(node.parent, names);
    }
    return std::move(refusal_);
  }

 private:
  void read_one(NodeId parent, const dialect::Refusal& names) {
    const auto& document = message_.document;
    const auto status = child_text(document, parent, names.status);
    if (!status.empty() && !has(names.refused, status)) return;
    Refused refused;
    refused.message = child_text(document, parent, names.message);
    if (refused.message.empty()) refused.message = first_text(document, names.message);
    if (!names.part.empty()) refused.part = child_text(document, parent, names.part);
    for (auto at = document[parent].first_child; at != no_node; at = document[at].next)
      if (document[at].name == names.reason) refused.reasons.push_back(reason_of(document[at]));
    refusal_.refused.push_back(std::move(refused));
  }

  RefusalReason reason_of(const document::Node& node) {
    if (!rules_)
      rules_ = rules_of(book_, *message_.set, refusal_.process, document::day_of_creation(message_.document));
    RefusalReason reason;
    reason.code = text::trimmed(node.text);
    if (as_read_) {
      reason.line = node.position.line;
      reason.column = node.position.column;
    }
    reason.reason = book_.reasons_in(message_.set->rules).find(reason.code);
    std::copy_if(rules_->begin(), rules_->end(), std::back_inserter(reason.rules),
                 [&](const RulePtr& rule) { return rule->code->value == reason.code; });
    return reason;
  }

  const rules::RuleBook& book_;
  const document::Message& message_;
  bool as_read_;
  Refusal refusal_;
  std::optional<std::vector<RulePtr>> rules_;  ///< of the process
};

bool found_something(const Checked& judged, const std::string& rule) {
  return std::any_of(judged.findings.begin(), judged.findings.end(),
                     [&](const Finding& finding) { return finding.rule == rule; });
}

/// Why a rule that found nothing says nothing; both languages empty: it holds.
Text silence_of(const rules::RuleBook& book, const rules::RuleDef& rule, const Checked& judged,
                bool with_market) {
  const bool readable = std::none_of(judged.findings.begin(), judged.findings.end(), [](const Finding& one) {
    return (one.stage == Stage::wellformed || one.stage == Stage::schema) && one.severity == Severity::error;
  });
  if (!readable)
    return {"the message is not valid against its schema", "meldingen er ikke gyldig etter skjemaet sitt"};
  if (const auto day = rules::parse_day(judged.as_of); !day || !rule.holds_on(*day))
    return {fmt::format("it is not in force on {}", judged.as_of),
            fmt::format("den gjelder ikke {}", judged.as_of)};
  if (rule.stage == Stage::market && !with_market)
    return {"it needs the market state (--market)", "den trenger markedsdata (--market)"};
  for (const auto& other : book.rules()) {
    const bool premise =
        (other->premise_of_all && rule.stage == Stage::market) || has(rule.premises, other->id);
    if (premise && other->id != rule.id && found_something(judged, other->id))
      return {fmt::format("it builds on {}", other->id), fmt::format("den bygger på {}", other->id)};
  }
  if (judged.findings_left_out > 0)
    return {"the message has too many findings", "meldingen har for mange funn"};
  return {};
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
        out.refusals.push_back(Answer(engine, message, true).read());
    } else {
      const auto other = translate_input(engine, input, options.profile, options.message);
      for (const auto& translation : other.translations) {
        out.fault = out.fault || translation.fault;
        for (const auto& message : translation.documents)
          out.refusals.push_back(Answer(engine, message, false).read());
        if (translation.documents.empty())
          out.findings.insert(out.findings.end(), translation.findings.begin(), translation.findings.end());
      }
    }
  }
  cut(out.findings, options.limits.findings);
  out.lines = lines_of(input.read, out.findings);
  return out;
}

Standing standing_of(const rules::RuleBook& book, const rules::RuleDef& rule, const Checked& judged,
                     bool with_market, const std::string& part) {
  Standing standing;
  if (!has(rule.messages, judged.message) || !rule.is_for(judged.process)) return standing;
  bool open = false;
  for (const auto& finding : judged.findings) {
    const bool elsewhere = !part.empty() && !finding.context.series.empty() && finding.context.series != part;
    if (finding.rule != rule.id || elsewhere) continue;
    standing.findings.push_back(&finding);
    open = open || finding.outcome == Outcome::undetermined;
  }
  if (!standing.findings.empty()) {
    standing.kind = open ? Standing::Kind::not_checked : Standing::Kind::broken;
    return standing;
  }
  standing.why = silence_of(book, rule, judged, with_market);
  standing.kind = standing.why.en.empty() ? Standing::Kind::kept : Standing::Kind::not_checked;
  return standing;
}

}  // namespace cimgate
