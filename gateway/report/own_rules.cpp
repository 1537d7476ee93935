#include "gateway/report/own_rules.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/report/file_rules.hpp"
#include "gateway/report/json_parts.hpp"
#include "gateway/report/rule_texts.hpp"
#include "gateway/report/words.hpp"
#include "gateway/rules/versions.hpp"

namespace cimgate::report {
namespace {

std::string page_of(const std::string& id) {
  const auto kind = id.substr(0, id.find('.'));
  if (kind == "wellformed" || kind == "schema") return "docs/input.md";
  if (kind == "codes") return "docs/rule-files.md";
  if (kind == "market" || kind == "message") return "docs/market.md";
  return kind == "translation" ? "docs/supplement.md" : "docs/check.md";
}

Stage stage_of(const std::string& id) {
  const auto kind = id.substr(0, id.find('.'));
  for (const auto stage : {Stage::wellformed, Stage::schema, Stage::codes, Stage::message, Stage::market})
    if (kind == to_string(stage)) return stage;
  return Stage::translation;
}

void add_engine_rules(std::vector<OwnRule>& all) {
  for (const auto id : engine_rule_ids()) {
    auto text = *engine_rule(id);
    OwnRule rule;
    rule.id = id;
    rule.stage = stage_of(rule.id);
    rule.title = std::move(text.title);
    rule.help = help_of(rule.stage);
    rule.page = page_of(rule.id);
    all.push_back(std::move(rule));
  }
}

/// The entry of an id; a new one when the engine's table has none.
OwnRule& entry_of(std::vector<OwnRule>& all, const std::string& id) {
  const auto at = std::find_if(all.begin(), all.end(), [&](const OwnRule& rule) { return rule.id == id; });
  if (at != all.end()) return *at;
  all.push_back({});
  all.back().id = id;
  all.back().stage = stage_of(id);
  all.back().help = help_of(all.back().stage);
  return all.back();
}

void add_code_rules(const validation::CodeRules& rules, std::vector<OwnRule>& all) {
  for (const auto& identifier : rules.identifiers) {
    auto& rule = entry_of(all, identifier.id);
    if (rule.title.en.empty()) rule.title = in_general(identifier.wrong_check);
    rule.advice = in_general(identifier.advice);
    rule.severity = identifier.severity;
    rule.source = identifier.source;
    rule.page = "rules/identifiers.yaml";
  }
  auto& rule = entry_of(all, rules.agencies.id);
  if (rule.title.en.empty()) rule.title = in_general(rules.agencies.text);
  rule.advice = in_general(rules.agencies.advice);
  rule.severity = rules.agencies.severity;
  rule.page = "rules/list-agencies.yaml";
}

void add_change(const schema::Change& change, std::string_view version, const std::string& file,
                std::vector<OwnRule>& all) {
  auto& rule = entry_of(all, change.id);
  const auto what = rules::subject_of(change);
  const bool gone = change.came.empty() && !change.went.empty();
  if (rule.title.en.empty())
    rule.title = gone ? Text{fmt::format("{} is to go from EMIF ({})", what, version),
                             fmt::format("{} skal ut av EMIF ({})", what, version)}
                      : Text{fmt::format("{} came with EMIF {}", what, version),
                             fmt::format("{} kom med EMIF {}", what, version)};
  rule.stage = Stage::message;
  rule.help = {"Looked at when --emif names a version that does not know it.",
               "Kontrolleres når --emif oppgir en versjon som ikke har det."};
  rule.severity = Severity::warning;
  rule.source = {change.source_status, change.source_ref};
  rule.page = file;
}

void add_versions(const schema::Catalog& catalog, std::vector<OwnRule>& all) {
  for (const auto* versions : catalog.all_versions())
    for (const auto& version : versions->all)
      for (const auto& change : version.changes) {
        if (change.kind == schema::Change::Kind::simple_type) continue;
        add_change(change, version.name(), versions->file, all);
      }
}

/// A file of rules that cannot be read has a finding of its own name.
std::optional<OwnRule> unreadable_file(const Engine& engine, const std::string& id) {
  for (const auto& file : engine.rules().files()) {
    if (file.brs + ".rules" != id) continue;
    OwnRule rule;
    rule.id = id;
    rule.title = {"A rule file cannot be read", "En regelfil kan ikke leses"};
    rule.help = {"Otherwise its rules are unknown, and the message was not checked fully.",
                 "Ellers er reglene i den ukjente, og meldingen er ikke kontrollert ferdig."};
    rule.stage = file.stage;
    rule.page = file.path;
    return rule;
  }
  return std::nullopt;
}

}  // namespace

std::vector<OwnRule> own_rules(const Engine& engine) {
  std::vector<OwnRule> all;
  add_engine_rules(all);
  add_code_rules(*engine.code_rules, all);
  add_versions(*engine.catalog, all);
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return all;
}

std::optional<OwnRule> own_rule(const Engine& engine, const std::string& id) {
  for (auto& rule : own_rules(engine))
    if (rule.id == id) return std::move(rule);
  return unreadable_file(engine, id);
}

std::string own_rule_text(const OwnRule& rule, bool norwegian) {
  std::string text = fmt::format("{}\n  {}\n", rule.id, in(rule.title, norwegian));
  if (!rule.help.en.empty()) text += fmt::format("  {}\n", in(rule.help, norwegian));
  if (!rule.advice.en.empty()) text += fmt::format("  → {}\n", in(rule.advice, norwegian));
  text += fmt::format("\n{:<9} {}{}\n", norwegian ? "steg" : "stage", to_string(rule.stage),
                      rule.severity ? ", " + std::string(to_string(*rule.severity)) : "");
  if (!rule.source.ref.empty())
    text +=
        fmt::format("{:<9} {}: {}\n", norwegian ? "kilde" : "source", rule.source.status, rule.source.ref);
  return text + fmt::format("{:<9} {}\n", norwegian ? "mer" : "more", rule.page);
}

std::string own_rule_markdown(const OwnRule& rule) {
  std::string text = fmt::format("# {}\n\n{}. {}\n\n*{}. {}*\n", rule.id, rule.title.en, rule.help.en,
                                 rule.title.nb, rule.help.nb);
  if (!rule.advice.en.empty()) text += fmt::format("\n→ {}\n\n→ *{}*\n", rule.advice.en, rule.advice.nb);
  if (!rule.source.ref.empty())
    text += fmt::format("\nSource: {}: {}\n", rule.source.status, rule.source.ref);
  return text + fmt::format("\nMore: {}\n", rule.page);
}

std::string own_rule_json(const OwnRule& rule) {
  json::JsonOut out(true);
  out.begin_object();
  out.key("rules");
  out.begin_array();
  out.begin_object(json::JsonOut::Line::airy);
  out.member("id", rule.id);
  out.member("stage", to_string(rule.stage));
  add_list(out, "messages", {});
  add_list(out, "processes", {});
  if (rule.severity) out.member("severity", to_string(*rule.severity));
  add_text(out, "text", rule.title);
  add_text(out, "help", rule.help);
  if (!rule.advice.en.empty()) add_text(out, "advice", rule.advice);
  if (!rule.source.ref.empty()) add_source(out, rule.source.status, rule.source.ref);
  out.member("file", rule.page);
  out.end_object();
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

std::vector<std::string> names_of_rules(const Engine& engine) {
  std::vector<std::string> names;
  for (const auto& rule : engine.rules().rules()) {
    names.push_back(rule->id);
    names.push_back(rule->brs);
  }
  for (auto& rule : own_rules(engine)) names.push_back(std::move(rule.id));
  return names;
}

}  // namespace cimgate::report
