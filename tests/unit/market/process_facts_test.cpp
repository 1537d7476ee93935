#include <doctest/doctest.h>

#include "gateway/market/market_facts.hpp"
#include "gateway/store/stored_market.hpp"

using namespace cimgate;

namespace {

constexpr const char* state = R"(
parties:
  - { gln: "7099990001015", roles: [DDQ] }
  - { gln: "7099990001022", roles: [DDQ] }
  - { gln: "7099990002012", roles: [DDM] }
  - { gln: "7099990002029", roles: [SLR], to: 2026-12-01 }
  - { gln: "7099990002036", roles: [SLR] }
grid_areas: [{ id: 50Y0CIMGATE-N-0Q, owner: "7099990002012" }]
balance_agreements: [{ supplier: "7099990002036", grid_area: 50Y0CIMGATE-N-0Q, from: 2026-06-01 }]
metering_points:
  - { gsrn: "707057599000100316", status: E23, grid_area: 50Y0CIMGATE-N-0Q, from: 2026-01-01 }
  - { gsrn: "707057599000100316", status: E22, from: 2026-02-01 }
  - { gsrn: "707057599000100316", settlement: E02, from: 2026-03-01 }
  - { gsrn: "707057599000100316", status: E23, from: 2026-04-01 }
  - { gsrn: "707057599000201471", from: 2026-01-01 }
processes:
  - { id: switch, process: BRS-NO-101, metering_point: "707057599000100316", initiator: "7099990001015", date: 2026-12-01, status: ongoing }
  - { id: move-in, process: BRS-NO-102, metering_point: "707057599000100316", initiator: "7099990001022", date: 2026-12-02, status: ongoing, stage: waiting-for-activation, announcement: told }
  - { id: over, process: BRS-NO-101, metering_point: "707057599000100316", initiator: "7099990001015", date: 2026-05-01, status: completed }
  - { id: late, process: BRS-NO-101, metering_point: "707057599000201471", initiator: "7099990001015", date: 2026-12-01, status: ongoing, cancellation_deadline: 2026-11-17 }
  - { id: idle, process: BRS-NO-102, metering_point: "707057599000201471", initiator: "7099990001015", date: 2026-12-01, status: ongoing, cancellation_deadline: 2026-11-17, stage: waiting-for-activation }
sharings: [{ id: roof, owner: "7099990002012" }]
)";

std::string told(const char* name, const rules::Question& asked) {
  static const market::MarketFacts facts(*store::market_in_memory("state.yaml", state));
  const auto fact = facts.look_up(name, asked);
  if (fact.kind == rules::Fact::Kind::absent) return "none";
  if (fact.kind == rules::Fact::Kind::not_known) return "?";
  std::string all;
  for (const auto& value : fact.values) all += (all.empty() ? "" : " ") + value;
  return all;
}

rules::Question question(const char* on = "2026-11-17") {
  rules::Question asked;
  asked.message = "another";
  asked.metering_point = "707057599000100316";
  asked.on = asked.as_of = *rules::parse_day(on);
  asked.sender = "7099990001015";
  asked.process = "BRS-NO-101";
  return asked;
}

}  // namespace

TEST_SUITE_BEGIN("market");

TEST_CASE("the process that a message refers to, by its message or its notice") {
  auto asked = question();
  CHECK(told("referenced-process", asked) == "?");
  asked.reference = "switch";
  // Whether its deadline has passed is open, but never after its date.
  CHECK(told("referenced-stage", asked) == "?");
  asked.as_of = *rules::parse_day("2026-11-30");
  CHECK(told("referenced-stage", asked) == "?");
  asked.as_of = *rules::parse_day("2026-12-01");
  CHECK(told("referenced-stage", asked) == "announced");
  asked.as_of = *rules::parse_day("2026-11-17");
  CHECK(told("referenced-initiator", asked) == "7099990001015");
  CHECK(told("referenced-point", asked) == "707057599000100316");
  asked.reference = "over";
  CHECK(told("referenced-stage", asked) == "done");
  asked.reference = "told";
  CHECK(told("referenced-process", asked) == "BRS-NO-102");
  CHECK(told("referenced-stage", asked) == "waiting-for-activation");
  // Until the deadline, whoever kept the state went on with it or not.
  asked.reference = "late";
  CHECK(told("referenced-stage", asked) == "waiting-for-deadline");
  asked.as_of = *rules::parse_day("2026-11-18");
  CHECK(told("referenced-stage", asked) == "announced");
  asked.reference = "idle";
  CHECK(told("referenced-stage", asked) == "waiting-for-activation");
  asked.reference = "nothing";
  CHECK(told("referenced-stage", asked) == "none");
}

TEST_CASE("the sender's own processes of the kind of the message") {
  auto asked = question();
  CHECK(told("own-process-date", asked) == "2026-12-01");
  // A message is not in its own way.
  asked.message = "switch";
  CHECK(told("own-process-date", asked) == "none");
  asked = question();
  asked.process = "BRS-NO-102";
  CHECK(told("own-process-date", asked) == "none");
  asked.sender = "7099990001022";
  CHECK(told("own-process-date", asked) == "2026-12-02");
}

TEST_CASE("since when a metering point has its status, and since when it is there") {
  CHECK(told("status-since", question("2025-12-31")) == "none");
  CHECK(told("status-since", question("2026-01-01")) == "2026-01-01");
  CHECK(told("status-since", question("2026-01-31")) == "2026-01-01");
  CHECK(told("status-since", question("2026-02-01")) == "2026-02-01");
  CHECK(told("status-since", question("2026-03-31")) == "2026-02-01");
  CHECK(told("status-since", question("2026-04-01")) == "2026-04-01");
  CHECK(told("registered-from", question("2025-12-31")) == "2026-01-01");
  auto asked = question();
  asked.metering_point = "707057599000201471";
  CHECK(told("status-since", asked) == "?");
}

TEST_CASE("the supplier of last resort: with an agreement in the grid area, else the first") {
  CHECK(told("last-resort", question("2026-05-31")) == "7099990002029");
  CHECK(told("last-resort", question("2026-06-01")) == "7099990002036");
}

TEST_CASE("who keeps a shared production") {
  auto asked = question();
  CHECK(told("sharing-owner", asked) == "none");
  asked.reference = "roof";
  CHECK(told("sharing-owner", asked) == "7099990002012");
}

TEST_CASE("another's processes, those that are over and those of another kind are none of the sender's own") {
  auto asked = question();
  asked.sender = "7099990001022";
  CHECK(told("own-process-date", asked) == "none");
  asked.process = "BRS-NO-102";
  CHECK(told("own-process-date", asked) == "2026-12-02");
  asked.message = "move-in";
  CHECK(told("own-process-date", asked) == "none");
  CHECK(told("switch-date", asked) == "2026-12-01");
  asked.supplier = "7099990001022";
  CHECK(told("other-switch-date", asked) == "2026-12-01");
  asked.supplier = "7099990001015";
  CHECK(told("other-switch-date", asked) == "none");
}

TEST_SUITE_END();
