#include <fmt/format.h>

#include "gateway/document/schema_check.hpp"
#include "gateway/mapping/loss_index.hpp"
#include "gateway/mapping/residual.hpp"
#include "gateway/mapping/translation_findings.hpp"
#include "gateway/mapping/translator.hpp"

namespace cimgate::mapping {
namespace {

using document::NodeId;
using Entry = document::SupplementEntry;

constexpr std::size_t most_violations = 20;

std::string reason_of(const Rule* rule) {
  return rule == nullptr || rule->loss() == nullptr ? std::string() : *rule->loss();
}

/// The reason of a choice or an order: what the alternatives or the records say.
std::string hint_reason(const std::vector<Rule>& rules, std::string_view name) {
  for (const auto& rule : rules) {
    for (const auto& branch : rule.branches) {
      if (branch.def->name == name && rule.def->loss) return *rule.def->loss;
      if (auto inner = hint_reason(branch.rules, name); !inner.empty()) return inner;
    }
    if (auto inner = hint_reason(rule.rules, name); !inner.empty()) return inner;
  }
  return {};
}

void add_hints(const Forward& made, std::vector<Entry>& entries) {
  for (const auto& [path, names] : made.hints.choices)
    for (const auto& name : names) {
      std::string reason;
      for (const auto* plan : made.plans)
        if (reason.empty()) reason = hint_reason(plan->rules, name);
      entries.push_back({Entry::Kind::choice, path, name, std::move(reason)});
    }
  for (const auto& [path, order] : made.hints.orders) {
    std::string numbers;
    for (const auto number : order) numbers += (numbers.empty() ? "" : " ") + std::to_string(number + 1);
    entries.push_back(
        {Entry::Kind::order, path, std::move(numbers), "the records went to different documents"});
  }
}

/// Our own documents are checked like anybody's; a mistake in them is ours.
bool check_output(const Forward& made, Translation& out) {
  for (std::size_t i = 0; i < made.documents.size(); ++i)
    for (const auto& violation : document::check_document(made.documents[i], most_violations)) {
      out.fault = true;
      auto finding =
          fault("translation.output-invalid",
                fmt::format("the {} that was made is not valid: {} {}", made.plans[i]->kind->root.local,
                            made.documents[i].path(violation.node), violation.expected),
                fmt::format("{} som ble laget, er ikke gyldig: {} {}", made.plans[i]->kind->root.local,
                            made.documents[i].path(violation.node), violation.expected));
      out.findings.push_back(std::move(finding));
    }
  return !out.fault;
}

}  // namespace

bool Translator::known_by(const std::vector<document::Message>& documents, const VariantPlan& variant) const {
  const auto chosen = choose(documents, nullptr, {});
  return chosen && chosen->variant == &variant;
}

Translation Translator::to_cim(const document::Message& bim, const std::string& profile) const {
  Translation out;
  const auto plan_or = plan(bim.kind->root.local, profile);
  if (!plan_or) {
    const auto& problem = plan_or.error().front();
    out.findings.push_back(
        refused("translation.no-mapping",
                {fmt::format("{} cannot be translated: {}", bim.kind->root.local, to_string(problem)),
                 fmt::format("{} kan ikke oversettes: {}", bim.kind->root.local, to_string(problem))},
                {"`cimgate mappings list` shows what can be translated.",
                 "`cimgate mappings list` viser hva som kan oversettes."}));
    return out;
  }
  const Plan& plan = **plan_or;
  Forward made = forward(plan, bim.document);
  if (made.variant == nullptr) {
    out.findings.push_back(refused("translation.no-variant",
                                   {"no way of translating fits what the message says of itself",
                                    "ingen måte å oversette på passer til det meldingen sier om seg selv"},
                                   {}));
    return out;
  }
  out.plan = *plan_or;
  out.variant = made.variant;
  out.document_plans = made.plans;
  document::Paths paths(bim.document);
  bool placed = true;
  for (const auto& note : made.notes)
    if (note.kind == Note::Kind::unplaced) {
      out.findings.push_back(unplaced(note, paths));
      placed = false;
    }
  if (!placed || !check_output(made, out)) return out;

  // The proof: what the way back does not give again is the supplement, and each entry must be explained by a
  // rule.
  std::vector<PlannedDocument> planned;
  for (std::size_t i = 0; i < made.documents.size(); ++i)
    planned.push_back({made.plans[i], &made.documents[i]});
  const Backward back = backward(plan, *made.variant, planned, made.hints);
  const LossIndex index(*made.variant);
  std::vector<Entry> entries;
  add_hints(made, entries);
  for (auto& found : difference(bim.document, back.message)) {
    const Rule* rule = index.explains(without_numbers(found.entry.path));
    if (rule == nullptr) {
      out.fault = true;
      auto finding =
          fault("translation.unexplained",
                fmt::format("no rule explains why '{}' does not come back", found.entry.path),
                fmt::format("ingen regel forklarer hvorfor '{}' ikke kommer tilbake", found.entry.path));
      if (found.wanted != document::no_node) {
        finding.line = bim.document[found.wanted].position.line;
        finding.column = bim.document[found.wanted].position.column;
        finding.xpath = bim.document.path(found.wanted);
      }
      out.findings.push_back(std::move(finding));
      continue;
    }
    found.entry.reason = reason_of(rule);
    entries.push_back(std::move(found.entry));
  }
  if (out.fault) return out;

  add_policies(made.notes, paths, out.findings);
  for (std::size_t i = 0; i < made.documents.size(); ++i)
    out.documents.push_back({plan.cim_set, made.plans[i]->kind, std::move(made.documents[i])});
  // A supplement without entries says at least which message it was, where the documents do not.
  if (!entries.empty() || !known_by(out.documents, *made.variant)) {
    document::Supplement supplement;
    supplement.message = bim.kind->root.local;
    supplement.schema = bim.set->id;
    supplement.profile = profile;
    supplement.entries = fold(std::move(entries));
    out.supplement = std::move(supplement);
  }
  out.traces = std::move(made.traces);
  return out;
}

}  // namespace cimgate::mapping
