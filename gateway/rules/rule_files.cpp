#include "gateway/rules/rule_files.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cimgate::rules {
namespace {

using validation::RuleFile;

/// What the rules of a file share.
struct Head {
  std::string brs, base;
  std::vector<std::string> messages, processes;
  yaml::Node when, ask;
  Stage stage = Stage::message;
};

class Reader {
 public:
  Reader(RuleFile& file, const ReasonTable* reasons, const std::vector<std::string>& all_messages)
      : file_(file), reasons_(reasons), all_messages_(all_messages) {}

  RuleFileDef read() {
    RuleFileDef def;
    def.path = file_.path();
    const auto slash = def.path.rfind('/');
    def.brs = def.path.substr(slash + 1, def.path.size() - slash - 1 - std::string_view(".yaml").size());
    def.stage = def.path.find("/market/") != std::string::npos ? Stage::market : Stage::message;
    const auto& root = file_.root();
    if (!root.is_map()) {
      def.readable = false;
      return def;
    }
    file_.check_keys(root, {"brs", "title", "message", "process", "when", "ask", "base", "rules"});
    const auto brs = file_.text(root, "brs");
    if (!brs.empty() && brs != def.brs)
      file_.error(root["brs"], fmt::format("the file is named after its 'brs': expected '{}'", def.brs));
    def.title = file_.sentence(root, "title");
    head_.brs = def.brs;
    head_.stage = def.stage;
    head_.base = file_.optional_text(root, "base");
    if (root["message"]) head_.messages = messages(root["message"]);
    head_.processes = root["process"]       ? processes(root["process"])
                      : def.brs == "common" ? std::vector<std::string>{}
                                            : std::vector{def.brs};
    head_.when = root["when"];
    head_.ask = root["ask"];
    for (const auto& node : file_.list(root, "rules")) def.rules.push_back(rule(node));
    return def;
  }

 private:
  std::vector<std::string> messages(const yaml::Node& node) {
    auto names = file_.words(node);
    if (names == std::vector<std::string>{"any"}) names = all_messages_;
    std::sort(names.begin(), names.end());
    return names;
  }

  std::vector<std::string> processes(const yaml::Node& node) {
    auto names = file_.words(node);
    if (names == std::vector<std::string>{"any"}) names.clear();
    return names;
  }

  std::shared_ptr<RuleDef> rule(const yaml::Node& node) {
    auto rule = std::make_shared<RuleDef>();
    rule->brs = head_.brs;
    rule->stage = head_.stage;
    rule->file = file_.path();
    rule->line = node.line();
    rule->column = node.column();
    rule->messages = head_.messages;
    rule->processes = head_.processes;
    const auto before = file_.errors().size();
    file_.check_keys(
        node,
        {"id",    "number", "message",    "process", "each",           "when",        "assert",    "at",
         "ask",   "code",   "severity",   "text",    "advice",         "advice-when", "valid",     "since",
         "until", "source", "instead-of", "premise", "premise-of-all", "examples",    "error-when"});
    if (node.is_map()) read_rule(node, *rule);
    rule->broken = file_.errors().size() > before;
    if (node.is_map()) read_examples(node, *rule);
    return rule;
  }

