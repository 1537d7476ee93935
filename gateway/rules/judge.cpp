#include "gateway/rules/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

#include "gateway/document/head.hpp"
#include "gateway/rules/finding_text.hpp"
#include "gateway/schema/value.hpp"
#include "gateway/validation/finding_context.hpp"
#include "gateway/validation/severity_rank.hpp"

namespace cimgate::rules {
namespace {

using document::Document;
using document::no_node;
using document::NodeId;

Judging::Setting setting_of(const document::Message& message, const JudgeOptions& options) {
  const auto& dialect = message.document.dialect();
  Judging::Setting setting;
  setting.message = message.kind->root.local;
  setting.facts = options.facts;
  setting.process = process_of(message);
  if (options.market)
    setting.message_id = document::head_text(message.document, dialect.head.id).value_or("");
  if (options.received) {
    setting.creation = options.received;
    setting.today = dialect.calendar.day_of(*options.received);
  } else if (const auto text = document::head_text(message.document, dialect.head.creation)) {
    if (const auto time = schema::parse_date_time(*text)) {
      setting.creation = time->seconds;
      setting.creation_fraction = without_zeros(time->fraction);
      setting.today = dialect.calendar.day_of(time->seconds);
    }
  }
  setting.as_of = options.as_of.value_or(setting.today);
  setting.in_parts = options.part.has_value();
  return setting;
}

bool goes_through(const document::Path& path, const schema::Element& root, std::uint32_t place) {
  return path.context == &root && !path.steps.empty() && path.steps.front().place == place;
}

bool is_about_records(const CompiledRule& rule, const schema::Element& root, std::uint32_t place) {
  return rule.each && goes_through(*rule.each, root, place);
}

class Judge {
 public:
  Judge(const document::Message& message, const JudgeOptions& options)
      : document_(message.document),
        options_(options),
        judging_(message.document, setting_of(message, options)),
        places_(message.document) {
    if (!options.refused.empty()) refuse_series();
    judgement_.as_of = options.as_of;
    if (!judgement_.as_of && judging_.setting().creation) judgement_.as_of = judging_.setting().today;
  }

  Judgement run(const std::vector<CompiledRule>& rules, const RuleBook& book) {
    rules_ = &rules;
    const auto& setting = judging_.setting();
    const auto& incoming = book.incoming_messages();
    judgement_.incoming = std::binary_search(incoming.begin(), incoming.end(), setting.message);
    for (const auto* file : book.unreadable())
      if ((!options_.part || options_.part->first) && is_asked_for(file->stage) &&
          (!document_.dialect().is_process(file->brs) || file->brs == setting.process))
        add_unjudged(file->stage, file->brs + ".rules", 0,
                     {file->path + " is not a rule file.", file->path + " er ikke en regelfil."});
    gather([&](const auto& use) {
      for (const auto& rule : rules)
        if (is_in_question(rule) && !is_open(rule))
          for_each_place(rule, [&](NodeId record) { use(rule, record); });
    });
    for (const auto& rule : rules) {
      if (!is_in_question(rule)) continue;
      if (rule.def->stage == Stage::market) judgement_.market_rules = true;
      if (!is_asked_for(rule.def->stage)) continue;
      if (is_open(rule))
        add_unjudged(rule.def->stage, rule.def->id, 0,
                     {"The message does not name the process it belongs to.",
                      "Meldingen oppgir ikke hvilken prosess den hører til."});
      else
        judge_rule(rule);
    }
    return std::move(judgement_);
  }

  Judgement tell(const std::vector<CompiledRule>& rules, const std::vector<RecordKey>& repeated) {
    rules_ = &rules;
    gather([&](const auto& use) {
      for (const auto& one : repeated) use(rules[one.rule], one.record);
    });
    for (const auto& one : repeated) {
      const auto& rule = rules[one.rule];
      judge_record(rule, one.record);  // what it tells of
      if (!lacks_premise(rule, one.record)) add_failed(rule, one.record, rule.def->severity);
    }
    return std::move(judgement_);
  }

  void refuse_series() {
    const auto& root = *document_.root().element;
    const auto& record = document_.dialect().series.record;
    std::size_t number = 0;
    if (record.empty()) return;
    if (const auto path = document::find_path(record, root, root))
      for_each_at(document_, 0, *path, [&](NodeId node) {
        if (std::find(options_.refused.begin(), options_.refused.end(), number++) != options_.refused.end())
          judging_.refuse(node);
        return true;
      });
  }

