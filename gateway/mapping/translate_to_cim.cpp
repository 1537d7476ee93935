#include <fmt/format.h>

#include <algorithm>

#include "gateway/mapping/proof.hpp"
#include "gateway/mapping/translation_findings.hpp"
#include "gateway/mapping/translator.hpp"

namespace cimgate::mapping {

bool Translator::known_by(const std::vector<document::Message>& documents, const Plan& plan,
                          const VariantPlan& variant) const {
  const auto chosen = choose(documents, nullptr, {}, plan.bim_set);
  return chosen && chosen->variant == &variant;
}

std::vector<const Condition*> Translator::recognising(const std::vector<const DocumentPlan*>& documents,
                                                      const std::string& profile) const {
  std::vector<const Condition*> found;
  for (const auto& mapping : files().mappings) {
    const auto profiles = profiles_of(mapping);
    if (std::find(profiles.begin(), profiles.end(), profile) == profiles.end()) continue;
    const auto plan_or = plan(mapping.message, profile);
    if (!plan_or) continue;
    for (const auto& variant : (*plan_or)->variants)
      for (const auto& document : variant.documents)
        if (std::any_of(documents.begin(), documents.end(),
                        [&](const DocumentPlan* made) { return made->kind == document.kind; })) {
          found.push_back(&variant.recognise);
          found.push_back(&document.recognise);
        }
  }
  return found;
}

Translation Translator::to_cim(const document::Message& bim, const std::string& profile,
                               Tracing tracing) const {
  Translation out;
  const auto* mapping = find(bim.kind->root.local);
  if (mapping != nullptr && !is_for(*mapping, *bim.set)) {
    out.findings.push_back(not_translated(bim, *mapping));
    return out;
  }
  const auto plan_or = plan(*bim.set, bim.kind->root.local, profile);
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
  Forward made = forward(plan, bim.document, nullptr, tracing);
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
  Proven proven = prove(plan, bim.document, std::move(made), nullptr, Tracing::no);
  out.fault = proven.fault;
  out.findings = std::move(proven.findings);
  if (!out.findings.empty()) return out;

  document::Paths paths(bim.document);
  add_policies(proven.made.notes, paths, out.findings);
  for (std::size_t i = 0; i < proven.made.documents.size(); ++i)
    out.documents.push_back({plan.cim_set, proven.made.plans[i]->kind, std::move(proven.made.documents[i])});
  std::vector<document::SupplementEntry> entries = std::move(proven.hints);
  for (auto& found : proven.differences) entries.push_back(std::move(found.entry));
  // A supplement without entries says at least which message it was, where the documents do not.
  if (!entries.empty() || !known_by(out.documents, plan, *out.variant)) {
    document::Supplement supplement;
    supplement.message = bim.kind->root.local;
    supplement.schema = bim.set->id;
    supplement.profile = profile;
    supplement.entries = fold(std::move(entries));
    out.supplement = std::move(supplement);
  }
  out.traces = std::move(proven.made.traces);
  return out;
}

}  // namespace cimgate::mapping
