#include "gateway/market/market_facts.hpp"

#include <doctest/doctest.h>

#include <set>

#include "gateway/store/stored_market.hpp"

using namespace cimgate;

namespace {

constexpr const char* state = R"(
parties:
  - { gln: "7099990001015", roles: [DDQ], from: 2019-02-18 }
  - { gln: "7099990001046", roles: [DDQ], from: 2019-02-18, to: 2026-09-01 }
  - { gln: "7099990001053", roles: [DDQ], from: 2026-09-01 }
  - { gln: "7099990002012", roles: [DDM, SLR], from: 2019-02-18 }
  - { gln: "7099990005013", roles: [AG] }
agents: [{ agent: "7099990004016", for: "7099990001015", roles: [DDQ] }]
grid_areas: [{ id: 50Y0CIMGATE-N-0Q, owner: "7099990002012" }]
balance_agreements:
  - { supplier: "7099990001015", grid_area: 50Y0CIMGATE-N-0Q, from: 2019-02-18 }
  - { supplier: "7099990001053", grid_area: 50Y0CIMGATE-N-0Q, from: 2026-09-01 }
customers: [{ id: "313000125", scheme: "82" }, { id: "314000277", scheme: "82" }]
metering_points:
  - { gsrn: "707057599000100316", status: E22, grid_area: 50Y0CIMGATE-N-0Q, blocked_for_switching: true, from: 2020-01-01 }
  - { gsrn: "707057599000201471", status: E22, from: 2020-01-01 }
  - { gsrn: "707057599000302581", status: E22, grid_area: 50Y0CIMGATE-N-0Q, from: 2020-01-01 }
contracts:
  - { metering_point: "707057599000100316", customer: "313000125", supplier: "7099990001046", role: DDQ, from: 2020-06-01, to: 2026-09-01 }
  - { metering_point: "707057599000100316", customer: "313000125", supplier: "7099990001053", role: DDQ, from: 2026-09-01, origin: BRS-NO-101 }
  - { metering_point: "707057599000302581", customer: "313000125", supplier: "7099990001046", role: DDQ, from: 2020-06-01, to: 2026-09-01 }
  - { metering_point: "707057599000302581", customer: "314000277", supplier: "7099990001015", role: DDQ, from: 2026-09-01, origin: BRS-NO-305 }
third_party_access: [{ metering_point: "707057599000100316", party: "7099990005013", from: 2026-02-01, to: 2026-12-01 }]
processes:
  - { id: one, process: BRS-NO-101, metering_point: "707057599000100316", initiator: "7099990001015", date: 2026-12-01, status: ongoing }
  - { id: planned, process: BRS-NO-305, metering_point: "707057599000201471", initiator: "7099990001015", date: 2027-02-01, status: ongoing }
)";

rules::Day day(const char* text) {
  return *rules::parse_day(text);
}

const market::MarketFacts& facts() {
  static const market::MarketFacts made(*store::market_in_memory("state.yaml", state));
  return made;
}

rules::Question question(const char* gsrn, const char* on = "2026-11-17") {
  rules::Question asked;
  asked.metering_point = gsrn;
  asked.on = day(on);
  asked.as_of = day("2026-11-17");
  asked.sender = asked.supplier = "7099990001015";
  asked.physical_sender = asked.sender;
  asked.role = "DDQ";
  return asked;
}

/// "none", "?" for what is not known, else the values.
std::string told(const char* name, const rules::Question& asked) {
  const auto fact = facts().look_up(name, asked);
  if (fact.kind == rules::Fact::Kind::absent) return "none";
  if (fact.kind == rules::Fact::Kind::not_known) {
    CHECK_FALSE(fact.missing.en.empty());
    CHECK_FALSE(fact.missing.nb.empty());
    return "?";
  }
  std::string all;
  for (const auto& value : fact.values) all += (all.empty() ? "" : " ") + value;
  return all;
}

constexpr const char* first = "707057599000100316";
constexpr const char* second = "707057599000201471";
constexpr const char* third = "707057599000302581";

}  // namespace

TEST_SUITE_BEGIN("market");

TEST_CASE("every look-up that rules may name is answered") {
  const auto asked = question(first);
  for (const auto& one : rules::look_ups()) {
    const auto fact = facts().look_up(one.name, asked);
    CAPTURE(one.name);
    CHECK(fact.missing.en != one.name);
    if (one.type == rules::LookUp::Type::yes_no && fact.kind == rules::Fact::Kind::known)
      CHECK((fact.values.front() == "true" || fact.values.front() == "false"));
    if (one.type == rules::LookUp::Type::day)
      for (const auto& value : fact.values) CHECK(rules::parse_day(value));
  }
}

TEST_CASE("a metering point: known, known not to be, not known") {
  CHECK(told("metering-point", question(first)) == first);
  CHECK(told("metering-point", question(first, "2019-12-31")) == "none");
  CHECK(told("metering-point", question("707057599000999999")) == "none");
  CHECK(told("metering-point", question("")) == "?");
  CHECK(told("status", question(first)) == "E22");
  CHECK(told("settlement", question(first)) == "?");
  CHECK(told("blocked-for-switching", question(first)) == "true");
  CHECK(told("grid-owner", question(first)) == "7099990002012");
  CHECK(told("grid-owner", question(second)) == "?");
  CHECK(told("status", question("707057599000999999")) == "none");
}

