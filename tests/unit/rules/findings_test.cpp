#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <map>

#include "fixture.hpp"
#include "gateway/market/market_facts.hpp"
#include "gateway/rules/example.hpp"
#include "gateway/store/stored_market.hpp"

using namespace cimgate;

namespace {

/// The market state of an example, read once; none for an example without.
const rules::Facts* facts_of(const std::string& path) {
  static std::map<std::string, std::unique_ptr<const rules::Facts>> read;
  if (path.empty()) return nullptr;
  auto& facts = read[path];
  if (!facts)
    facts = std::make_unique<market::MarketFacts>(
        store::market_in_memory(path, rules_test::file_text(path)).value());
  return facts.get();
}

std::string place_of(const Finding& finding) {
  return fmt::format("{} {}:{}{}{}", finding.xpath, finding.line, finding.column,
                     finding.context.series.empty() ? "" : " of series " + finding.context.series,
                     finding.context.metering_point.empty() ? "" : " of " + finding.context.metering_point);
}

/// The rule's own findings in full; of others which there are, and where.
std::string text_of(const Finding& finding, const std::string& rule) {
  const auto head =
      fmt::format("{} {}{}", to_string(finding.severity), to_string(finding.outcome),
                  finding.code ? " " + finding.code->value + " (" + finding.code->agency + ")" : "");
  if (finding.rule != rule)
    return fmt::format("    besides: {} {} {}\n", finding.rule, head, place_of(finding));
  auto text = fmt::format("    {} {}\n      {}\n      {}\n", head, place_of(finding), finding.text.en,
                          finding.text.nb);
  if (!finding.advice.en.empty() || !finding.advice.nb.empty())
    text += fmt::format("      {}\n      {}\n", finding.advice.en, finding.advice.nb);
  return text + fmt::format("      {}: {}\n", finding.source.status, finding.source.ref);
}

/// An example, and what all the rules that are asked together say of it.
std::string judged(const rules::RuleBook& book, const rules::RuleDef& rule, const rules::Example& example) {
  rules::JudgeOptions options;
  options.as_of = example.as_of;
  options.market = rule.stage == Stage::market;
  options.facts = facts_of(example.market);
  const auto message = rules_test::made(rule, example);
  const auto judgement = rules::judge(message, book, options);
  std::string text = fmt::format("{}{}\n", example.of, example.market.empty() ? "" : " in " + example.market);
  for (const auto& [path, values] : example.set)
    text += fmt::format("    with {}: {}\n", path, fmt::join(values, ", "));
  for (const auto& path : example.remove) text += fmt::format("    without {}\n", path);
  for (const auto& finding : judgement.findings) text += text_of(finding, rule.id);
  return text;
}

}  // namespace

// Code, place, text and advice in both languages, and the source: what people are shown. With
// CIMGATE_UPDATE_GOLDEN=1 the test writes what it then compares with.
TEST_CASE("findings: what every rule says of its examples, and what other rules say of them, as it is kept") {
  const auto store = resources::built_in();
  const rules::RuleBook book(store, rules_test::catalog(), **validation::load_code_rules(*store));
  std::map<std::string, std::string> told;
  for (const auto& rule : book.rules()) {
    auto& text = told[rule->file];
    text += rule->id + '\n';
    for (const auto& example : rule->pass) text += "  pass: " + judged(book, *rule, example);
    for (const auto& example : rule->fail) text += "  fail: " + judged(book, *rule, example);
  }
  const bool update = std::getenv("CIMGATE_UPDATE_GOLDEN") != nullptr;
  for (const auto& [file, text] : told) {
    auto name = file.substr(std::string_view("rules/").size());
    for (auto& c : name)
      if (c == '/') c = '-';
    const auto kept = fmt::format("tests/unit/rules/findings/{}.txt", name.substr(0, name.rfind('.')));
    if (update)
      std::ofstream(std::string(CIMGATE_SOURCE_DIR "/") + kept, std::ios::binary) << text;
    else
      CHECK_MESSAGE(text == rules_test::file_text(kept), kept);
  }
}
