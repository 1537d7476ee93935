#include "gateway/report/rule_listing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "gateway/report/json_parts.hpp"

namespace cimgate::report {
namespace {

std::string code_of(const rules::RuleDef& rule) {
  return rule.code ? fmt::format("{} ({})", rule.code->value, rule.code->agency) : std::string("–");
}

std::string days_of(const rules::RuleDef& rule) {
  if (rule.from && rule.to) return rules::to_text(*rule.from) + " – " + rules::to_text(*rule.to);
  if (rule.from) return "from " + rules::to_text(*rule.from);
  if (rule.to) return "until " + rules::to_text(*rule.to);
  return {};
}

std::string processes_of(const rules::RuleDef& rule) {
  return rule.processes.empty() ? std::string("any") : fmt::format("{}", fmt::join(rule.processes, ", "));
}

/// Counts over a list of rules.
struct Counts {
  std::set<std::string> codes, files;
  std::size_t published = 0;
  std::size_t assumed = 0;
  std::size_t without_examples = 0;

  explicit Counts(const RuleList& rules) {
    for (const auto& rule : rules) {
      if (rule->code) codes.insert(rule->code->value);
      files.insert(rule->file);
      ++(rule->source.status == "assumed" ? assumed : published);
      if (rule->pass.empty() || rule->fail.empty()) ++without_examples;
    }
  }
};

const std::string made_by =
    "<!-- Made by scripts/update-rule-pages from the rule files: change those. -->\n\n";

std::string title_of(const std::string& brs, const rules::RuleBook& book) {
  for (const auto& file : book.files())
    if (file.brs == brs && !file.title.en.empty()) return file.title.en;
  return brs;
}

/// A bar would end a cell of a table.
std::string cell(std::string text) {
  for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
    text.insert(at, "\\");
  return text;
}

}  // namespace

std::string rules_table(const RuleList& rules) {
  std::string text;
  std::size_t width = 0;
  for (const auto& rule : rules) width = std::max(width, rule->id.size());
  for (const auto& rule : rules) {
    std::string line =
        fmt::format("{:<{}}  {:<11} {:<8} {:<8} {:<10} {}", rule->id, width, code_of(*rule),
                    to_string(rule->stage), to_string(rule->severity), rule->source.status, days_of(*rule));
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  const Counts counts(rules);
  return text + fmt::format("\n{} rules in {} files · {} codes used · {} published, {} assumed · {}\n",
                            rules.size(), counts.files.size(), counts.codes.size(), counts.published,
                            counts.assumed,
                            counts.without_examples == 0
                                ? std::string("all with examples")
                                : fmt::format("{} without examples", counts.without_examples));
}

std::string rules_json(const RuleList& rules) {
  json::JsonOut out(true);
  const auto days = [&](const char* name, const std::optional<rules::Day>& day) {
    if (day) out.member(name, rules::to_text(*day));
  };
  out.begin_object();
  out.key("rules");
  out.begin_array();
  for (const auto& one : rules) {
    const auto& rule = *one;
    out.begin_object(json::JsonOut::Line::airy);
    out.member("id", rule.id);
    out.member("stage", to_string(rule.stage));
    add_list(out, "messages", rule.messages);
    add_list(out, "processes", rule.processes);
    out.member("severity", to_string(rule.severity));
    if (!rule.number.empty()) out.member("number", rule.number);
    if (rule.code) add_code(out, *rule.code);
    days("from", rule.from);
    days("to", rule.to);
    add_text(out, "text", rule.text);
    if (!rule.advice.en.empty()) add_text(out, "advice", rule.advice);
    add_source(out, rule.source.status, rule.source.ref);
    out.key("examples");
    out.begin_object();
    out.member("pass", rule.pass.size());
    out.member("fail", rule.fail.size());
    out.end_object();
    out.member("file", rule.file);
    out.member("line", rule.line);
    out.end_object();
  }
  out.end_array();
  const Counts counts(rules);
  out.key("summary");
  out.begin_object(json::JsonOut::Line::airy);
  out.member("rules", rules.size());
  out.member("files", counts.files.size());
  out.member("codes", counts.codes.size());
  out.member("published", counts.published);
  out.member("assumed", counts.assumed);
  out.member("withoutExamples", counts.without_examples);
  out.end_object();
  out.end_object();
  return std::move(out).take();
}

std::string rules_index(const RuleList& rules, const rules::RuleBook& book) {
  std::string text = made_by + "# Rules\n\n";
  const Counts counts(rules);
  text += fmt::format(
      "{} rules with {} codes; {} published, {} assumed. What the codes mean: [codes](codes.md).\n\n",
      rules.size(), counts.codes.size(), counts.published, counts.assumed);
  text += "| page | about | rules | codes |\n|---|---|---|---|\n";
  std::map<std::string, RuleList> pages;
  for (const auto& rule : rules) pages[rule->brs].push_back(rule);
  for (const auto& [brs, of_page] : pages) {
    const Counts here(of_page);
    text += fmt::format("| [{}]({}.md) | {} | {} | {} |\n", brs, brs, title_of(brs, book), of_page.size(),
                        fmt::join(here.codes, ", "));
  }
  return text;
}

std::string rule_text(const rules::RuleDef& rule, const rules::RuleBook& book, std::string_view condition,
                      bool norwegian) {
  const auto in_words = [&](const Text& text) { return norwegian ? text.nb : text.en; };
  std::string text = fmt::format("{}\n  {}\n", rule.id, in_words(rule.text));
  if (!rule.advice.en.empty()) text += fmt::format("  → {}\n", in_words(rule.advice));
  text += '\n';
  if (rule.code) {
    text += fmt::format("code      {}", code_of(rule));
    const auto* reason = book.reasons_of(rule).find(rule.code->value);
    if (reason != nullptr && reason->known()) text += "  " + in_words(reason->meaning);
    text += '\n';
  }
  text += fmt::format("messages  {}\nprocess   {}\nstage     {}, {}\n", fmt::join(rule.messages, ", "),
                      processes_of(rule), to_string(rule.stage), to_string(rule.severity));
  if (const auto days = days_of(rule); !days.empty()) text += fmt::format("valid     {}\n", days);
  text += fmt::format("source    {}: {}{}\n", rule.source.status, rule.source.ref,
                      rule.number.empty() ? "" : ", rule " + rule.number);
  text += fmt::format("examples  {} that pass, {} that fail\n", rule.pass.size(), rule.fail.size());
  return text + fmt::format("\n{}:{}\n{}", rule.file, rule.line, condition);
}

std::string rules_page(const RuleList& rules, const rules::RuleBook& book,
                       const std::vector<std::string>& conditions) {
  if (rules.empty()) return {};
  const auto& brs = rules.front()->brs;
  const auto title = title_of(brs, book);
  std::string text =
      made_by + fmt::format("# {}\n\n| rule | code | stage | valid | source |\n|---|---|---|---|---|\n",
                            brs == "common" ? title : brs + ": " + title);
  for (const auto& rule : rules) {
    auto anchor = rule->id;
    std::transform(anchor.begin(), anchor.end(), anchor.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    std::erase(anchor, '.');
    text += fmt::format("| [{}](#{}) | {} | {} | {} | {} |\n", rule->id, anchor, code_of(*rule),
                        to_string(rule->stage), days_of(*rule).empty() ? "always" : days_of(*rule),
                        rule->source.status);
  }
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const auto& rule = *rules[i];
    text += fmt::format("\n## {}\n\n", rule.id);
    text += fmt::format("{}\n\n*{}*\n\n", rule.text.en, rule.text.nb);
    if (!rule.advice.en.empty()) text += fmt::format("→ {}\n\n→ *{}*\n\n", rule.advice.en, rule.advice.nb);
    text += "| | |\n|---|---|\n";
    if (rule.code) {
      const auto* reason = book.reasons_of(rule).find(rule.code->value);
      text += fmt::format("| code | {}{} |\n", code_of(rule),
                          reason != nullptr && reason->known() ? ": " + cell(reason->meaning.en) : "");
    }
    text += fmt::format("| messages | {} |\n| process | {} |\n| stage | {}, {} |\n",
                        fmt::join(rule.messages, ", "), processes_of(rule), to_string(rule.stage),
                        to_string(rule.severity));
    if (const auto days = days_of(rule); !days.empty()) text += fmt::format("| valid | {} |\n", days);
    text += fmt::format("| source | {}: {}{} |\n", rule.source.status, cell(rule.source.ref),
                        rule.number.empty() ? "" : ", rule " + rule.number);
    text += fmt::format("\n```yaml\n# {}:{}\n{}```\n", rule.file, rule.line, conditions[i]);
  }
  return text;
}

std::string rules_difference(const RuleList& rules, rules::Day from, rules::Day to, bool json) {
  std::vector<std::string> gone, come;
  std::string lines;
  for (const auto& rule : rules) {
    const bool before = rule->holds_on(from);
    const bool after = rule->holds_on(to);
    if (before == after) continue;
    (before ? gone : come).push_back(rule->id);
    lines += fmt::format("{} {}  {}  {}\n", before ? '-' : '+', rule->id, code_of(*rule), days_of(*rule));
  }
  if (json) {
    json::JsonOut out(true);
    out.begin_object(json::JsonOut::Line::airy);
    out.member("from", rules::to_text(from));
    out.member("to", rules::to_text(to));
    add_list(out, "gone", gone);
    add_list(out, "come", come);
    out.end_object();
    return std::move(out).take();
  }
  if (lines.empty())
    return fmt::format("the same rules hold on {} and on {}\n", rules::to_text(from), rules::to_text(to));
  return lines;
}

std::string excerpt(std::string_view file_text, const rules::RuleDef& rule) {
  std::string text;
  std::uint32_t line = 0;
  while (!file_text.empty()) {
    const auto end = file_text.find('\n');
    const auto one = file_text.substr(0, end);
    file_text = end == std::string_view::npos ? std::string_view() : file_text.substr(end + 1);
    if (++line < rule.line) continue;
    if (line > rule.line && !one.starts_with("    ") && !one.empty()) break;
    text += std::string(one) + '\n';
  }
  while (text.ends_with("\n\n")) text.pop_back();
  return text;
}

std::string reasons_table(const rules::ReasonTable& table, bool norwegian) {
  std::string text;
  std::size_t known = 0;
  for (const auto& reason : table.reasons) {
    const auto& meaning = norwegian ? reason.meaning.nb : reason.meaning.en;
    if (reason.known()) ++known;
    text += fmt::format("{:<6} {:<4} {:<5} {:<38} {}\n", reason.code.value, reason.code.agency,
                        (reason.cim_exact ? "" : "~") + reason.cim, reason.problem,
                        reason.known() ? meaning
                        : norwegian    ? "ukjent"
                                       : "unknown");
  }
  return text + fmt::format("\n{} codes · {} with a public meaning, {} without\n", table.reasons.size(),
                            known, table.reasons.size() - known);
}

std::string reasons_page(const rules::ReasonTable& table, const RuleList& rules) {
  std::string text =
      made_by +
      "# Reason codes\n\nEvery code of the market's list. Where nothing public says what a code means, it is "
      "unknown here too. CIM: the reason code that says the same, or (~) nearest the same.\n\n"
      "| code | agency | name | meaning | CIM | problem type | rules |\n|---|---|---|---|---|---|---|\n";
  for (const auto& reason : table.reasons) {
    std::set<std::string> users;
    for (const auto& rule : rules)
      if (rule->code && rule->code->value == reason.code.value)
        users.insert(fmt::format("[{0}]({0}.md)", rule->brs));
    text += fmt::format("| {} | {} | {} | {} | {}{} | {} | {} |\n", reason.code.value, reason.code.agency,
                        cell(reason.name.en), reason.known() ? cell(reason.meaning.en) : "unknown",
                        reason.cim_exact ? "" : "~", reason.cim, reason.problem, fmt::join(users, ", "));
  }
  return text;
}

std::string reasons_json(const std::vector<const rules::Reason*>& reasons) {
  json::JsonOut out(true);
  out.begin_object();
  out.key("reasons");
  out.begin_array();
  for (const auto* one : reasons) {
    const auto& reason = *one;
    out.begin_object(json::JsonOut::Line::airy);
    out.member("code", reason.code.value);
    out.member("agency", reason.code.agency);
    if (!reason.name.en.empty()) add_text(out, "name", reason.name);
    if (reason.known()) {
      add_text(out, "meaning", reason.meaning);
    } else {
      out.key("meaning");
      out.literal("null");
    }
    out.key("cim");
    out.begin_object();
    out.member("code", reason.cim);
    out.member("exact", reason.cim_exact);
    out.end_object();
    out.member("problem", reason.problem);
    out.member("metric", reason.metric);
    if (reason.known()) add_source(out, reason.source.status, reason.source.ref);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

std::string reason_text(const rules::Reason& reason, const RuleList& rules, bool norwegian) {
  std::string text = fmt::format("{} ({})\n", reason.code.value, reason.code.agency);
  const auto line = [&](const char* name, const std::string& value) {
    if (!value.empty()) text += fmt::format("  {:<9} {}\n", name, value);
  };
  line("name", norwegian ? reason.name.nb : reason.name.en);
  line("meaning", !reason.known() ? "unknown" : norwegian ? reason.meaning.nb : reason.meaning.en);
  line("CIM", reason.cim + (reason.cim_exact ? "" : " (the nearest)"));
  line("problem", reason.problem);
  line("metric", reason.metric);
  if (reason.known()) line("source", reason.source.status + ": " + reason.source.ref);
  std::string users;
  for (const auto& rule : rules)
    if (rule->code && rule->code->value == reason.code.value) users += (users.empty() ? "" : ", ") + rule->id;
  line("rules", users.empty() ? "none" : users);
  return text;
}

}  // namespace cimgate::report
