#include <doctest/doctest.h>

#include <map>

#include "../rules/fixture.hpp"
#include "gateway/document/write.hpp"
#include "gateway/market/market_facts.hpp"
#include "gateway/reader/read.hpp"
#include "gateway/rules/example.hpp"
#include "gateway/store/stored_market.hpp"
#include "gateway/validation/schema_stage.hpp"
#include "gateway/xml/write.hpp"

using namespace cimgate;

namespace {

/// The market state of an example, read once.
const rules::Facts& facts_of(const std::string& path) {
  static std::map<std::string, std::unique_ptr<const rules::Facts>> read;
  auto& facts = read[path];
  if (!facts) {
    const auto market = store::market_in_memory(path, rules_test::file_text(path));
    INFO(path);
    if (!market) FAIL(market.error());
    facts = std::make_unique<market::MarketFacts>(*market);
  }
  return *facts;
}

document::Message made(const rules::RuleDef& rule, const rules::Example& example) {
  auto message = rules_test::message_of(example.of);
  if (const auto changed = rules::change(message, rule, example); !changed) FAIL_CHECK(changed.error());
  auto read = reader::read(*rules_test::catalog(), xml::to_xml(message, {}), {});
  REQUIRE(read.messages.size() == 1);
  for (const auto& finding : validation::check_schema(read, 5).findings)
    FAIL_CHECK(rule.id, ": the example is not valid: ", finding.xpath, " ", finding.text.en);
  return std::move(read.messages.front());
}

}  // namespace

TEST_SUITE_BEGIN("market");

TEST_CASE("every market rule takes its passing examples and does not take its failing ones") {
  const auto store = resources::built_in();
  const rules::RuleBook book(store, rules_test::catalog(), **validation::load_code_rules(*store));
  std::size_t judged = 0;
  for (const auto& rule : book.rules()) {
    if (rule->stage != Stage::market) continue;
    ++judged;
    INFO(rule->id, " ", rule->file, ":", rule->line);
    const auto judge = [&](const rules::Example& example) {
      INFO("example on line ", example.line);
      CHECK_FALSE(example.market.empty());
      const auto message = made(*rule, example);
      rules::JudgeOptions options;
      options.as_of = example.as_of;
      options.market = true;
      options.facts = &facts_of(example.market);
      CHECK_MESSAGE(rule->is_for(rules::process_of(message)), "the rule is for another process");
      const auto truth = rules::judge_one(message, book, *rule, options);
      CHECK_MESSAGE(truth.has_value(), "the rule does not apply");
      return truth;
    };
    for (const auto& example : rule->pass)
      if (const auto truth = judge(example))
        CHECK_MESSAGE(*truth == rules::Truth::yes, rule->id, " does not hold, line ", example.line);
    for (const auto& example : rule->fail)
      if (const auto truth = judge(example))
        CHECK_MESSAGE(*truth == rules::Truth::no, rule->id, " holds, line ", example.line);
  }
  CHECK(judged > 50);
}

TEST_SUITE_END();
