#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>

#include "gateway/market/market_facts.hpp"
#include "gateway/store/stored_market.hpp"

using namespace cimgate;

namespace {

/// Points whose contracts differ from a takeover by one thing each, and everything else with a first and a
/// last day.
constexpr const char* state = R"(
parties:
  - { gln: "7099990001015", name: stays, roles: [DDQ], from: 2019-02-18 }
  - { gln: "7099990001046", name: leaves, roles: [DDQ], from: 2019-02-18, to: 2026-09-01 }
  - { gln: "7099990001053", name: comes, roles: [DDQ, SLR], from: 2026-08-01 }
  - { gln: "7099990002012", name: grid, roles: [DDM, MDR, DDE], from: 2019-02-18 }
  - { gln: "7099990002036", name: next grid, roles: [DDM], from: 2019-02-18 }
  - { gln: "7099990002029", name: last resort, roles: [SLR], from: 2019-02-18, to: 2026-11-01 }
  - { gln: "7099990005013", name: third party, roles: [AG], from: 2022-01-01 }
agents:
  - { agent: "7099990003019", for: "7099990002012", roles: [DDE], from: 2026-02-01, to: 2026-05-01 }
  - { agent: "7099990003019", for: "7099990001015", roles: [DDQ], from: 2026-03-01 }
  - { agent: "7099990004016", for: "7099990002012", roles: [DDM], from: 2026-02-01 }
  - { agent: "7099990004023", for: "7099990002012", roles: [MDR], from: 2026-02-01, to: 2026-03-01 }
grid_areas:
  - { id: 50Y0CIMGATE-N-0Q, owner: "7099990002012" }
  - { id: 50Y0CIMGATE-N-0Q, owner: "7099990002036", from: 2026-10-01 }
balance_agreements:
  - { supplier: "7099990001015", grid_area: 50Y0CIMGATE-N-0Q, from: 2019-02-18, to: 2026-07-01 }
  - { supplier: "7099990001053", grid_area: 50Y0CIMGATE-N-0Q, from: 2026-08-31 }
  - { supplier: "7099990002029", grid_area: 50Y0CIMGATE-N-0Q, from: 2026-03-01, to: 2026-05-01 }
  - { supplier: "7099990002029", grid_area: 50Y0CIMGATE-N-0Q, from: 2026-06-01 }
customers: [{ id: "313000125", scheme: "82" }, { id: "314000277", scheme: "82" }]
metering_points:
  # taken over by the supplier itself from one that left
  - { gsrn: "707057599000100316", type: E17, status: E23, settlement: E02, resolution: PT1H, grid_area: 50Y0CIMGATE-N-0Q, accounting_point: true, blocked_for_switching: false, meter: m1, from: 2026-01-01 }
  - { gsrn: "707057599000100316", status: E22, from: 2026-02-01 }
  - { gsrn: "707057599000100316", blocked_for_switching: true, meter: null, from: 2026-03-01 }
  - { gsrn: "707057599000100316", status: E31, from: 2026-12-01 }
  # by the hub
  - { gsrn: "707057599000302581", status: E22, grid_area: 50Y0CIMGATE-N-0Q, from: 2026-01-01 }
  # another customer
  - { gsrn: "707057599000403691", status: E22, grid_area: 50Y0CIMGATE-N-0Q, from: 2026-01-01 }
  # the same supplier
  - { gsrn: "707057599000807048", status: E22, grid_area: 50Y0CIMGATE-N-0Q, from: 2026-01-01 }
  # a day between
  - { gsrn: "707057599000110193", status: E22, grid_area: 50Y0CIMGATE-N-0Q, from: 2026-01-01 }
  # another process
  - { gsrn: "707057599000504718", status: E22, grid_area: 50Y0CIMGATE-N-0Q, from: 2026-01-01 }
  # from one that stays, with switches under way
  - { gsrn: "707057599000605828", status: E22, grid_area: 50Y0CIMGATE-N-0Q, from: 2026-01-01 }
  # nowhere, by the hub
  - { gsrn: "707057599000160648", from: 2026-01-01 }
contracts:
  - { metering_point: "707057599000100316", customer: "313000125", supplier: "7099990001046", role: DDQ, from: 2026-02-01, to: 2026-09-01 }
  - { metering_point: "707057599000100316", customer: "313000125", supplier: "7099990001053", role: DDQ, from: 2026-09-01, origin: BRS-NO-101 }
  - { metering_point: "707057599000302581", customer: "313000125", supplier: "7099990001046", role: DDQ, from: 2026-02-01, to: 2026-08-31 }
  - { metering_point: "707057599000302581", customer: "313000125", supplier: "7099990001053", role: DDQ, from: 2026-08-31, origin: BRS-NO-305 }
  - { metering_point: "707057599000403691", customer: "314000277", supplier: "7099990001046", role: DDQ, from: 2026-02-01, to: 2026-09-01 }
  - { metering_point: "707057599000403691", customer: "313000125", supplier: "7099990001053", role: DDQ, from: 2026-09-01, origin: BRS-NO-101 }
  - { metering_point: "707057599000807048", customer: "313000125", supplier: "7099990001046", role: DDQ, from: 2026-02-01, to: 2026-09-01 }
  - { metering_point: "707057599000807048", customer: "313000125", supplier: "7099990001046", role: SLR, from: 2026-09-01, to: 2026-10-01, origin: BRS-NO-101 }
  - { metering_point: "707057599000110193", customer: "313000125", supplier: "7099990001046", role: DDQ, from: 2026-02-01, to: 2026-08-31 }
  - { metering_point: "707057599000110193", customer: "313000125", supplier: "7099990001053", role: DDQ, from: 2026-09-01, origin: BRS-NO-101 }
  - { metering_point: "707057599000504718", customer: "313000125", supplier: "7099990001046", role: DDQ, from: 2026-02-01, to: 2026-09-01 }
  - { metering_point: "707057599000504718", customer: "313000125", supplier: "7099990001053", role: DDQ, from: 2026-09-01, origin: BRS-NO-102 }
  - { metering_point: "707057599000605828", customer: "313000125", supplier: "7099990001015", role: DDQ, from: 2026-02-01, to: 2026-09-01 }
  - { metering_point: "707057599000605828", customer: "313000125", supplier: "7099990001053", role: DDQ, from: 2026-09-01, origin: BRS-NO-101 }
  - { metering_point: "707057599000160648", customer: "313000125", supplier: "7099990001053", role: DDQ, from: 2026-09-01, origin: BRS-NO-305 }
third_party_access:
  - { metering_point: "707057599000100316", party: "7099990005013", from: 2026-01-15, to: 2026-12-01 }
  - { metering_point: "707057599000302581", party: "7099990005013", from: 2026-04-01, to: 2026-06-01 }
processes:
  - { id: switch, process: BRS-NO-101, metering_point: "707057599000605828", initiator: "7099990001015", date: 2026-12-01, status: ongoing, cancellation_deadline: 2026-11-27 }
  - { id: other, process: BRS-NO-101, metering_point: "707057599000605828", initiator: "7099990001053", date: 2026-12-02, status: ongoing, cancellation_deadline: 2026-11-30, stage: announced }
  - { id: over, process: BRS-NO-101, metering_point: "707057599000605828", initiator: "7099990001015", date: 2026-05-01, status: completed }
  - { id: move-in, process: BRS-NO-102, metering_point: "707057599000605828", initiator: "7099990001015", date: 2026-12-03, status: ongoing, stage: waiting-for-activation, announcement: told }
  - { id: hub, process: BRS-NO-305, metering_point: "707057599000504718", initiator: "7099990001053", date: 2026-12-15, status: ongoing }
  - { id: hub-over, process: BRS-NO-305, metering_point: "707057599000403691", initiator: "7099990001053", date: 2026-12-15, status: cancelled }
  - { id: asked, process: BRS-NO-601, metering_point: "707057599000100316", initiator: "7099990001053", date: 2026-06-01, status: ongoing, stage: waiting-for-answer }
  - { id: asked-nowhere, process: BRS-NO-601, metering_point: "707057599000160648", initiator: "7099990001053", date: 2026-06-01, status: ongoing, stage: waiting-for-answer }
sharings: [{ id: roof, owner: "7099990002012" }]
metering_values:
  - { metering_point: "707057599000100316", process: BRS-NO-311, direction: Out, product: "8716867000030", start: "2026-05-01T00:00:00+02:00", end: "2026-05-01T00:00:00+02:00", registered: "2026-05-02T05:00:00+02:00", id: reading }
  - { metering_point: "707057599000100316", process: BRS-NO-313, direction: Out, product: "8716867000030", start: "2026-05-01T00:00:00+02:00", end: "2026-05-02T00:00:00+02:00", registered: "2026-05-02T05:00:00+02:00", id: values }
  - { metering_point: "707057599000160648", process: BRS-NO-311, direction: Out, product: "8716867000030", start: "2026-05-01T00:00:00+02:00", end: "2026-05-01T00:00:00+02:00", registered: "2026-05-02T05:00:00+02:00", id: reading-nowhere }
)";

