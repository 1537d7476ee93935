#include "tests/unit/mapping/translatable.hpp"

#include <optional>
#include <string>
#include <vector>

#include "gateway/document/path.hpp"
#include "gateway/mapping/convert.hpp"
#include "gateway/mapping/engine.hpp"
#include "gateway/mapping/presence.hpp"
#include "gateway/schema/value.hpp"

namespace cimgate::test {
namespace {

using document::no_node;
using document::NodeId;
using mapping::Correspondence;
using mapping::CorrespondenceDef;

class Run {
 public:
  Run(document::Document& message, sample::Random& random) : message_(message), random_(random) {}

  void rules(const std::vector<Correspondence>& rules, NodeId context) {
    for (const auto& rule : rules) switch (rule.def->kind) {
        case CorrespondenceDef::Kind::field:
          field(rule, context);
          break;
        case CorrespondenceDef::Kind::only:
          break;
        case CorrespondenceDef::Kind::each:
          each(rule, context);
          break;
        case CorrespondenceDef::Kind::choose:
          for (const auto& branch : rule.branches)
            if (holds(branch.bim, message_, context)) {
              this->rules(branch.rules, context);
              break;
            }
          break;
      }
  }

 private:
  void each(const Correspondence& rule, NodeId context) {
    const auto& path = rule.bim.front();
    const auto parent = document::find_parent(message_, context, path);
    if (parent == no_node) return;
    std::vector<NodeId> records;
    for (auto at = message_[parent].first_child; at != no_node; at = message_[at].next)
      if (message_[at].element != nullptr && message_[at].place == path.steps.back().place)
        records.push_back(at);
    for (const auto record : records)
      if (holds(rule.when, message_, record)) rules(rule.rules, record);
  }

  static bool is_taken(const Correspondence& rule, const std::string& text) {
    const auto made = mapping::to_cim(rule.conversion, text);
    if (!made || schema::check_value(*rule.cim->type(), *made)) return false;
    Text problem;
    const auto back = mapping::to_bim(rule.conversion, *made, problem);
    return back && schema::equal_values(*rule.bim.front().type(), text, *back);
  }

  void field(const Correspondence& rule, NodeId context) {
    if (!rule.def->refuse) return;
    const auto& path = rule.bim.front();
    const auto found = document::read(message_, context, path);
    if (!found && !mapping::always(*rule.cim, {})) return;
    std::string buffer;
    if (found && is_taken(rule, std::string(schema::normalize(*path.type(), *found, buffer)))) return;
    for (int i = 0; i < 500; ++i) {
      const auto value = sample::sample_value(*rule.cim->type(), random_);
      Text problem;
      const auto text = value ? mapping::to_bim(rule.conversion, *value, problem) : std::nullopt;
      if (!text || schema::check_value(*path.type(), *text) || !is_taken(rule, *text)) continue;
      const auto node = document::ensure(message_, context, path);
      message_.set_text(node, *text);
      for (const auto& attribute : message_[node].element->attributes())
        if (attribute.required && !message_.attribute(node, attribute.name))
          if (const auto given = sample::sample_value(*attribute.type, random_))
            message_.set_attribute(node, attribute.name, *given);
      return;
    }
  }

  document::Document& message_;
  sample::Random& random_;
};

}  // namespace

void make_translatable(document::Document& message, const mapping::Plan& plan, sample::Random& random) {
  const auto* variant = mapping::variant_for(plan, message);
  if (variant == nullptr) return;
  for (const auto& document : variant->documents) Run(message, random).rules(document.rules, 0);
}

}  // namespace cimgate::test
