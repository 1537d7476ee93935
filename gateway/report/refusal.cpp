#include "gateway/report/refusal.hpp"

#include <fmt/format.h>

#include "gateway/report/findings_json.hpp"
#include "gateway/report/json_parts.hpp"
#include "gateway/report/words.hpp"
#include "gateway/rules/rule_book.hpp"

namespace cimgate::report {
namespace {

using Kind = Standing::Kind;

/// A text of a rule with what only a message has left out: "its status is …".
std::string without_values(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text[at] == '{' ? text.find('}', at) : std::string::npos;
    out += end == std::string::npos ? std::string(1, text[at]) : "…";
    at = end == std::string::npos ? at + 1 : end + 1;
  }
  return out;
}

class Teller {
 public:
  Teller(const Refusal& refusal, const rules::RuleBook& book, const RefusedMessage* request, bool norwegian)
      : refusal_(refusal), book_(book), request_(request), norwegian_(norwegian) {}

  std::string text(const std::string& file) const {
    auto head = fmt::format("{}: {}", file, refusal_.message);
    if (!refusal_.process.empty()) head += " · " + refusal_.process;
    if (refusal_.refused.empty()) return head + say({" · refuses nothing\n", " · avviser ingenting\n"});
    std::string all;
    for (const auto& refused : refusal_.refused) {
      all += fmt::format("{}{} · {} {}", all.empty() ? "" : "\n", head, say({"refuses", "avviser"}),
                         refused.message.empty() ? "…" : refused.message);
      if (!refused.part.empty()) all += fmt::format(", {} {}", say({"part", "del"}), refused.part);
      all += '\n';
      if (refused.reasons.empty()) all += say({"  without a reason code\n", "  uten feilkode\n"});
      for (const auto& reason : refused.reasons) all += '\n' + reason_lines(refused, reason);
    }
    return all;
  }

 private:
  const std::string& say(const Text& text) const { return in(text, norwegian_); }

  /// "from 2026-03-22 · assumed: …"
  std::string ground_of(const rules::RuleDef& rule) const {
    std::string text;
    if (rule.from) text += fmt::format("{} {} · ", say({"from", "fra"}), rules::to_text(*rule.from));
    return text + fmt::format("{}: {}", rule.source.status, rule.source.ref);
  }

  std::string rule_lines(const rules::RuleDef& rule) const {
    auto text = fmt::format("  {}: {}\n", rule.id, without_values(say(rule.text)));
    if (!rule.advice.en.empty()) text += fmt::format("    → {}\n", without_values(say(rule.advice)));
    return text + fmt::format("    {}\n", ground_of(rule));
  }

  std::string finding_lines(const rules::RuleDef& rule, const Finding& finding) const {
    auto text = fmt::format("  {}: {}: {}\n", rule.id, say(word_of(finding)), say(finding.text));
    if (request_->was_cim)
      text += fmt::format("    {} {}\n", say({"at", "ved"}), finding.xpath);
    else
      text += fmt::format("    {}:{}:{}\n", request_->file, finding.line, finding.column);
    if (!finding.advice.en.empty()) text += fmt::format("    → {}\n", say(finding.advice));
    return text + fmt::format("    {}\n", ground_of(rule));
  }

  std::string with_request(const Refused& refused, const RefusalReason& reason) const {
    std::string text, open;
    std::vector<std::string> kept;
    for (const auto& rule : reason.rules) {
      const auto standing = standing_of(book_, *rule, request_->checked, request_->with_market, refused.part);
      for (const auto* finding : standing.findings) text += finding_lines(*rule, *finding);
      if (standing.kind == Kind::kept) kept.push_back(rule->id);
      if (standing.kind == Kind::not_checked && standing.findings.empty())
        open += fmt::format("  {}: {}: {}\n", rule->id, say({"not checked", "ikke kontrollert"}),
                            say(standing.why));
    }
    text += open;
    if (!kept.empty())
      text += fmt::format("  {} {}: {}\n", say({"Not broken by", "Ikke brutt av"}), request_->file,
                          fmt::join(kept, ", "));
    return text.empty() ? nobody_knows() : text;
  }