constexpr const char* points[] = {"707057599000100316", "707057599000302581", "707057599000403691",
                                  "707057599000807048", "707057599000110193", "707057599000504718",
                                  "707057599000605828", "707057599000160648", "707057599000908158"};

const market::MarketFacts& facts() {
  static const market::MarketFacts made(*store::market_in_memory("state.yaml", state));
  return made;
}

/// Each day that the state names, the one before and the one after.
const std::set<rules::Day>& days() {
  static const auto all = [] {
    std::set<rules::Day> found;
    const std::string_view text = state;
    for (std::size_t at = 0; at + 10 <= text.size(); ++at)
      if (const auto day = rules::parse_day(text.substr(at, 10)))
        for (int beside = -1; beside <= 1; ++beside) found.insert(*day + std::chrono::days(beside));
    return found;
  }();
  return all;
}

std::string told(std::string_view name, const rules::Question& asked) {
  const auto fact = facts().look_up(name, asked);
  if (fact.kind == rules::Fact::Kind::absent) return "none";
  if (fact.kind == rules::Fact::Kind::not_known)
    return "? " + fact.missing.en.substr(0, fact.missing.en.find(" on 20"));
  return fact.values.empty() ? "nothing" : fmt::format("{}", fmt::join(fact.values, "+"));
}

