#include "gateway/rules/rule_book.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "gateway/rules/compiler.hpp"
#include "gateway/rules/finding_text.hpp"

namespace cimgate::rules {
namespace {

using validation::RuleFile;

std::vector<std::string> folders_of(const schema::Catalog& catalog) {
  std::set<std::string> folders{std::string(RuleBook::folder)};
  for (const auto& set : catalog.sets())
    if (RuleBook::is_for(set)) folders.insert(set.rules);
  return {folders.begin(), folders.end()};
}

/// The agencies that codes of a list belong to, as a table.
Table agencies_table(const validation::CodeRules& rules) {
  Table table;
  table.name = "list-agencies";
  for (const auto& list : rules.agencies.lists)
    for (const auto& agency : list.agencies) {
      if (agency.codes.empty()) continue;
      Row row;
      row.columns["list"] = {list.type};
      row.columns["code"] = agency.codes;
      row.columns["agency"] = {agency.agency};
      row.columns["status"] = {agency.source.status};
      row.source = agency.source;
      table.rows.push_back(std::move(row));
    }
  return table;
}

struct AskKey {
  std::string_view name;
  std::vector<Operand> Asks::*member;
  bool is_time = false;
};
constexpr AskKey ask_keys[] = {
    {"metering-point", &Asks::metering_point},
    {"on", &Asks::on, true},
    {"grid-area", &Asks::grid_area},
    {"supplier", &Asks::supplier},
    {"customer", &Asks::customer},
    {"sender", &Asks::sender},
    {"physical-sender", &Asks::physical_sender},
    {"role", &Asks::role},
    {"reference", &Asks::reference},
    {"payload", &Asks::payload},
    {"consent", &Asks::consent},
    {"from", &Asks::from, true},
    {"to", &Asks::to, true},
    {"business-type", &Asks::business_type},
    {"meter", &Asks::meter},
    {"street", &Asks::street},
    {"building-number", &Asks::building_number},
    {"post-code", &Asks::post_code},
};

const AskKey* ask_key(std::string_view name) {
  const auto* const at = std::find_if(std::begin(ask_keys), std::end(ask_keys),
                                      [&](const AskKey& one) { return one.name == name; });
  return at == std::end(ask_keys) ? nullptr : at;
}

std::vector<std::string_view> ask_names() {
  std::vector<std::string_view> names;
  for (const auto& key : ask_keys) names.push_back(key.name);
  return names;
}

class RuleCompiler {
 public:
  RuleCompiler(RuleFile& file, Compiler::Frame frame) : file_(file), frame_(frame) {}

  CompiledRule compile(const std::shared_ptr<const RuleDef>& def) {
    CompiledRule rule;
    rule.def = def;
    if (def->broken) return rule;
    const auto before = file_.errors().size();
    frame_.record = frame_.root;
    frame_.market = def->stage == Stage::market;
    if (def->when_of_file) rule.when_of_message = condition(def->when_of_file, rule);
    rule.message_asks = !rule.look_ups.empty();
    if (def->each_node) {
      rule.each = Compiler(file_, frame_).path(def->each_node);
      if (rule.each) frame_.record = &rule.each->element();
    }
    if (file_.errors().size() > before) return rule;
    rule.asks = usual(*def);
    add_asked(rule);
    if (def->when) rule.when = condition(def->when, rule);
    Compiler must(file_, frame_);
    const auto first_with = def->must.is_map() ? def->must["first-with"] : yaml::Node();
    rule.compares_records = static_cast<bool>(first_with);
    if (rule.compares_records && def->must.size() > 1)
      file_.error(first_with, "'first-with' is all that a rule asserts: give the rest a rule of its own");
    if (rule.compares_records && !rule.each)
      file_.error(first_with, "'first-with' is about records: 'each' is missing");
    rule.must = rule.compares_records ? make_first_with(must, first_with) : must.condition(def->must);
    rule.named = must.seen();
    see_series(must, rule);
    see_look_ups(must, rule);
    rule.looked_at.insert(rule.looked_at.end(), rule.named.begin(), rule.named.end());
    if (def->at) rule.at = Compiler(file_, frame_).path(def->at);
    if (rule.at) rule.looked_at.push_back(*rule.at);
    if (def->advice_when) read_advice(*def, rule);
    if (def->error_when) rule.error_when = condition(def->error_when, rule);
    for (const auto* text : {&def->text, &def->advice}) see_look_ups(*text, rule);
    for (const auto& advice : rule.advice) see_look_ups(advice.text, rule);
    if (file_.errors().size() > before) rule.must = nullptr;
    return rule;
  }

 private:
  ConditionPtr condition(const yaml::Node& node, CompiledRule& rule) {
    Compiler compiler(file_, frame_);
    auto made = compiler.condition(node);
    rule.looked_at.insert(rule.looked_at.end(), compiler.seen().begin(), compiler.seen().end());
    see_series(compiler, rule);
    see_look_ups(compiler, rule);
    return made;
  }

