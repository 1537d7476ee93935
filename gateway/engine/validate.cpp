#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "cimgate/gateway.hpp"
#include "gateway/conformance/profile_choice.hpp"
#include "gateway/engine/validation.hpp"
#include "gateway/rules/judge.hpp"
#include "gateway/rules/versions.hpp"
#include "gateway/validation/codes_stage.hpp"

namespace cimgate {
namespace {

/// What was asked for and cannot be judged is said, so that it never looks valid.
Finding not_judged(Stage stage, Text text, Text advice) {
  Finding finding;
  finding.rule = std::string(to_string(stage)) + ".not-judged";
  finding.stage = stage;
  finding.outcome = Outcome::undetermined;
  finding.text = std::move(text);
  finding.advice = std::move(advice);
  return finding;
}

Finding cim_not_judged(Stage stage) {
  auto finding = not_judged(
      stage,
      {"The rules of the processes were not checked: they apply to BIM messages, and this is a CIM "
       "document.",
       "Reglene i prosessene er ikke kontrollert: de gjelder BIM-meldinger, og dette er et "
       "CIM-dokument."},
      {"Translate it to BIM, and validate that.", "Oversett det til BIM, og valider det."});
  if (stage == Stage::message) {
    finding.severity = Severity::info;
    finding.outcome = Outcome::failed;
  }
  return finding;
}

/// Findings that an earlier stage made about the same, and that give way to those of the market's own rules.
void drop_replaced(std::vector<Finding>& findings, const std::vector<rules::Replaced>& replaced) {
  std::erase_if(findings, [&](const Finding& finding) {
    return std::any_of(replaced.begin(), replaced.end(), [&](const rules::Replaced& one) {
      return finding.rule == one.rule && finding.xpath == one.xpath;
    });
  });
}

rules::JudgeOptions judging_of(const ValidateOptions& options,
                               const std::optional<rules::MessagePart>& part = std::nullopt) {
  rules::JudgeOptions judging;
  judging.market = options.level == Level::market;
  judging.facts = options.market.get();
  judging.as_of = rules::parse_day(options.as_of);
  judging.limit = options.limits.findings;
  judging.part = part;
  return judging;
}

/// Holds the messages that are valid against their schema against the rules of the processes.
void judge_messages(const Engine& engine, const Input& input, const ValidateOptions& options,
                    PartOfMessage* part, std::optional<std::int64_t> received, Checked& checked) {
  const bool market = options.level == Level::market;
  auto judging = judging_of(options);
  judging.received = received;
  if (part != nullptr) {
    judging.part = part->which;
    judging.counted_from = part->counted_from;
  }
  bool cim = false;
  for (std::size_t i = 0; i < input.read.messages.size(); ++i) {
    const auto& message = input.read.messages[i];
    if (!input.valid[i]) continue;
    if (message.set->side == schema::SchemaSet::Side::cim) {
      cim = true;
      continue;
    }
    auto judged = rules::judge(message, engine.rules(), judging);
    if (part != nullptr) part->keys = std::move(judged.keys);
    drop_replaced(checked.findings, judged.replaced);
    std::move(judged.findings.begin(), judged.findings.end(), std::back_inserter(checked.findings));
    (part != nullptr ? part->rules_left_out : checked.findings_left_out) += judged.left_out;
    if (judged.as_of) checked.as_of = rules::to_text(*judged.as_of);
    if (market && judged.incoming && !judged.market_rules && (part == nullptr || part->which.first))
      checked.findings.push_back(
          not_judged(Stage::market,
                     {"There are no market rules for this message and process.",
                      "Det finnes ingen markedsregler for denne meldingen og prosessen."},
                     {"Check with --level message.", "Sjekk med --level message."}));
    if (!options.emif.empty() && part == nullptr) {
      const auto* versions = engine.catalog->versions(*message.set);
      if (versions == nullptr) continue;
      auto found = rules::check_version(message, *versions, options.emif, options.limits.findings);
      std::move(found.begin(), found.end(), std::back_inserter(checked.findings));
    }
  }
  if (cim) checked.findings.push_back(cim_not_judged(market ? Stage::market : Stage::message));
}

/// Documents and supplement have to say one thing. What the documents alone lack for a message, or have no
/// place for there, is no fault of the supplement, and a matter of the translation.
void judge_supplement(const Engine& engine, const Input& input, Checked& checked) {
  if (!input.read.supplement || !input.all_valid()) return;
  const auto& supplement = *input.read.supplement;
  const auto way_back = [&](const document::Supplement* beside) {
    return engine.translator->to_bim(input.read.messages, beside, supplement.message).findings;
  };
  auto found = way_back(&supplement);
  std::erase_if(found, [](const Finding& finding) {
    return finding.severity != Severity::error || finding.rule == "translation.lost";
  });
  const bool lacks = std::any_of(found.begin(), found.end(), [](const Finding& finding) {
    return finding.rule == "translation.unknown";
  });
  if (lacks) {
    const auto without = way_back(nullptr);
    std::erase_if(found, [&](const Finding& finding) {
      return finding.rule == "translation.unknown" &&
             std::any_of(without.begin(), without.end(), [&](const Finding& other) {
               return other.xpath == finding.xpath && other.text.en == finding.text.en;
             });
    });
  }
  std::move(found.begin(), found.end(), std::back_inserter(checked.findings));
}

}  // namespace

namespace {

/// Of a message that is not valid as it was read: in which other versions it is.
void tell_other_versions(const Engine& engine, const Input& input, Checked& checked) {
  constexpr std::size_t most_nodes = 100'000;  // of more than that, nobody reads a copy for an advice
  const auto& messages = input.read.messages;
  if (messages.size() != 1 || input.valid.front() || messages.front().document.size() > most_nodes ||
      messages.front().set->side != schema::SchemaSet::Side::bim)
    return;
  const auto& message = messages.front();
  const auto sets = conformance::valid_elsewhere(*engine.catalog, message);
  if (sets.empty()) return;
  std::string names;
  for (const auto* set : sets) names += (names.empty() ? "" : ", ") + set->id;
  Finding finding;
  finding.rule = "schema.other-version";
  finding.severity = Severity::info;
  finding.line = message.document.root().position.line;
  finding.column = message.document.root().position.column;
  finding.xpath = '/' + message.kind->root.local;
  finding.text = {fmt::format("The message is not valid in {}, and is in {}.", message.set->id, names),
                  fmt::format("Meldingen er ikke gyldig i {}, men i {}.", message.set->id, names)};
  if (input.read.choice.by == SchemaChoice::By::day) {
    finding.text.en += fmt::format(" On {}, {} is in force.", input.read.choice.day, message.set->id);
    finding.text.nb += fmt::format(" {} gjelder {}.", input.read.choice.day, message.set->id);
  }
  finding.advice = {fmt::format("Ask with --schema {} if the receiver is on that version.", sets.front()->id),
                    fmt::format("Be om --schema {} hvis mottakeren bruker den versjonen.", sets.front()->id)};
  checked.findings.push_back(std::move(finding));
}

}  // namespace

Checked Gateway::validate(const std::vector<std::string>& parts, const ValidateOptions& options) const {
  auto checked = validate_read(
      *engine_, read_input(*engine_, parts, {options.profile, options.schema, options.as_of}, options.limits),
      options);
  if (parts.size() > 1)
    for (auto& finding : checked.findings) finding.line = finding.column = 0;
  return checked;
}

rules::Judgement find_repeated(const Engine& engine, const Input& part, const ValidateOptions& options,
                               const std::vector<rules::RecordKey>& repeated) {
  if (repeated.empty()) return {};
  // No place of the head is told: what is repeated stands in the records.
  return rules::judge_repeated(part.read.messages.front(), engine.rules(),
                               judging_of(options, rules::MessagePart{0, false}), repeated);
}

Checked validate_read(const Engine& engine, const Input& input, const ValidateOptions& options,
                      PartOfMessage* part, std::optional<std::int64_t> received) {
  Checked checked;
  checked.message = names_of(input.read.messages);
  if (!input.read.messages.empty()) {
    checked.schema = input.read.messages.front().set->id;
    checked.schema_choice = input.read.choice;
    if (checked.schema_choice.by == SchemaChoice::By::asked && options.schema_is_configured)
      checked.schema_choice.by = SchemaChoice::By::configuration;
    checked.process = rules::process_of(input.read.messages.front());
  }
  checked.findings = input.findings;
  checked.findings_left_out = input.findings_left_out;
  if (part == nullptr && !input.valid.empty()) tell_other_versions(engine, input, checked);
  if (options.level >= Level::codes)
    for (const auto& message : input.read.messages) {
      if (message.set->side == schema::SchemaSet::Side::bim && !rules::RuleBook::is_for(*message.set)) {
        if (part == nullptr || part->which.first)
          checked.findings.push_back(rules::no_rules_for_set(message, Stage::codes));
        continue;
      }
      auto found = validation::check_codes(message, *engine.code_rules, options.limits.findings,
                                           checked.findings_left_out);
      checked.findings.insert(checked.findings.end(), std::make_move_iterator(found.begin()),
                              std::make_move_iterator(found.end()));
    }
  if (options.level >= Level::message) judge_messages(engine, input, options, part, received, checked);
  if (options.level >= Level::message) judge_supplement(engine, input, checked);
  if (part != nullptr) return checked;
  checked.verdict = verdict_of(checked.findings);
  checked.findings_left_out += cut(checked.findings, options.limits.findings);
  checked.lines = lines_of(input.read, checked.findings);
  return checked;
}

}  // namespace cimgate
