#include "gateway/report/refusal.hpp"

#include <fmt/format.h>

#include "gateway/report/findings_json.hpp"
#include "gateway/report/json_parts.hpp"
#include "gateway/report/words.hpp"

namespace cimgate::report {
namespace {

using FindingsOfRule = std::vector<const Finding*>;

FindingsOfRule findings_of(const RefusedMessage& refused, const rules::RuleDef& rule) {
  FindingsOfRule found;
  for (const auto& finding : refused.checked.findings)
    if (finding.rule == rule.id) found.push_back(&finding);
  return found;
}

/// "from 2026-03-22 · assumed: …"
std::string ground_of(const rules::RuleDef& rule, bool norwegian) {
  std::string text;
  if (rule.from) text += fmt::format("{} {} · ", norwegian ? "fra" : "from", rules::to_text(*rule.from));
  return text + fmt::format("{}: {}", rule.source.status, rule.source.ref);
}

std::string rule_lines(const rules::RuleDef& rule, bool norwegian) {
  std::string text = fmt::format("  {}: {}\n", rule.id, in(rule.text, norwegian));
  if (!rule.advice.en.empty()) text += fmt::format("    → {}\n", in(rule.advice, norwegian));
  return text + fmt::format("    {}\n", ground_of(rule, norwegian));
}

std::string broken_lines(const RefusedMessage& refused, const rules::RuleDef& rule, const Finding& finding,
                         bool norwegian) {
  const auto place = fmt::format("{}:{}:{}", refused.file, finding.line, finding.column);
  auto text = fmt::format("  {}: {}: {}\n    {}\n", rule.id, in(word_of(finding), norwegian),
                          in(finding.text, norwegian), place);
  if (!finding.advice.en.empty()) text += fmt::format("    → {}\n", in(finding.advice, norwegian));
  return text + fmt::format("    {}\n", ground_of(rule, norwegian));
}

std::string with_request(const RefusalReason& reason, const RefusedMessage& refused, bool norwegian) {
  std::string text;
  std::vector<std::string> kept;
  for (const auto& rule : reason.rules) {
    const auto found = findings_of(refused, *rule);
    for (const auto* finding : found) text += broken_lines(refused, *rule, *finding, norwegian);
    if (found.empty()) kept.push_back(rule->id);
  }
  if (!kept.empty())
    text += fmt::format("  {} {}: {}\n", norwegian ? "Ikke brutt av" : "Not broken by", refused.file,
                        fmt::join(kept, ", "));
  return text;
}

std::string reason_lines(const Refusal& refusal, const RefusalReason& reason, const RefusedMessage* refused,
                         bool norwegian) {
  std::string text = reason.code;
  if (const auto* known = reason.reason) {
    text += fmt::format(" ({})", known->code.agency);
    std::string meaning = in(known->name, norwegian);
    if (known->known()) meaning += (meaning.empty() ? "" : ". ") + in(known->meaning, norwegian);
    if (!meaning.empty()) text += ": " + meaning;
  }
  text += '\n';
  if (reason.rules.empty())
    return text +
           (norwegian
                ? fmt::format("  Ingen regel i cimgate gir denne koden i {}: den som svarte, vet hvorfor.\n",
                              refusal.process)
                : fmt::format("  No rule of cimgate gives this code in {}: whoever answered knows why.\n",
                              refusal.process));
  if (refused != nullptr) return text + with_request(reason, *refused, norwegian);
  if (reason.rules.size() > 1)
    text += norwegian ? "  En av disse reglene; --request viser hvilken:\n"
                      : "  One of these rules; --request shows which:\n";
  for (const auto& rule : reason.rules) text += rule_lines(*rule, norwegian);
  return text;
}

}  // namespace

std::string refusal_text(const std::string& file, const Refusal& refusal, const RefusedMessage* refused,
                         bool norwegian) {
  auto text = fmt::format("{}: {}", file, refusal.message);
  if (!refusal.process.empty()) text += " · " + refusal.process;
  if (refusal.reasons.empty())
    return text + (norwegian ? " · avviser ingenting: meldingen har ingen feilkode\n"
                             : " · refuses nothing: the message has no reason code\n");
  std::string before;
  for (const auto& reason : refusal.reasons) {
    if (reason.refused != before)
      text += fmt::format(" · {} {}", norwegian ? "avviser" : "refuses", reason.refused);
    before = reason.refused;
    text += fmt::format("\n\n{}", reason_lines(refusal, reason, refused, norwegian));
    text.pop_back();
  }
  return text + '\n';
}

void append_refusal(json::JsonOut& out, const Refusal& refusal, const RefusedMessage* refused,
                    bool norwegian_advice) {
  out.begin_object();
  out.member("message", refusal.message);
  out.member("process", refusal.process);
  out.begin_array("reasons");
  for (const auto& reason : refusal.reasons) {
    out.begin_object();
    out.member("code", reason.code);
    if (reason.reason != nullptr) {
      out.member("agency", reason.reason->code.agency);
      add_text(out, "name", reason.reason->name);
      add_text(out, "meaning", reason.reason->meaning);
    }
    out.member("refused", reason.refused);
    if (reason.line != 0) {
      out.member("line", reason.line);
      out.member("column", reason.column);
    }
    out.begin_array("rules");
    for (const auto& rule : reason.rules) {
      out.begin_object();
      out.member("id", rule->id);
      out.member("stage", to_string(rule->stage));
      out.member("severity", to_string(rule->severity));
      add_text(out, "text", rule->text);
      if (!rule->advice.en.empty()) add_text(out, "advice", rule->advice);
      if (rule->from) out.member("from", rules::to_text(*rule->from));
      add_source(out, rule->source.status, rule->source.ref);
      if (refused != nullptr) {
        out.begin_array("findings");
        for (const auto* finding : findings_of(*refused, *rule))
          append_finding(out, *finding, norwegian_advice);
        out.end_array();
      }
      out.end_object();
    }
    out.end_array();
    out.end_object();
  }
  out.end_array();
  out.end_object();
}

}  // namespace cimgate::report
