#include "gateway/mapping/translation_findings.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

namespace cimgate::mapping {
namespace {

using document::Document;
using document::NodeId;

std::string name_of(const Document& document, NodeId node, const schema::Attribute* attribute) {
  std::string name(document[node].name);
  if (attribute != nullptr) name += "/@" + attribute->name;
  return name;
}

}  // namespace

Finding finding_at(std::string rule_id, Severity severity, document::Paths& paths, NodeId node,
                   const Correspondence* rule) {
  const Document& document = paths.document();
  Finding finding;
  finding.rule = std::move(rule_id);
  finding.stage = Stage::translation;
  finding.severity = severity;
  if (node != document::no_node) {
    finding.line = document[node].position.line;
    finding.column = document[node].position.column;
    finding.xpath = paths.path(node);
  }
  if (rule != nullptr)
    finding.source = {"assumed", fmt::format("{}:{}", rule->def->origin.file, rule->def->origin.line)};
  return finding;
}

void tell_policy(const Correspondence& rule, const std::string& policy, std::size_t times, Finding& finding) {
  const std::string target = rule.cim ? schema_path(*rule.cim) : std::string();
  finding.text.en = fmt::format("{} is filled in by the mapping (assumed): {}", target, policy);
  const auto& def = *rule.def;
  finding.text.nb = fmt::format("{} er fylt inn av oversettelsen (antatt): {}", target,
                                policy == def.policy ? def.nb.policy : policy);
  if (times < 2) return;
  finding.text.en += fmt::format(" ({} times)", times);
  finding.text.nb += fmt::format(" ({} ganger)", times);
}

void add_policies(const std::vector<Note>& notes, document::Paths& bim, std::vector<Finding>& findings) {
  struct Seen {
    std::size_t finding = 0;
    std::size_t times = 0;
    const Note* first = nullptr;
  };
  std::map<const CorrespondenceDef*, Seen> seen;
  for (const auto& note : notes) {
    if (note.kind != Note::Kind::policy) continue;
    auto& of_rule = seen[note.rule->def];
    if (++of_rule.times > 1) continue;
    of_rule.finding = findings.size();
    of_rule.first = &note;
    findings.push_back(finding_at("translation.policy", Severity::info, bim, note.node, note.rule));
  }
  for (const auto& [rule, of_rule] : seen)
    tell_policy(*of_rule.first->rule, of_rule.first->text.en, of_rule.times, findings[of_rule.finding]);
}

void add_defaults(const Traces& traces, document::Paths& paths, std::vector<Finding>& findings) {
  const Document& bim = paths.document();
  std::set<const CorrespondenceDef*> told;
  for (const auto& trace : traces) {
    // The attributes of a value go along with it.
    if (trace.how != Trace::How::standard || trace.attribute != nullptr || bim.is_removed(trace.target))
      continue;
    if (trace.rule->def->said_by_alternative) continue;
    if (!told.insert(trace.rule->def).second) continue;
    auto finding = finding_at("translation.default", Severity::info, paths, document::no_node, trace.rule);
    const std::string name(bim[trace.target].name);
    if (trace.computed->kind == SourceDef::Kind::constant) {
      finding.text.en =
          fmt::format("{} is assumed to be {}: the documents do not give it", name, trace.computed->constant);
      finding.text.nb =
          fmt::format("{} er satt til {}: dokumentene sier det ikke", name, trace.computed->constant);
    } else {
      finding.text.en =
          fmt::format("{} comes from {}: the documents do not give it", name, trace.computed->path.text);
      finding.text.nb =
          fmt::format("{} er hentet fra {}: dokumentene sier det ikke", name, trace.computed->path.text);
    }
    finding.xpath = paths.path(trace.target);
    findings.push_back(std::move(finding));
  }
}

Finding unplaced(const Note& note, document::Paths& paths) {
  auto finding = finding_at("translation.unplaced", Severity::error, paths, note.node, note.rule);
  finding.text.en = fmt::format("the target format has no place for this value: {}", note.text.en);
  finding.text.nb = fmt::format("verdien kan ikke uttrykkes i målformatet: {}", note.text.nb);
  return finding;
}

Finding lost(document::Paths& cim, NodeId node, const schema::Attribute* attribute,
             const Correspondence* rule, const Text& why) {
  auto finding = finding_at("translation.lost", Severity::error, cim, node, rule);
  finding.text.en =
      fmt::format("{} is not in the BIM message: {}", name_of(cim.document(), node, attribute), why.en);
  finding.text.nb =
      fmt::format("{} er ikke med i BIM-meldingen: {}", name_of(cim.document(), node, attribute), why.nb);
  finding.advice = {"Send what is lost another way, or leave it out of the document.",
                    "Send det som går tapt på en annen måte, eller ta det ut av dokumentet."};
  return finding;
}

Finding contradiction(document::Paths& cim, NodeId node, const schema::Attribute* attribute,
                      const Correspondence* rule, const std::string& other) {
  auto finding = finding_at("translation.contradiction", Severity::error, cim, node, rule);
  const std::string name = name_of(cim.document(), node, attribute);
  finding.text.en =
      fmt::format("{} says something else than {}", name, other.empty() ? "the rest of the bundle" : other);
  finding.text.nb = fmt::format("{} sier noe annet enn {}", name, other.empty() ? "resten av pakken" : other);
  finding.advice = {
      "Change it in the supplement and the companion documents too, or leave the supplement out.",
      "Endre det også i tillegget og følgedokumentene, eller utelat tillegget."};
  return finding;
}

Finding unknown_content(document::Paths& paths, const conformance::Violation& violation,
                        const Correspondence* rule, const Text& why, const MappingDef& mapping) {
  const auto& bim = paths.document();
  Finding finding = finding_at("translation.unknown", Severity::error, paths, document::no_node, rule);
  finding.xpath = paths.path(violation.node);
  if (rule == nullptr) finding.source = {{}, to_string(yaml::Mistake{mapping.origin, {}})};
  if (violation.kind == conformance::Violation::Kind::bad_value) {
    const auto name = bim[violation.node].name;
    finding.text.en =
        fmt::format("what the documents say of {} may not stand in the BIM message: expected {}", name,
                    violation.expected);
    finding.text.nb =
        fmt::format("det dokumentene sier om {} kan ikke stå i BIM-meldingen: forventet {}", name,
                    violation.expected_nb.empty() ? violation.expected : violation.expected_nb);
    finding.advice = {"Correct the value in the documents.", "Rett verdien i dokumentene."};
    return finding;
  }
  const std::string what = violation.kind == conformance::Violation::Kind::missing_element ||
                                   violation.kind == conformance::Violation::Kind::missing_attribute
                               ? violation.expected
                               : std::string(bim[violation.node].name);
  finding.text.en = fmt::format("the BIM message must have {}, and the documents do not say it{}{}", what,
                                why.en.empty() ? "" : ": ", why.en);
  finding.text.nb = fmt::format("BIM-meldingen må ha {}, og dokumentene sier det ikke{}{}", what,
                                why.nb.empty() ? "" : ": ", why.nb);
  finding.advice = {"Translate the bundle together with its supplement.",
                    "Oversett pakken sammen med tillegget sitt."};
  return finding;
}

Finding fault(std::string rule_id, std::string en, std::string nb) {
  Finding finding;
  finding.rule = std::move(rule_id);
  finding.stage = Stage::translation;
  finding.outcome = Outcome::undetermined;
  finding.text = {std::move(en), std::move(nb)};
  finding.advice = {
      "This is a fault in cimgate, not in the message. Please report it with the rule and path above.",
      "Dette er en feil i cimgate, ikke i meldingen. Meld fra med regelen og stien over."};
  return finding;
}

Finding not_translated(const std::string& names, const std::string& set, const MappingDef& mapping) {
  auto finding = refused(
      "translation.other-schema",
      {fmt::format("{} was not translated: the mapping is written for {}, and this is {}", names,
                   mapping.schema, set),
       fmt::format("{} ble ikke oversatt: tilordningen er skrevet for {}, og dette er {}", names,
                   mapping.schema, set)},
      {fmt::format("If the message is of that version, too, say so with --schema {}.", mapping.schema),
       fmt::format("Hvis meldingen også er av den versjonen, oppgi det med --schema {}.", mapping.schema)});
  finding.outcome = Outcome::undetermined;
  finding.source = {{}, to_string(yaml::Mistake{mapping.origin, {}})};
  return finding;
}

Finding not_translated(const document::Message& bim, const MappingDef& mapping) {
  auto finding = not_translated(bim.kind->root.local, bim.set->id, mapping);
  finding.xpath = '/' + bim.kind->root.local;
  finding.line = bim.document.root().position.line;
  finding.column = bim.document.root().position.column;
  return finding;
}

Finding refused(std::string rule_id, Text text, Text advice) {
  Finding finding;
  finding.rule = std::move(rule_id);
  finding.stage = Stage::translation;
  finding.text = std::move(text);
  finding.advice = std::move(advice);
  return finding;
}

}  // namespace cimgate::mapping
