#include <doctest/doctest.h>

#include <map>

#include "../rules/fixture.hpp"
#include "cimgate/gateway.hpp"
#include "gateway/document/write.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/market/market_facts.hpp"
#include "gateway/rules/example.hpp"
#include "gateway/store/stored_market.hpp"
#include "gateway/xml/write.hpp"

using namespace cimgate;

namespace {

struct TwoFaults {
  const char* rule;
  const char* also;
  const char* why;
};
/// Examples in which more than one thing is wrong.
const TwoFaults known[] = {
    {"BRS-NO-103.balance-agreement", "BRS-NO-103.last-contract-start",
     "after a takeover a contract is in the way, and the new supplier had no agreement then"},
    {"BRS-NO-103.last-contract-start", "BRS-NO-103.balance-agreement", "the same"},
    {"BRS-NO-104.date-within-limits", "BRS-NO-104.with-last-resort",
     "so far back in time there was another contract"},
    {"BRS-NO-121.one-payload", "BRS-NO-121.", "the second payload is an empty one"},
    {"BRS-NO-202.date-within-limits", "BRS-NO-202.sender-is-supplier", "by then the supplier is another one"},
    {"BRS-NO-213.accounting-point", "BRS-NO-213.point-inactive",
     "the one such point of the market is active"},
    {"BRS-NO-224.accounting-point", "BRS-NO-224.point-closed", "the one such point of the market is active"},
    {"BRS-NO-311.index-or-volume-required", "BRS-NO-311.elements-absent",
     "a volume stands in the place of the index"},
    {"RSM-016.grid-area", "RSM-016.role", "the role that has to name a grid area may not ask at all"},
    {"start-of-supply.point-not-blocked", "BRS-NO-101.not-the-supplier-already",
     "the one blocked point has the sender as its supplier"},
};

std::shared_ptr<const rules::Facts> facts_of(const std::string& path) {
  static std::map<std::string, std::shared_ptr<const rules::Facts>> read;
  auto& facts = read[path];
  if (!facts && !path.empty())
    facts = std::make_shared<market::MarketFacts>(
        store::market_in_memory(path, rules_test::file_text(path)).value());
  return facts;
}

}  // namespace

TEST_SUITE_BEGIN("market");

TEST_CASE("one fault, one finding: what an example of a rule has wrong is found by that rule alone") {
  const auto gateway = Gateway::open().value();
  std::size_t judged = 0;
  for (const auto& rule : gateway.engine().rules().rules())
    for (const auto& example : rule->fail) {
      auto message = rules_test::message_of(example.of, rules_test::asked_for(*rule));
      REQUIRE(rules::change(message, *rule, example));
      ValidateOptions options;
      options.schema = rules_test::asked_for(*rule);
      options.level = rule->stage == Stage::market ? Level::market : Level::message;
      options.market = facts_of(example.market);
      if (example.as_of) options.as_of = rules::to_text(*example.as_of);
      bool found = false;
      ++judged;
      for (const auto& finding : gateway.validate(xml::to_xml(message, {}), options).findings) {
        found = found || finding.rule == rule->id;
        if (finding.rule == rule->id || finding.severity != Severity::error) continue;
        const bool is_known = std::any_of(std::begin(known), std::end(known), [&](const TwoFaults& one) {
          return rule->id == one.rule && finding.rule.starts_with(one.also);
        });
        CHECK_MESSAGE(is_known, rule->id, " ", rule->file, ":", example.line, " has also ", finding.rule);
      }
      CHECK_MESSAGE(found, rule->id, " is silent about its own example, ", rule->file, ":", example.line);
    }
  CHECK(judged > 150);
}

TEST_SUITE_END();
