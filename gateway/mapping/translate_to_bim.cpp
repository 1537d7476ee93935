#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "gateway/conformance/profile_choice.hpp"
#include "gateway/conformance/schema_check.hpp"
#include "gateway/mapping/loss_index.hpp"
#include "gateway/mapping/residual.hpp"
#include "gateway/mapping/translation_findings.hpp"
#include "gateway/mapping/translator.hpp"

namespace cimgate::mapping {
namespace {

using document::NodeId;
using Entry = document::SupplementEntry;

constexpr std::size_t most_violations = 50;

Hints hints_of(const std::vector<Entry>& entries) {
  Hints hints;
  for (const auto& entry : entries) {
    if (entry.kind == Entry::Kind::choice) hints.choices[entry.path].insert(entry.value);
    if (entry.kind != Entry::Kind::order) continue;
    auto& order = hints.orders[entry.path];
    const char* at = entry.value.data();
    const char* const end = at + entry.value.size();
    while (at != end) {
      std::uint32_t number = 0;
      const auto [next, error] = std::from_chars(at, end, number);
      if (error == std::errc() && number > 0) order.push_back(number - 1);
      at = next == at ? at + 1 : next;
    }
    // An order that is not one (numbers missing or twice) would lose records: it is not followed.
    auto sorted = order;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < sorted.size(); ++i)
      if (sorted[i] != i) {
        order.clear();
        break;
      }
  }
  return hints;
}

/// Choices and orders are about records that the documents have.
bool hints_fit(const std::vector<Entry>& entries, const Backward& back, std::string& problem) {
  const auto& root = *back.message.root().element;
  for (const auto& entry : entries) {
    if (entry.kind == Entry::Kind::order) {
      const auto records = back.records.find(entry.path);
      const auto number =
          static_cast<std::uint32_t>(1 + std::count(entry.value.begin(), entry.value.end(), ' '));
      const auto have = records == back.records.end() ? 0 : records->second;
      if (number == have) continue;
      problem =
          fmt::format("'{}' puts {} records in order, and the documents have {}", entry.path, number, have);
      return false;
    }
    if (entry.kind != Entry::Kind::choice || entry.path.empty()) continue;
    const auto path = document::find_path(entry.path, root, root);
    if (path && find(back.message, 0, *path) != document::no_node) continue;
    problem = fmt::format("'{}' is chosen for what the documents do not have", entry.path);
    return false;
  }
  return true;
}

std::string names_of(const std::vector<document::Message>& cim) {
  std::string names;
  for (const auto& message : cim) names += (names.empty() ? "" : ", ") + message.kind->root.local;
  return names;
}

/// Why a value of the documents is not in the message again.
Text why_lost(const Correspondence* rule, const Note* note) {
  if (note != nullptr) return note->text;
  if (rule == nullptr) return {"the mapping does not name it", "oversettelsen nevner det ikke"};
  if (!rule->def->only.empty()) return {rule->def->only, rule->def->nb.only};
  if (!rule->from.empty())
    return {"the mapping always gives another value here", "oversettelsen gir alltid en annen verdi her"};
  if (rule->loss() != nullptr) return {*rule->loss(), rule->def->nb.loss};
  return {"it comes out differently", "det blir annerledes"};
}

}  // namespace

bool Translator::Choice::has(const DocumentPlan& document) const {
  return std::any_of(documents.begin(), documents.end(),
                     [&](const PlannedDocument& planned) { return planned.plan == &document; });
}

std::size_t Translator::Choice::missing() const {
  const auto& all = variant->documents;
  const auto companions = std::count_if(all.begin() + 1, all.end(), [&](const DocumentPlan& document) {
    return !document.optional() && !has(document);
  });
  return (has(all.front()) ? 0 : all.size()) + static_cast<std::size_t>(companions);
}