  /// Nothing: the rule does not apply to any record.
  std::optional<Truth> run_one(const CompiledRule& rule) {
    std::optional<Truth> truth;
    if (rule.must == nullptr) return Truth::unknown;
    for_each_record(rule, [&](NodeId record) {
      const auto one = judge_record(rule, record);
      if (one) truth = truth ? both(*truth, *one) : *one;
    });
    return truth;
  }

 private:
  bool is_asked_for(Stage stage) const {
    return stage == Stage::market ? options_.market : options_.messages;
  }

  /// The message does not say whether the rule is for its process.
  bool is_open(const CompiledRule& rule) const {
    return judging_.setting().process.empty() && !rule.def->processes.empty();
  }

  bool is_in_question(const CompiledRule& rule) const {
    const auto& setting = judging_.setting();
    if (!rule.def->holds_on(setting.as_of)) return false;
    if (!is_open(rule) && !rule.def->is_for(setting.process)) return false;
    return !options_.part || options_.part->first ||
           is_about_records(rule, *document_.root().element, options_.part->place);
  }

  /// Where the market state is far away, all that the rules may ask of it is fetched before they are judged.
  /// `each`: calls what it is given with each rule and record that will be judged. What a question has from
  /// answers of the market state is not known yet, and left out.
  template <class Each>
  void gather(const Each& each) {
    if (!options_.market || options_.facts == nullptr) return;
    const auto gathering = options_.facts->gather();
    if (!gathering) return;
    judging_.ask(nullptr);
    const auto expect = [&](const CompiledRule& rule, NodeId record) {
      judging_.begin(rule.asks, record);
      for (const auto* look_up : rule.look_ups) gathering->expect(look_up->name, judging_.question());
    };
    each([&](const CompiledRule& rule, NodeId record) {
      if (rule.def->stage != Stage::market || rule.look_ups.empty()) return;
      if (rule.message_asks && record != 0) expect(rule, 0);
      expect(rule, record);
    });
    try {
      gathered_ = gathering->fetch();
      judging_.ask(gathered_.get());
    } catch (const std::exception&) {
      // Who could not be asked once is not asked again for each rule, which may mean to wait each time.
      unasked_ = true;
    }
  }

  template <class Use>
  void for_each_record(const CompiledRule& rule, const Use& use) {
    if (rule.when_of_message) {
      judging_.begin(rule.asks, 0);
      if (rule.when_of_message->judge(judging_) == Truth::no) return;
    }
    for_each_place(rule, use);
  }

  template <class Use>
  void for_each_place(const CompiledRule& rule, const Use& use) {
    if (!rule.each) {
      use(0);
      return;
    }
    for_each_at(document_, 0, *rule.each, [&](NodeId record) {
      use(record);
      return true;
    });
  }

  /// Nothing: the rule does not apply to the record. What was told about it is in `judging_` afterwards.
  std::optional<Truth> judge_record(const CompiledRule& rule, NodeId record) {
    judging_.begin(rule.asks, record);
    if (rule.when) {
      const Truth applies = rule.when->judge(judging_);
      if (applies == Truth::no) return std::nullopt;
      if (applies == Truth::unknown) {
        // Where it would hold anyway, nothing is open.
        const auto missing = judging_.missing();
        judging_.forget();
        const Truth holds = rule.must->judge(judging_);
        if (holds == Truth::yes) return holds;
        for (const auto& fact : missing) judging_.lacks(fact);
        return Truth::unknown;
      }
    }
    judging_.forget();
    return rule.must->judge(judging_);
  }

  void judge_rule(const CompiledRule& rule) {
    ++judgement_.judged;
    if (rule.must == nullptr) {
      add_unjudged(rule.def->stage, rule.def->id, 0, broken_text(*rule.def));
      return;
    }
    if (unasked_ && rule.def->stage == Stage::market) {
      add_unjudged(rule.def->stage, rule.def->id, 0, unasked_text(), {});
      return;
    }
    try {
      for_each_record(rule, [&](NodeId record) {
        const auto truth = judge_record(rule, record);
        if (auto key = judging_.take_key())
          judgement_.keys.push_back(
              {static_cast<std::size_t>(&rule - rules_->data()), *std::move(key), record});
        if (!truth || truth == Truth::yes || lacks_premise(rule, record)) return;
        if (truth == Truth::no) {
          const auto severity = severity_of(rule, record);
          if (severity == Severity::error && record != 0) judging_.refuse(record);
          add_failed(rule, record, severity);
        } else if (truth == Truth::unknown) {
          add_unknown(rule, record);
        }
      });
    } catch (const std::exception&) {
      add_unjudged(rule.def->stage, rule.def->id, 0, threw_text(*rule.def));
    }
  }