  static void see_look_ups(const Compiler& compiler, CompiledRule& rule) {
    for (const auto* look_up : compiler.seen_look_ups()) see_look_up(look_up, rule);
  }
  static void see_look_ups(const Text& text, CompiledRule& rule) {
    for (const auto* look_up : look_ups_in(text)) see_look_up(look_up, rule);
  }
  static void see_look_up(const LookUp* look_up, CompiledRule& rule) {
    if (std::find(rule.look_ups.begin(), rule.look_ups.end(), look_up) == rule.look_ups.end())
      rule.look_ups.push_back(look_up);
  }

  /// What hangs on the records before it looks at all of them.
  static void see_series(const Compiler& compiler, CompiledRule& rule) {
    if (compiler.looks_at_series() && rule.each) rule.looked_at.push_back(*rule.each);
  }

  static void add_asked(CompiledRule& rule) {
    for (const auto& key : ask_keys)
      for (const auto& operand : rule.asks.*key.member)
        if (operand.source == Operand::Source::path) rule.looked_at.push_back(operand.path);
  }

  Asks usual(const RuleDef& def) {
    Asks asks;
    std::set<std::string_view> given;
    for (const auto& node : {def.ask, def.ask_of_file}) {
      if (!node) continue;
      if (!node.is_map()) {
        file_.error(node, "expected what look-ups are about: { metering-point: PATH, on: PATH … }");
        continue;
      }
      for (const auto& entry : node) {
        const auto name = entry.first.text();
        const auto* const key = ask_key(name);
        if (key == nullptr)
          file_.error(entry.first,
                      fmt::format("look-ups are not about '{}'{}", name, RuleFile::hint(name, ask_names())));
        else if (given.insert(key->name).second)
          if (auto operand = Compiler(file_, frame_).operand(entry.second))
            (asks.*key->member).push_back(*std::move(operand));
      }
    }
    for (const auto& [name, text] : frame_.schema->dialect().questions) {
      const auto* const key = ask_key(name);
      if (key == nullptr || given.contains(name)) continue;
      Operand operand;
      if (text == "as-of") {
        operand.source = Operand::Source::as_of;
        operand.kind = Operand::Kind::day;
      } else {
        auto path = document::find_path(text, *frame_.record, *frame_.root);
        if (!path) continue;
        operand.source = Operand::Source::path;
        operand.kind = key->is_time ? Operand::Kind::time : Operand::Kind::text;
        operand.path = *std::move(path);
      }
      (asks.*key->member).push_back(std::move(operand));
    }
    return asks;
  }

  void read_advice(const RuleDef& def, CompiledRule& rule) {
    if (!def.advice_when.is_list()) {
      file_.error(def.advice_when, "expected a list of { if: condition, text: { en, nb } }");
      return;
    }
    for (const auto& node : def.advice_when) {
      file_.check_keys(node, {"if", "text"});
      if (!node.is_map()) continue;
      rule.advice.push_back({condition(node["if"], rule), file_.sentence(node, "text")});
    }
  }

  RuleFile& file_;
  Compiler::Frame frame_;
};

}  // namespace

RuleBook::RuleBook(std::shared_ptr<const resources::Store> store,
                   std::shared_ptr<const schema::Catalog> catalog, const validation::CodeRules& code_rules,
                   bool trusted)
    : store_(std::move(store)),
      catalog_(std::move(catalog)),
      trusted_(trusted),
      folders_(folders_of(*catalog_)),
      tables_(read_tables(*store_, agencies_table(code_rules), table_faults_)),
      incoming_(tables_.incoming_messages()) {}

const RuleFiles& RuleBook::all() const {
  std::call_once(all_read_, [this] { files_ = read_rule_files(*store_, folders_, tables_, table_faults_); });
  return files_;
}

const ReasonTable& RuleBook::reasons_of(const RuleDef& rule) const {
  const auto home = std::find_if(folders_.begin(), folders_.end(),
                                 [&](const std::string& one) { return is_in(rule.file, one); });
  return home == folders_.end() ? reasons() : reasons_in(*home);
}

const ReasonTable& RuleBook::reasons_in(std::string_view home) const {
  static const ReasonTable none;
  const auto& tables = all().reasons;
  const auto at = tables.find(home);
  return at == tables.end() ? none : at->second;
}

std::vector<std::shared_ptr<const RuleDef>> RuleBook::rules() const {
  std::vector<std::shared_ptr<const RuleDef>> all;
  for (const auto& file : files()) all.insert(all.end(), file.rules.begin(), file.rules.end());
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a->id < b->id; });
  return all;
}

std::vector<const RuleFileDef*> RuleBook::unreadable() const {
  std::vector<const RuleFileDef*> found;
  if (trusted_) return found;
  for (const auto& file : files())
    if (!file.readable) found.push_back(&file);
  return found;
}

