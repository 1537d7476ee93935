#include <doctest/doctest.h>

#include "fixture.hpp"
#include "gateway/document/write.hpp"
#include "gateway/reader/read.hpp"
#include "gateway/rules/example.hpp"
#include "gateway/validation/schema_stage.hpp"
#include "gateway/xml/write.hpp"

using namespace cimgate;

namespace {

/// The example's message, changed, written and read again, so that it is what a sender would send.
document::Message made(const rules::RuleDef& rule, const rules::Example& example) {
  const auto schema = rules_test::asked_for(rule);
  auto message = rules_test::message_of(example.of, schema);
  const auto changed = rules::change(message, rule, example);
  INFO(rule.file, ":", example.line);
  if (!changed) FAIL_CHECK(changed.error());
  auto read = reader::read(*rules_test::catalog(), xml::to_xml(message, {}),
                           {.limits = {}, .profile = {}, .schema = schema, .day = {}});
  REQUIRE(read.messages.size() == 1);
  for (const auto& finding : validation::check_schema(read, 5).findings)
    FAIL_CHECK(rule.id, ": the example is not valid: ", finding.xpath, " ", finding.text.en);
  return std::move(read.messages.front());
}

}  // namespace

// Rules of the stage market are held against their examples beside the tests of the market state.
TEST_CASE("rules: every rule takes its passing examples and does not take its failing ones") {
  const auto store = resources::built_in();
  const rules::RuleBook book(store, rules_test::catalog(), **validation::load_code_rules(*store));
  for (const auto& rule : book.rules()) {
    INFO(rule->id, " ", rule->file, ":", rule->line);
    CHECK_FALSE(rule->pass.empty());
    CHECK_FALSE(rule->fail.empty());
    if (rule->stage == Stage::market) continue;
    const auto judge = [&](const rules::Example& example) {
      const auto message = made(*rule, example);
      rules::JudgeOptions options;
      options.as_of = example.as_of;
      const auto day = options.as_of ? options.as_of : rules::judge(message, book, options).as_of;
      INFO("example on line ", example.line);
      CHECK_MESSAGE(rule->is_for(rules::process_of(message)), "the rule is for another process");
      CHECK_MESSAGE((day && rule->holds_on(*day)), "the rule does not hold on the day of the example");
      return rules::judge_one(message, book, *rule, options);
    };
    for (const auto& example : rule->pass) {
      INFO("passes, line ", example.line);
      const auto truth = judge(example);
      CHECK_MESSAGE(truth.has_value(), "the rule does not apply");
      if (truth) CHECK_MESSAGE(*truth == rules::Truth::yes, "the rule does not hold");
    }
    for (const auto& example : rule->fail) {
      INFO("fails, line ", example.line);
      const auto truth = judge(example);
      CHECK_MESSAGE(truth.has_value(), "the rule does not apply");
      if (truth) CHECK_MESSAGE(*truth == rules::Truth::no, "the rule holds");
    }
  }
}