  /// Of a rule that has failed. What it told of is in `judging_` afterwards.
  Severity severity_of(const CompiledRule& rule, NodeId record) {
    if (rule.error_when == nullptr || rule.error_when->judge(judging_) != Truth::yes)
      return rule.def->severity;
    judge_record(rule, record);
    return Severity::error;
  }

  /// True when the record was refused by a rule without which this one means nothing. Judged anew rather than
  /// remembered: a premise may have been judged earlier, with another part of the message.
  bool lacks_premise(const CompiledRule& rule, NodeId record) {
    if (rule.premises.empty()) return false;
    const auto& setting = judging_.setting();
    for (const auto number : rule.premises) {
      const auto& premise = (*rules_)[number];
      if (premise.must == nullptr || !premise.def->is_for(setting.process) ||
          !premise.def->holds_on(setting.as_of))
        continue;
      if (premise.when_of_message) {
        judging_.begin(premise.asks, 0);
        if (premise.when_of_message->judge(judging_) == Truth::no) continue;
      }
      if (judge_record(premise, premise.each ? record : 0) == Truth::no) return true;
    }
    judge_record(rule, record);  // what it tells of
    return false;
  }

  /// Nothing when there are enough of its severity: a finding is never left out for a milder one.
  Finding* add(Stage stage, const std::string& rule, Severity severity, Outcome outcome) {
    Finding wanted;
    wanted.severity = severity;
    wanted.outcome = outcome;
    const auto rank = validation::severity_rank(wanted);
    if (rank >= options_.counted_from || told_[rank]++ >= options_.limit) {
      ++judgement_.left_out;
      return nullptr;
    }
    auto& finding = judgement_.findings.emplace_back();
    finding.stage = stage;
    finding.rule = rule;
    return &finding;
  }

  void add_unjudged(Stage stage, const std::string& rule, NodeId place, Text text,
                    Text advice = lint_advice()) {
    auto* finding = add(stage, rule, Severity::error, Outcome::undetermined);
    if (finding == nullptr) return;
    finding->outcome = Outcome::undetermined;
    finding->text = std::move(text);
    finding->advice = std::move(advice);
    places_.place(*finding, place);
  }

  void fill_in(const CompiledRule& rule, Finding& finding, Severity severity) {
    finding.severity = severity;
    finding.code = rule.def->code;
    finding.source = rule.def->source;
    if (judging_.basis() && finding.source.status == "published") finding.source = *judging_.basis();
  }

  void add_failed(const CompiledRule& rule, NodeId record, Severity severity) {
    auto* const told = add(rule.def->stage, rule.def->id, severity, Outcome::failed);
    const NodeId place = place_of(rule, record);
    if (!rule.def->instead_of
             .empty()) {  // what it stands for is not told, even where it is only counted itself
      Finding replaced;
      places_.place(replaced, place);
      judgement_.replaced.push_back({rule.def->instead_of, std::move(replaced.xpath)});
    }
    if (told == nullptr) return;
    Finding& finding = *told;
    fill_in(rule, finding, severity);
    put(finding, rule, place);
    TextFiller filler(judging_, value_of(rule, place));
    finding.text = filler.filled(rule.def->text);
    finding.advice = rule.def->advice;
    for (const auto& advice : rule.advice)
      if (advice.when->judge(judging_) == Truth::yes) {
        finding.advice = advice.text;
        break;
      }
    finding.advice = filler.filled(finding.advice);
  }

  void add_unknown(const CompiledRule& rule, NodeId record) {
    auto* finding = add(rule.def->stage, rule.def->id, rule.def->severity, Outcome::undetermined);
    if (finding == nullptr) return;
    finding->outcome = Outcome::undetermined;
    fill_in(rule, *finding, rule.def->severity);
    finding->text = missing_text(judging_.missing());
    if (options_.facts == nullptr && rule.def->stage == Stage::market) finding->advice = market_advice();
    put(*finding, rule, rule.at ? nearest_at(document_, record, *rule.at) : record);
  }

  /// The element that the finding is about.
  NodeId place_of(const CompiledRule& rule, NodeId record) const {
    if (rule.at) return nearest_at(document_, record, *rule.at);
    if (judging_.place() != no_node) return judging_.place();
    for (const auto& path : rule.named)
      if (const NodeId found = document::find(document_, record, path); found != no_node) return found;
    return record;
  }

  /// The attribute that the finding is about, when `at` names one.
  static const schema::Attribute* attribute_of(const CompiledRule& rule) {
    return rule.at ? rule.at->attribute : nullptr;
  }