/// What is told from which day on.
template <class Put>
std::string over_time(std::string_view name, rules::Question asked, const Put& put) {
  std::string line, last;
  for (const auto day : days()) {
    put(asked, day);
    const auto now = told(name, asked);
    if (now != last) line += line.empty() ? now : fmt::format(" · {} {}", rules::to_text(day), now);
    last = now;
  }
  return line;
}

/// Of which day the answer is: all on one day; what holds on a day, judged on another; the other way round.
std::string over_time(std::string_view name, const rules::Question& asked) {
  const auto middle = *rules::parse_day("2026-06-15");
  const auto both =
      over_time(name, asked, [](rules::Question& one, rules::Day day) { one.on = one.as_of = day; });
  const auto on = over_time(name, asked, [&](rules::Question& one, rules::Day day) {
    one.on = day;
    one.as_of = middle;
  });
  const auto as_of = over_time(name, asked, [&](rules::Question& one, rules::Day day) {
    one.on = middle;
    one.as_of = day;
  });
  if (both == on && both == as_of) return both;
  return fmt::format("{}\n    on a day: {}\n    judged on a day: {}", both, on == both ? "the same" : on,
                     as_of == both ? "the same" : as_of);
}

std::string of_points() {
  std::string text;
  for (const auto* gsrn : points)
    for (const auto& one : rules::look_ups()) {
      rules::Question asked;
      asked.message = "another";
      asked.metering_point = gsrn;
      asked.sender = asked.supplier = asked.physical_sender = "7099990001015";
      asked.role = "DDQ";
      asked.process = "BRS-NO-101";
      text += fmt::format("{} {}: {}\n", gsrn, one.name, over_time(one.name, asked));
    }
  return text;
}

