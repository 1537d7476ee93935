#include "gateway/validation/codes_stage.hpp"

#include <memory>

#include "gateway/schema/value.hpp"
#include "gateway/validation/code_places.hpp"
#include "gateway/validation/finding_context.hpp"
#include "gateway/validation/rule_file.hpp"
#include "gateway/validation/severity_rank.hpp"

namespace cimgate::validation {
namespace {

using document::Document;
using document::no_node;
using document::NodeId;

class CodesCheck {
 public:
  CodesCheck(const Document& document, const CodeRules& rules, std::size_t limit)
      : document_(document),
        rules_(rules),
        places_(rules.places(document.shared_schema(), *document.root().element)),
        finding_places_(document),
        limit_(limit) {}

  std::vector<Finding> run(std::size_t& left_out) {
    NodeId at = 0;
    const schema::Element* last = nullptr;  // siblings are mostly of one kind
    const CodePlaces::Entry* entry = nullptr;
    while (at != no_node) {
      if (const auto* rows = document_.rows_at(at); rows != nullptr && is_of_no_interest(rows->element())) {
        const NodeId next = document_.next_after(*rows);
        at = next != no_node ? next : next_after(rows->parent());
        continue;
      }
      bool inside = false;
      if (const auto* element = document_[at].element) {
        if (element != last) entry = places_->of(*element);
        last = element;
        if (entry != nullptr && entry->here()) check(at, *entry);
        inside = (entry == nullptr || entry->below) && document_[at].first_child != no_node;
      }
      at = inside ? document_[at].first_child : next_after(at);
      if (findings_.size() > 2 * limit_) left_out += keep_most_severe(findings_, limit_);
    }
    left_out += keep_most_severe(findings_, limit_);
    return std::move(findings_);
  }

 private:
  /// Nothing in it has a code.
  bool is_of_no_interest(const schema::Element& element) const {
    const auto* entry = places_->of(element);
    return entry != nullptr && !entry->here() && !entry->below;
  }

  NodeId next_after(NodeId at) const {
    while (at != no_node && document_[at].next == no_node) at = document_[at].parent;
    return at == no_node ? no_node : document_[at].next;
  }

  void check(NodeId id, const CodePlaces::Entry& entry) {
    const schema::SimpleType* type = document_[id].element->text;
    if (type == nullptr || document_[id].nil) return;
    std::string buffer;
    const std::string_view value = schema::normalize(*type, document_.effective_text(id), buffer);
    if (schema::check_value(*type, value)) return;
    for (const auto& [rule, place] : entry.identifiers) {
      if (!place->attribute.empty() && document_.attribute(id, place->attribute) != place->value) continue;
      check_identifier(id, *rule, value);
      break;
    }
    if (entry.agencies != nullptr) check_agency(id, *entry.agencies, value);
  }

  void check_identifier(NodeId id, const IdentifierRule& rule, std::string_view value) {
    const CheckResult result = rule.check(value);
    if (result.kind == CheckResult::Kind::right) return;
    Finding& finding = add(id, rule.id, rule.severity, rule.source);
    if (result.kind == CheckResult::Kind::wrong_form) {
      finding.text = rule.wrong_form;
      finding.advice = rule.advice_form;
      return;
    }
    // A personal number may have got into the field of another identifier.
    const std::string shown =
        document_.dialect().personal_numbers.may_be_in(value) ? "…" : std::string(value);
    finding.text = filled(rule.wrong_check, {{"value", shown}});
    if (!result.fitting.empty() || !mentions_fitting(rule.advice))
      finding.advice = filled(rule.advice, {{"value", shown}, {"fitting", result.fitting}});
  }

  static bool mentions_fitting(const Text& text) { return text.en.find("{fitting}") != std::string::npos; }

  void check_agency(NodeId id, const AgencyList& list, std::string_view code) {
    const auto* rule = list.rule_of(code);
    const auto found = document_.attribute(id, list.attribute);
    if (rule == nullptr || !found || *found == rule->agency) return;
    Finding& finding = add(id, rules_.agencies.id, rules_.agencies.severity, rule->source);
    const std::string shown(*found);
    finding.text =
        filled(rules_.agencies.text,
               {{"code", code}, {"agency", rule->agency}, {"found", shown}, {"attribute", list.attribute}});
    finding.advice =
        filled(rules_.agencies.advice,
               {{"code", code}, {"agency", rule->agency}, {"found", shown}, {"attribute", list.attribute}});
  }

  Finding& add(NodeId id, const std::string& rule, Severity severity, const RuleSource& source) {
    Finding& finding = findings_.emplace_back();
    finding.rule = rule;
    finding.stage = Stage::codes;
    finding.severity = severity;
    finding.source = source;
    finding_places_.place(finding, id);
    return finding;
  }

  const Document& document_;
  const CodeRules& rules_;
  std::shared_ptr<const CodePlaces> places_;
  FindingPlaces finding_places_;
  std::size_t limit_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> check_codes(const document::Message& message, const CodeRules& rules, std::size_t limit,
                                 std::size_t& left_out) {
  return CodesCheck(message.document, rules, limit).run(left_out);
}

}  // namespace cimgate::validation