std::vector<const schema::SchemaSet*> RuleBook::sets() const {
  std::vector<const schema::SchemaSet*> found;
  for (const auto& set : catalog_->sets())
    if (is_for(set)) found.push_back(&set);
  return found;
}

const std::vector<CompiledRule>& RuleBook::rules_for(const schema::SchemaSet& set, const std::string& message,
                                                     bool market) const {
  const std::lock_guard lock(mutex_);
  const std::string key = set.id + ' ' + message;
  if (const auto at = compiled_.find(key); at != compiled_.end()) return at->second;
  if (!is_for(set)) return compiled_[key];
  if (!trusted_) return compiled_[key] = compile(set, message, files());
  if (market)
    return compiled_[key] = compile(set, message, read_rules_for(*store_, set.rules, tables_, message, true));
  auto& without_market = compiled_[key + " without market"];
  if (without_market.empty())
    without_market = compile(set, message, read_rules_for(*store_, set.rules, tables_, message, false));
  return without_market;
}

bool RuleBook::has(const RuleDef& rule, const schema::SchemaSet& set) const {
  RuleFile file(rule.file);
  return is_for(set) && is_in(rule.file, set.rules) && is_of_version(rule, set, file);
}

bool RuleBook::is_of_version(const RuleDef& def, const schema::SchemaSet& set, RuleFile& file) const {
  if (def.since.empty() && def.until.empty()) return true;
  const auto* versions = catalog_->versions(set);
  for (const auto& named : {def.since, def.until})
    if (!named.empty() && (versions == nullptr || versions->find(named) == nullptr)) {
      file.error(def.line, def.column, fmt::format("there is no version '{}'", named));
      return true;  // what cannot be told is judged
    }
  return (def.since.empty() || versions->rank(set.id) >= versions->rank(def.since)) &&
         (def.until.empty() || versions->rank(set.id) < versions->rank(def.until));
}

std::vector<CompiledRule> RuleBook::compile(const schema::SchemaSet& set, const std::string& message,
                                            const std::vector<RuleFileDef>& files) const {
  std::vector<CompiledRule> compiled;
  Compiler::Frame frame;
  frame.message = message;
  frame.tables = &tables_;
  const auto* kind = set.find(message);
  std::shared_ptr<const schema::Schema> schema;
  if (kind != nullptr)
    if (auto loaded = catalog_->schema(set, *kind)) schema = *loaded;
  if (schema != nullptr) {
    frame.schema = schema.get();
    frame.root = schema->root(kind->root);
  }
  for (const auto& def_file : files) {
    if (!is_in(def_file.path, set.rules)) continue;
    RuleFile file(def_file.path);
    for (const auto& def : def_file.rules) {
      if (std::find(def->messages.begin(), def->messages.end(), message) == def->messages.end()) {
        if (!def->messages.empty()) continue;
        // Broken so that it does not say what for: it may be for this message.
      }
      if (!is_of_version(*def, set, file)) continue;
      if (frame.root == nullptr) {
        file.error(def->line, def->column, fmt::format("there is no message '{}'", message));
        compiled.push_back({});
        compiled.back().def = def;
        continue;
      }
      compiled.push_back(RuleCompiler(file, frame).compile(def));
    }
    compile_faults_.insert(compile_faults_.end(), file.errors().begin(), file.errors().end());
  }
  // What a message has against itself comes first: what hangs on a record does not count on one that is
  // refused.
  std::stable_partition(compiled.begin(), compiled.end(),
                        [](const CompiledRule& rule) { return rule.def->stage == Stage::message; });
  const auto names = [](const RuleDef& rule, const std::string& id) {
    return std::find(rule.premises.begin(), rule.premises.end(), id) != rule.premises.end();
  };
  for (auto& rule : compiled)
    for (std::size_t i = 0; i < compiled.size(); ++i) {
      const auto& other = *compiled[i].def;
      const bool of_all = other.premise_of_all && rule.def->stage == Stage::market &&
                          !rule.def->premise_of_all && !names(other, rule.def->id);
      if (of_all || names(*rule.def, other.id)) rule.premises.push_back(i);
    }
  return compiled;
}

std::vector<yaml::Mistake> RuleBook::faults() const {
  for (const auto* set : sets()) {
    std::set<std::string> messages;
    for (const auto& file : files())
      if (is_in(file.path, set->rules))
        for (const auto& rule : file.rules) messages.insert(rule->messages.begin(), rule->messages.end());
    for (const auto& message : messages) rules_for(*set, message);
  }
  const std::lock_guard lock(mutex_);
  const auto& of_files = this->all().faults;
  std::set<yaml::Mistake> all(of_files.begin(), of_files.end());
  all.insert(compile_faults_.begin(), compile_faults_.end());
  return {all.begin(), all.end()};
}

}  // namespace cimgate::rules