/// What hangs on who asks, in which role.
std::string of_askers() {
  struct Who {
    const char *sender, *by, *role;
  };
  constexpr Who all[] = {
      {"7099990001046", "7099990001046", "DDQ"}, {"7099990001053", "7099990001053", "DDQ"},
      {"7099990001053", "7099990001053", "SLR"}, {"7099990001015", "7099990003019", "DDQ"},
      {"7099990001015", "7099990003019", "SLR"}, {"7099990002012", "7099990002012", "DDM"},
      {"7099990002036", "7099990002036", "DDM"}, {"7099990002012", "7099990003019", "DDE"},
      {"7099990002012", "7099990004016", "DDM"}, {"7099990003019", "7099990003019", "DDE"},
      {"7099990004016", "7099990004016", "DDM"}, {"7099990004023", "7099990004023", "MDR"},
      {"7099990005013", "7099990005013", "AG"},  {"7099990005013", "", "DDQ"},
      {"7099990002029", "7099990002029", "SLR"}, {"7099990009999", "7099990009999", "DDE"}};
  std::string text;
  for (const auto* gsrn : {"707057599000100316", "707057599000302581", "707057599000160648"})
    for (const auto& [sender, by, role] : all)
      for (const auto* name : {"sender-access", "sender-roles", "agent-allowed", "third-party-access",
                               "sends-values", "balance-agreement", "balance-agreement-start"}) {
        rules::Question asked;
        asked.metering_point = gsrn;
        asked.sender = asked.supplier = sender;
        asked.physical_sender = by;
        asked.role = role;
        text += fmt::format("{} {} of {} as {} by {}: {}\n", gsrn, name, sender, role, by,
                            over_time(name, asked));
      }
  return text;
}

/// What hangs on what is referred to, or searched for.
std::string of_references() {
  std::string text;
  for (const auto* reference :
       {"", "switch", "other", "over", "move-in", "told", "asked", "asked-nowhere", "roof", "x"})
    for (const auto* process : {"BRS-NO-601", "BRS-NO-101"})
      for (const auto* name : {"referenced-process", "referenced-status", "referenced-point",
                               "referenced-initiator", "referenced-stage", "sharing-owner", "question-to"}) {
        rules::Question asked;
        asked.reference = reference;
        asked.process = process;
        text += fmt::format("{} '{}' in {}: {}\n", name, reference, process, over_time(name, asked));
      }
  for (const auto* payload : {"", "reading", "values", "reading-nowhere", "x"}) {
    rules::Question asked;
    asked.payload = payload;
    text += fmt::format("referenced-reading '{}': {}\n", payload, over_time("referenced-reading", asked));
  }
  for (const auto* area : {"", "50Y0CIMGATE-N-0Q", "50Y0CIMGATE-W-0R"})
    for (const auto* name : {"area-owner", "balance-agreement", "balance-agreement-start"}) {
      rules::Question asked;
      asked.grid_area = area;
      asked.supplier = "7099990002029";
      text += fmt::format("{} '{}': {}\n", name, area, over_time(name, asked));
    }
  for (const auto* meter : {"m1", "m2"}) {
    rules::Question asked;
    asked.meter = meter;
    asked.metering_point = "7070575990";
    text += fmt::format("found-points '{}': {}\n", meter, over_time("found-points", asked));
  }
  for (const auto* process : {"BRS-NO-101", "BRS-NO-102", "BRS-NO-103"})
    for (const auto* sender : {"7099990001015", "7099990001053"})
      for (const auto* message : {"another", "switch", "other"})
        for (const auto* name : {"own-process-date", "other-switch-date"}) {
          rules::Question asked;
          asked.metering_point = "707057599000605828";
          asked.process = process;
          asked.sender = asked.supplier = sender;
          asked.message = message;
          text += fmt::format("{} of {} in {} by '{}': {}\n", name, sender, process, message,
                              over_time(name, asked));
        }
  return text;
}

void hold(const std::string& name, const std::string& text) {
  const auto file = fmt::format(CIMGATE_SOURCE_DIR "/tests/unit/market/timelines/{}.txt", name);
  if (std::getenv("CIMGATE_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(file, std::ios::binary) << text;
    return;
  }
  std::ifstream kept(file, std::ios::binary);
  CHECK_MESSAGE(text == std::string(std::istreambuf_iterator<char>(kept), {}), file);
}

}  // namespace

TEST_SUITE_BEGIN("market");

// What is told on the day before a change, on the day and after it: a line a fact, and from which day on it
// is another. With CIMGATE_UPDATE_GOLDEN=1 the test writes what it then compares with.
TEST_CASE("timelines: every fact from day to day, for every asker, as it is kept") {
  hold("points", of_points());
  hold("askers", of_askers());
  hold("references", of_references());
}

TEST_SUITE_END();