TEST_CASE("contracts on the day that is asked about, and the last that has begun") {
  CHECK(told("supplier", question(first, "2026-08-31")) == "7099990001046");
  CHECK(told("supplier", question(first, "2026-09-01")) == "7099990001053");
  CHECK(told("contract-start", question(first, "2026-08-31")) == "2020-06-01");
  CHECK(told("last-contract-start", question(first, "2020-07-01")) == "2026-09-01");
  CHECK(told("last-contract-origin", question(first)) == "BRS-NO-101");
  auto before = question(first);
  before.as_of = day("2026-08-31");
  CHECK(told("last-contract-start", before) == "2020-06-01");
  // The day on which it begins counts.
  before.as_of = day("2026-09-01");
  CHECK(told("last-contract-start", before) == "2026-09-01");
  before.as_of = day("2026-08-31");
  CHECK(told("last-contract-origin", before) == "?");
  // The day itself counts.
  before.as_of = day("2026-09-01");
  CHECK(told("last-contract-start", before) == "2026-09-01");
  CHECK(told("last-contract-start", question(second)) == "none");
  CHECK(told("end-user", question(second)) == "none");
}

TEST_CASE("balance agreements, in the metering point's grid area or the one that the message names") {
  CHECK(told("balance-agreement", question(first)) == "true");
  CHECK(told("balance-agreement", question(first, "2019-02-17")) == "?");
  CHECK(told("balance-agreement", question(second)) == "?");
  auto asked = question("");
  asked.grid_area = "50Y0CIMGATE-N-0Q";
  CHECK(told("balance-agreement", asked) == "true");
  asked.supplier = "7099990001053";
  asked.on = day("2026-08-31");
  CHECK(told("balance-agreement", asked) == "false");
  CHECK(told("balance-agreement-start", asked) == "2026-09-01");
  CHECK(told("area-owner", asked) == "7099990002012");
}

TEST_CASE("who may send, and see") {
  auto asked = question(first);
  CHECK(told("agent-allowed", asked) == "true");
  asked.physical_sender = "7099990004016";
  CHECK(told("agent-allowed", asked) == "true");
  asked.role = "DDM";
  CHECK(told("agent-allowed", asked) == "false");
  CHECK(told("sender-roles", asked) == "DDQ");
  CHECK(told("sender-access", question(first)) == "false");
  CHECK(told("sender-access", question(third)) == "true");
  CHECK(told("sender-access", question(third, "2026-08-31")) == "false");
  asked.role = "AG";
  asked.sender = "7099990005013";
  CHECK(told("sender-access", asked) == "true");
  CHECK(told("third-party-access", asked) == "7099990005013");
  asked.on = day("2026-12-01");
  CHECK(told("third-party-access", asked) == "none");
}

TEST_CASE("portfolio takeovers: by Elhub, and by the supplier itself from one that left") {
  CHECK(told("takeover", question(first)) == "2026-09-01");
  CHECK(told("takeover-by-hub", question(first)) == "false");
  CHECK(told("takeover-by-new-supplier", question(first)) == "true");
  CHECK(told("takeover-old-supplier-left", question(first)) == "true");
  CHECK(told("takeover-by-hub", question(third)) == "true");
  CHECK(told("takeover-by-new-supplier", question(third)) == "false");
  CHECK(told("takeover", question(second)) == "none");
  auto before = question(third);
  before.as_of = day("2026-08-20");
  CHECK(told("takeover", before) == "none");
  CHECK(told("coming-takeover", before) == "2026-09-01");
  CHECK(told("coming-takeover", question(third)) == "none");
  before.as_of = day("2026-08-31");
  CHECK(told("coming-takeover", before) == "2026-09-01");
  before.as_of = day("2026-09-01");
  CHECK(told("coming-takeover", before) == "none");
  CHECK(told("takeover", before) == "2026-09-01");
  // One that is planned and has made no contract yet.
  auto planned = question(second);
  planned.as_of = day("2027-01-31");
  CHECK(told("coming-takeover", planned) == "2027-02-01");
  planned.as_of = day("2027-02-01");
  CHECK(told("coming-takeover", planned) == "none");
  before.as_of = day("2026-08-20");
  CHECK(told("last-supplier-left", before) == "false");
  CHECK(told("last-supplier-left", question(second)) == "none");
}

TEST_CASE("processes under way, and those that messages refer to") {
  auto asked = question(first);
  CHECK(told("switch-date", asked) == "2026-12-01");
  CHECK(told("other-switch-date", asked) == "none");
  asked.supplier = "7099990001053";
  CHECK(told("other-switch-date", asked) == "2026-12-01");
  CHECK(told("switch-cancellation-deadline", asked) == "?");
  CHECK(told("referenced-process", asked) == "?");
  asked.reference = "one";
  CHECK(told("referenced-process", asked) == "BRS-NO-101");
  CHECK(told("referenced-status", asked) == "ongoing");
  asked.reference = "two";
  CHECK(told("referenced-process", asked) == "none");
}

TEST_SUITE_END();