tl::expected<Translator::Choice, Finding> Translator::choose(const std::vector<document::Message>& cim,
                                                             const document::Supplement* supplement,
                                                             std::string_view message,
                                                             const schema::SchemaSet* bim) const {
  if (message.empty() && supplement != nullptr) message = supplement->message;
  if (bim == nullptr && supplement != nullptr) bim = catalog_->set(supplement->schema);
  const std::string profile = cim.front().set->id;
  // Documents alone are of the market that they say, else of that of their set.
  const auto* market = conformance::set_of_market(*catalog_, cim);
  if (market == nullptr) market = cim.front().set;
  std::vector<Choice> fitting;
  std::vector<std::string> names;
  const MappingDef* written_for = nullptr;
  for (const auto& mapping : files().mappings) {
    if (!message.empty() && mapping.message != message) continue;
    const bool named =
        std::any_of(mapping.variants.begin(), mapping.variants.end(), [&](const VariantDef& variant) {
          return std::any_of(cim.begin(), cim.end(), [&](const document::Message& m) {
            return std::any_of(variant.documents.begin(), variant.documents.end(),
                               [&](const DocumentDef& d) { return d.root == m.kind->root.local; });
          });
        });
    if (!named) continue;
    const auto* own = set_of(mapping);
    if (message.empty() && bim == nullptr && own != nullptr && own->dialect != market->dialect) continue;
    if (bim != nullptr && !is_for(mapping, *bim)) {
      written_for = &mapping;
      continue;
    }
    const auto plan_or =
        bim == nullptr ? plan(mapping.message, profile) : plan(*bim, mapping.message, profile);
    if (!plan_or)
      return tl::make_unexpected(
          refused("translation.no-mapping",
                  {to_string(plan_or.error().front()), to_string(plan_or.error().front())}, {}));
    for (const auto& variant : (*plan_or)->variants) {
      Choice choice{*plan_or, &variant, {}};
      std::vector<bool> taken(cim.size());
      for (const auto& document : variant.documents)
        for (std::size_t i = 0; i < cim.size(); ++i)
          if (!taken[i] && cim[i].kind == document.kind) {
            taken[i] = true;
            choice.documents.push_back({&document, &cim[i].document});
            break;
          }
      const bool all = std::find(taken.begin(), taken.end(), false) == taken.end();
      // What is always made must be there, but for companions: one alone is not a message, unless the message
      // is named.
      const bool whole =
          std::all_of(variant.documents.begin(), variant.documents.end(), [&](const DocumentPlan& d) {
            return d.optional() || d.def->companion || !message.empty() || choice.has(d);
          });
      // The first document tells, where it is there: other messages may become it too.
      const bool recognised = !message.empty() || choice.documents.empty() ||
                              choice.documents.front().plan != variant.documents.data() ||
                              holds(variant.recognise, *choice.documents.front().document, 0);
      const bool each_recognised =
          !message.empty() ||
          std::all_of(choice.documents.begin(), choice.documents.end(), [](const auto& planned) {
            return holds(planned.plan->recognise, *planned.document, 0);
          });
      if (!all || !whole || !recognised || !each_recognised) continue;
      // The documents stand for what they are most of: a bundle that is whole is not part of a larger one.
      if (!fitting.empty() && choice.missing() > fitting.front().missing()) continue;
      if (!fitting.empty() && choice.missing() < fitting.front().missing()) {
        fitting.clear();
        names.clear();
      }
      fitting.push_back(std::move(choice));
      names.push_back(mapping.message);
    }
  }
  if (fitting.size() == 1) return std::move(fitting.front());
  if (fitting.empty() && written_for != nullptr)
    return tl::make_unexpected(not_translated(names_of(cim), bim->id, *written_for));
  if (fitting.empty())
    return tl::make_unexpected(refused(
        "translation.no-mapping",
        {fmt::format("no message is known that becomes {}", names_of(cim)),
         fmt::format("ingen kjent melding blir til {}", names_of(cim))},
        {"A bundle holds the documents of one message. `cimgate mappings list` shows which belong together.",
         "En pakke inneholder dokumentene til én melding. `cimgate mappings list` viser hvilke som hører "
         "sammen."}));
  return tl::make_unexpected(
      refused("translation.ambiguous-message",
              {fmt::format("{} may stand for {}", names_of(cim), fmt::join(names, " or ")),
               fmt::format("{} kan stå for {}", names_of(cim), fmt::join(names, " eller "))},
              {"Give the supplement, or say which with --message.",
               "Ta med tillegget, eller si hvilken med --message."}));
}