  std::string value_of(const CompiledRule& rule, NodeId place) const {
    const auto* element = document_[place].element;
    const auto& numbers = document_.dialect().personal_numbers;
    if (const auto* attribute = attribute_of(rule)) {
      const auto value = document_.attribute(place, attribute->name);
      return value ? shown(attribute->type, *value, numbers) : std::string();
    }
    return element == nullptr || element->text == nullptr
               ? std::string()
               : shown(element->text, document_.effective_text(place), numbers);
  }

  void put(Finding& finding, const CompiledRule& rule, NodeId place) {
    places_.place(finding, place);
    const auto* attribute = attribute_of(rule);
    if (attribute == nullptr) return;
    for (const auto& there : document_[place].attributes)
      if (there.name == attribute->name) {
        finding.line = there.position.line;
        finding.column = there.position.column;
        finding.xpath += "/@" + attribute->name;
      }
  }

  const Document& document_;
  JudgeOptions options_;
  Judging judging_;
  std::unique_ptr<const Facts> gathered_;  ///< what `judging_` asks, where the market state is far away
  bool unasked_ = false;                   ///< it could not be asked
  validation::FindingPlaces places_;
  const std::vector<CompiledRule>* rules_ = nullptr;
  Judgement judgement_;
  std::array<std::size_t, validation::severity_ranks> told_{};
};

}  // namespace

Finding no_rules_for_set(const document::Message& message, Stage stage) {
  Finding finding;
  finding.rule = std::string(to_string(stage)) + ".not-judged";
  finding.stage = stage;
  finding.outcome = Outcome::undetermined;
  finding.line = message.document.root().position.line;
  finding.column = message.document.root().position.column;
  finding.xpath = '/' + message.kind->root.local;
  finding.text = {fmt::format("There are no rules for messages of {}.", message.set->id),
                  fmt::format("Det finnes ingen regler for meldinger i {}.", message.set->id)};
  finding.advice = {
      "Ask with --schema for a version that there are rules for, or check with --level schema.",
      "Be med --schema om en versjon som det finnes regler for, eller sjekk med --level schema."};
  return finding;
}

std::string process_of(const document::Message& message) {
  return document::head_text(message.document, message.document.dialect().head.process).value_or("");
}

bool fits_in_parts(const RuleBook& book, const document::Message& message, std::uint32_t place, bool market) {
  const auto& root = *message.document.root().element;
  for (const auto& rule : book.rules_for(*message.set, message.kind->root.local, market))
    for (const auto& path : rule.looked_at)
      if (goes_through(path, root, place)) return false;
  return true;
}

bool is_judged_by_record(const RuleBook& book, const document::Message& message, std::uint32_t place,
                         bool market) {
  const auto& rules = book.rules_for(*message.set, message.kind->root.local, market);
  return fits_in_parts(book, message, place, market) &&
         std::none_of(rules.begin(), rules.end(),
                      [](const CompiledRule& rule) { return rule.compares_records; });
}

std::map<std::string, std::size_t> rule_order(const RuleBook& book, const schema::SchemaSet& set,
                                              const std::string& message, bool market) {
  std::map<std::string, std::size_t> order;
  for (const auto& rule : book.rules_for(set, message, market)) order.emplace(rule.def->id, order.size());
  return order;
}

Judgement judge(const document::Message& message, const RuleBook& book, const JudgeOptions& options) {
  if (!RuleBook::is_for(*message.set)) {
    Judgement none;
    const auto stage = options.market ? Stage::market : Stage::message;
    if (!options.part || options.part->first) none.findings.push_back(no_rules_for_set(message, stage));
    return none;
  }
  const auto& rules = book.rules_for(*message.set, message.kind->root.local, options.market);
  auto judgement = Judge(message, options).run(rules, book);
  // Which messages come in is known of the market of the main folder; of others any may.
  if (message.set->rules != RuleBook::folder) judgement.incoming = true;
  return judgement;
}

Judgement judge_repeated(const document::Message& message, const RuleBook& book, const JudgeOptions& options,
                         const std::vector<RecordKey>& repeated) {
  if (repeated.empty()) return {};
  return Judge(message, options)
      .tell(book.rules_for(*message.set, message.kind->root.local, options.market), repeated);
}

std::optional<Truth> judge_one(const document::Message& message, const RuleBook& book, const RuleDef& rule,
                               const JudgeOptions& options) {
  for (const auto& compiled : book.rules_for(*message.set, message.kind->root.local))
    if (compiled.def.get() == &rule) {
      Judge judge(message, options);
      return judge.run_one(compiled);
    }
  return std::nullopt;
}

}  // namespace cimgate::rules