  std::string nobody_knows() const {
    return norwegian_
               ? fmt::format("  Ingen regel i cimgate gir denne koden i {}: den som svarte, vet hvorfor.\n",
                             refusal_.process)
               : fmt::format("  No rule of cimgate gives this code in {}: whoever answered knows why.\n",
                             refusal_.process);
  }

  std::string reason_lines(const Refused& refused, const RefusalReason& reason) const {
    std::string text = reason.code;
    if (const auto* known = reason.reason) {
      text += fmt::format(" ({})", known->code.agency);
      std::string meaning = say(known->name);
      if (known->known()) meaning += (meaning.empty() ? "" : ". ") + say(known->meaning);
      if (!meaning.empty()) text += ": " + meaning;
    }
    text += '\n';
    if (reason.rules.empty()) return text + nobody_knows();
    if (request_ != nullptr) return text + with_request(refused, reason);
    if (reason.rules.size() > 1)
      text += say({"  One of these rules; --request shows which:\n",
                   "  En av disse reglene; --request viser hvilken:\n"});
    for (const auto& rule : reason.rules) text += rule_lines(*rule);
    return text;
  }

  const Refusal& refusal_;
  const rules::RuleBook& book_;
  const RefusedMessage* request_;
  bool norwegian_;
};

std::string_view word_of(Kind kind) {
  switch (kind) {
    case Kind::broken:
      return "broken";
    case Kind::not_checked:
      return "not-checked";
    case Kind::kept:
      return "not-broken";
    case Kind::none:
      break;
  }
  return "other-message";
}

void append_rule(json::JsonOut& out, const rules::RuleDef& rule, const rules::RuleBook& book,
                 const Refused& refused, const RefusedMessage* request, bool norwegian_advice) {
  out.begin_object();
  out.member("id", rule.id);
  out.member("stage", to_string(rule.stage));
  out.member("severity", to_string(rule.severity));
  add_text(out, "text", rule.text);
  if (!rule.advice.en.empty()) add_text(out, "advice", rule.advice);
  if (rule.from) out.member("from", rules::to_text(*rule.from));
  add_source(out, rule.source.status, rule.source.ref);
  if (request != nullptr) {
    const auto standing = standing_of(book, rule, request->checked, request->with_market, refused.part);
    out.member("standing", word_of(standing.kind));
    if (!standing.why.en.empty()) add_text(out, "why", standing.why);
    out.begin_array("findings");
    for (const auto* finding : standing.findings) append_finding(out, *finding, norwegian_advice);
    out.end_array();
  }
  out.end_object();
}

}  // namespace

std::string refusal_text(const std::string& file, const Refusal& refusal, const rules::RuleBook& book,
                         const RefusedMessage* request, bool norwegian) {
  return Teller(refusal, book, request, norwegian).text(file);
}

void append_refusal(json::JsonOut& out, const Refusal& refusal, const rules::RuleBook& book,
                    const RefusedMessage* request, bool norwegian_advice) {
  out.begin_object();
  out.member("message", refusal.message);
  out.member("process", refusal.process);
  out.begin_array("refused");
  for (const auto& refused : refusal.refused) {
    out.begin_object();
    out.member("message", refused.message);
    if (!refused.part.empty()) out.member("part", refused.part);
    out.begin_array("reasons");
    for (const auto& reason : refused.reasons) {
      out.begin_object();
      out.member("code", reason.code);
      if (reason.reason != nullptr) {
        out.member("agency", reason.reason->code.agency);
        add_text(out, "name", reason.reason->name);
        add_text(out, "meaning", reason.reason->meaning);
      }
      if (reason.line != 0) {
        out.member("line", reason.line);
        out.member("column", reason.column);
      }
      out.begin_array("rules");
      for (const auto& rule : reason.rules) append_rule(out, *rule, book, refused, request, norwegian_advice);
      out.end_array();
      out.end_object();
    }
    out.end_array();
    out.end_object();
  }
  out.end_array();
  out.end_object();
}

}  // namespace cimgate::report