Translation Translator::to_bim(const std::vector<document::Message>& cim,
                               const document::Supplement* supplement, std::string_view message,
                               const schema::SchemaSet* bim, Tracing tracing) const {
  Translation out;
  auto choice = choose(cim, supplement, message, bim);
  if (!choice) {
    out.findings.push_back(choice.error());
    return out;
  }
  const Plan& plan = *choice->plan;
  out.plan = choice->plan;
  out.variant = choice->variant;
  out.document_plans.resize(cim.size());
  for (const auto& planned : choice->documents)
    for (std::size_t i = 0; i < cim.size(); ++i)
      if (planned.document == &cim[i].document) out.document_plans[i] = planned.plan;
  std::vector<Entry> entries;
  if (supplement != nullptr) entries = supplement->entries;
  std::string problem;
  const auto bad_supplement = [&] {
    out.findings.push_back(
        refused("translation.supplement",
                {"the supplement cannot be used: " + problem, "tillegget kan ikke brukes: " + problem}, {}));
    return std::move(out);
  };
  if (!unfold(entries, problem)) return bad_supplement();
  Backward back = backward(plan, *choice->variant, choice->documents, hints_of(entries), nullptr, tracing);
  if (!hints_fit(entries, back, problem) || !apply(back.message, entries, problem)) return bad_supplement();

  const LossIndex& index = *choice->variant->losses;
  bool usable = true;
  document::Paths paths_of_message(back.message);
  for (const auto& violation : conformance::check_document(back.message, most_violations)) {
    usable = false;
    const std::string path = paths_of_message.path(violation.node);
    const auto slash = path.find('/', 1);
    const std::string inside = slash == std::string::npos
                                   ? std::string()
                                   : without_numbers(std::string_view(path).substr(slash + 1));
    const Correspondence* rule =
        index.explains(inside.empty() ? without_numbers(violation.expected) : inside);
    Text why;
    for (const auto& note : back.notes)
      if (note.kind == Note::Kind::unplaced && (note.bim_path.starts_with(inside) || inside.empty()) &&
          note.bim_path.find(violation.expected) != std::string::npos)
        why = note.text;
    out.findings.push_back(unknown_content(paths_of_message, violation, rule, why, *plan.def));
  }
  if (!usable) return out;

  // The proof of this way: run forth again and see what of the documents is not there.
  const Forward again = forward(plan, back.message, nullptr, Tracing::no);
  std::map<std::pair<std::size_t, NodeId>, const Note*> notes;
  for (const auto& note : back.notes) notes[{note.document, note.node}] = &note;
  for (std::size_t i = 0; i < choice->documents.size(); ++i) {
    const auto& planned = choice->documents[i];
    document::Paths paths(*planned.document);
    const auto number = static_cast<std::size_t>(planned.plan - choice->variant->documents.data());
    const auto at = std::find(again.plans.begin(), again.plans.end(), planned.plan);
    if (at == again.plans.end()) {
      out.findings.push_back(contradiction(paths, 0, nullptr, nullptr));
      usable = false;
      continue;
    }
    const auto& given = again.documents[static_cast<std::size_t>(at - again.plans.begin())];
    for (const auto& found : difference(*planned.document, given)) {
      if (found.entry.kind == Entry::Kind::absent)
        continue;  // added by a constant or default: nothing is lost
      const Correspondence* rule = index.in_charge(number, without_numbers(found.entry.path));
      const bool mapped = rule != nullptr && rule->def->only.empty() && rule->from.empty();
      const auto note = notes.find({i, found.wanted});
      const Note* told = note == notes.end() ? nullptr : note->second;
      const bool contradicted = told != nullptr && told->kind == Note::Kind::contradicted;
      if (contradicted || (supplement != nullptr && mapped && told == nullptr)) {
        out.findings.push_back(
            contradiction(paths, found.wanted, found.attribute, rule, contradicted ? told->text.en : ""));
        usable = false;
        continue;
      }
      out.findings.push_back(lost(paths, found.wanted, found.attribute, rule, why_lost(rule, told)));
    }
  }
  if (!usable) return out;
  if (supplement == nullptr) {
    document::Paths paths(back.message);
    add_defaults(back.traces, paths, out.findings);
  }
  out.documents.push_back({plan.bim_set, plan.bim_kind, std::move(back.message)});
  out.traces = std::move(back.traces);
  // Traces count the documents as they were planned; from here on as they came in.
  for (auto& trace : out.traces)
    for (std::size_t i = 0; i < cim.size(); ++i)
      if (choice->documents[trace.document].document == &cim[i].document) {
        trace.document = static_cast<std::uint32_t>(i);
        break;
      }
  return out;
}

}  // namespace cimgate::mapping