  void read_rule(const yaml::Node& node, RuleDef& rule) {
    rule.id = file_.text(node, "id");
    if (!rule.id.empty() && !rule.id.starts_with(head_.brs + "."))
      file_.error(node["id"], fmt::format("expected an id that begins with '{}.'", head_.brs));
    rule.number = file_.optional_text(node, "number");
    if (node["message"]) rule.messages = messages(node["message"]);
    if (node["process"]) rule.processes = processes(node["process"]);
    if (rule.messages.empty()) file_.error(node, "'message' is missing, here or at the top of the file");
    rule.each = file_.optional_text(node, "each");
    if (node["severity"]) rule.severity = file_.severity(node);
    rule.text = file_.sentence(node, "text");
    rule.advice = file_.optional_sentence(node, "advice");
    rule.source = file_.source(node);
    rule.instead_of = file_.optional_text(node, "instead-of");
    rule.since = file_.optional_text(node, "since");
    rule.until = file_.optional_text(node, "until");
    if (node["premise"]) rule.premises = file_.words(node["premise"]);
    if (const auto all = node["premise-of-all"]) {
      rule.premise_of_all = all.text() == "true";
      if (!rule.premise_of_all) file_.error(all, "expected true");
      if (head_.stage != Stage::market || !rule.each.empty())
        file_.error(all, "only a rule about the market state and the whole message can be a premise of all");
    }
    if (!node["assert"]) file_.error(node, "'assert' is missing");
    rule.when_of_file = head_.when;
    rule.ask_of_file = head_.ask;
    rule.when = node["when"];
    rule.must = node["assert"];
    rule.at = node["at"];
    rule.ask = node["ask"];
    rule.each_node = node["each"];
    rule.advice_when = node["advice-when"];
    rule.error_when = node["error-when"];
    if (rule.error_when && rule.severity == Severity::error)
      file_.error(rule.error_when, "the rule is an error anyway: give it a milder 'severity'");
    read_code(node, rule);
    if (const auto valid = node["valid"]) {
      file_.check_keys(valid, {"from", "to"});
      rule.from = read_day(file_, valid, "from");
      rule.to = read_day(file_, valid, "to");
      if (rule.from && rule.to && *rule.to <= *rule.from) file_.error(valid, "'to' is not after 'from'");
    }
  }

  void read_code(const yaml::Node& node, RuleDef& rule) {
    const auto code = node["code"];
    if (!code) return;
    file_.check_keys(code, {"value", "agency"});
    const auto value = file_.text(code, "value");
    const auto agency = file_.text(code, "agency");
    rule.code = ReasonCode{value, agency};
    if (reasons_ == nullptr) return;
    const auto* reason = reasons_->find(value);
    if (reason == nullptr) {
      std::vector<std::string_view> known;
      for (const auto& one : reasons_->reasons) known.push_back(one.code.value);
      if (!value.empty())
        file_.error(code["value"], fmt::format("the code '{}' is not in rules/codes.yaml{}", value,
                                               RuleFile::hint(value, known)));
    } else if (!agency.empty() && reason->code.agency != agency) {
      file_.error(code["agency"], fmt::format("the code {} belongs to agency {}, not {}", value,
                                              reason->code.agency, agency));
    }
  }

  void read_examples(const yaml::Node& node, RuleDef& rule) {
    const auto examples = node["examples"];
    if (!examples) {
      file_.error(node, "'examples' is missing: at least one message that passes and one that fails");
      return;
    }
    const auto before = file_.errors().size();
    file_.check_keys(examples, {"pass", "fail"});
    if (examples["pass"])
      for (const auto& item : file_.list(examples, "pass")) rule.pass.push_back(example(item));
    if (examples["fail"])
      for (const auto& item : file_.list(examples, "fail")) rule.fail.push_back(example(item));
    if ((rule.pass.empty() || rule.fail.empty()) && file_.errors().size() == before)
      file_.error(examples, "expected at least one message that passes and one that fails");
  }

  Example example(const yaml::Node& node) {
    Example example;
    example.line = node.line();
    example.of = head_.base;
    if (node.is_scalar()) {
      if (node.text() != "base") example.of = node.text();
    } else {
      file_.check_keys(node, {"of", "set", "remove", "market", "as-of"});
      if (!node.is_map()) return example;
      if (node["of"]) example.of = file_.text(node, "of");
      if (node["set"])
        for (const auto& entry : node["set"])
          example.set.emplace_back(entry.first.text(), file_.words(entry.second));
      if (node["remove"]) example.remove = file_.words(node["remove"]);
      example.market = file_.optional_text(node, "market");
      example.as_of = read_day(file_, node, "as-of");
    }
    if (example.of.empty()) file_.error(node, "the file has no 'base'");
    return example;
  }

  RuleFile& file_;
  const ReasonTable* reasons_;
  const std::vector<std::string>& all_messages_;
  Head head_;
};

}  // namespace

bool RuleDef::is_for(const std::string& process) const {
  return processes.empty() || std::find(processes.begin(), processes.end(), process) != processes.end();
}

RuleFileDef read_rules(RuleFile& file, const ReasonTable* reasons,
                       const std::vector<std::string>& all_messages) {
  return Reader(file, reasons, all_messages).read();
}

}  // namespace cimgate::rules
