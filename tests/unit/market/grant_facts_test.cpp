#include <doctest/doctest.h>

#include "gateway/market/market_facts.hpp"
#include "gateway/store/load_market.hpp"
#include "gateway/store/stored_market.hpp"

using namespace cimgate;

namespace {

const std::string parties = R"(
parties: [{ gln: "7099990001015", roles: [DDQ] }, { gln: "7099990001022", roles: [DDQ] }]
metering_points: [{ gsrn: "707057599000100316", from: 2026-01-01 }, { gsrn: "707057599000201471", from: 2026-01-01 }]
)";
const std::string state = parties + R"(
grants:
  - { id: switch, kind: ChangeOfBalanceSupplierForPerson, metering_point: "707057599000100316", party: "7099990001015", customer: "29919243161", from: 2026-06-10, to: 2027-06-10, status: Active }
  - { id: used, kind: ChangeOfBalanceSupplierForPerson, metering_point: "707057599000100316", party: "7099990001015", customer: "29919243161", from: 2026-06-10, status: Exhausted }
  - { id: ahead, kind: MoveInAndChangeOfBalanceSupplierForPerson, metering_point: "707057599000100316", party: "7099990001015", customer: "29919243161", from: 2026-06-10, status: Active }
  - { id: back, kind: MoveInAndChangeOfBalanceSupplierForPerson, metering_point: "707057599000100316", party: "7099990001015", customer: "29919243161", from: 2026-06-10, move_in: 2026-06-01, status: Active }
controls: [{ control: consent, from: 2026-12-01, to: 2027-03-01 }]
)";

rules::Question question(const std::string& consent) {
  rules::Question asked;
  asked.metering_point = "707057599000100316";
  asked.supplier = "7099990001015";
  asked.customer = "29919243161";
  asked.process = "BRS-NO-101";
  asked.consent = consent;
  asked.on = rules::parse_day("2026-07-01");
  asked.as_of = *rules::parse_day("2026-06-15");
  return asked;
}

std::string told(const char* name, const rules::Question& asked, const std::string& of = state) {
  const market::MarketFacts facts(*store::market_in_memory("state.yaml", of));
  const auto fact = facts.look_up(name, asked);
  if (fact.kind == rules::Fact::Kind::absent) return "none";
  if (fact.kind == rules::Fact::Kind::not_known) return "?";
  return fact.values.front();
}

}  // namespace

TEST_SUITE_BEGIN("market");

TEST_CASE("the grant that a message names") {
  CHECK(told("grant", question("switch")) == "switch");
  CHECK(told("grant", question("another")) == "none");
  CHECK(told("grant", question("")) == "?");
  // A state that was told of no grants at all does not know.
  CHECK(told("grant", question("switch"), parties) == "?");
  CHECK(told("grant-status", question("switch")) == "Active");
  CHECK(told("grant-status", question("used")) == "Exhausted");
  CHECK(told("grant-from", question("switch")) == "2026-06-10");
  CHECK(told("grant-to", question("switch")) == "2027-06-10");
  CHECK(told("grant-to", question("used")) == "none");
  auto late = question("switch");
  late.as_of = *rules::parse_day("2027-06-09");
  CHECK(told("grant-status", late) == "Active");
  late.as_of = *rules::parse_day("2027-06-10");
  CHECK(told("grant-status", late) == "Expired");
  late.consent = "used";
  CHECK(told("grant-status", late) == "Exhausted");
}

TEST_CASE("what a grant is for") {
  auto asked = question("switch");
  for (const auto* name :
       {"grant-for-supplier", "grant-for-point", "grant-for-customer", "grant-for-process", "grant-for-day"})
    CHECK(told(name, asked) == "true");
  asked.supplier = "7099990001022";
  CHECK(told("grant-for-supplier", asked) == "false");
  asked.metering_point = "707057599000201471";
  CHECK(told("grant-for-point", asked) == "false");
  asked.customer = "17838461263";
  CHECK(told("grant-for-customer", asked) == "false");
  for (const auto* process : {"BRS-NO-102", "BRS-NO-103"}) {
    asked.process = process;
    asked.consent = "switch";
    CHECK(told("grant-for-process", asked) == "false");
    asked.consent = "ahead";
    CHECK(told("grant-for-process", asked) == "true");
  }
  asked.process = "BRS-NO-101";
  CHECK(told("grant-for-process", asked) == "false");
}

TEST_CASE("a move-in back in time is for its day, one ahead for any") {
  auto asked = question("back");
  asked.process = "BRS-NO-103";
  CHECK(told("grant-for-day", asked) == "false");
  asked.on = rules::parse_day("2026-06-01");
  CHECK(told("grant-for-day", asked) == "true");
  asked.process = "BRS-NO-102";
  CHECK(told("grant-for-day", asked) == "false");
  asked.consent = "ahead";
  CHECK(told("grant-for-day", asked) == "true");
  asked.process = "BRS-NO-103";
  CHECK(told("grant-for-day", asked) == "false");
}

TEST_CASE("a control is in force from its day on") {
  auto asked = question("switch");
  for (const auto& [day, in_force] : {std::pair("2026-11-30", "false"), std::pair("2026-12-01", "true"),
                                      std::pair("2027-02-28", "true"), std::pair("2027-03-01", "false")}) {
    asked.as_of = *rules::parse_day(day);
    CHECK(told("consent-control", asked) == in_force);
  }
  CHECK(told("consent-control", asked, parties) == "false");
}

TEST_SUITE_END();
