// Who is told what in the answer to BRS-NO-611, by the table; the answers themselves:
// scenarios/BRS-611-what-….
#include <doctest/doctest.h>

#include <algorithm>

#include "gateway/elhub/hub/timetable.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/rules/rule_book.hpp"

namespace cimgate::test {
namespace {

ledger::Day day(const char* text) {
  return rules::parse_day(text).value();
}

using Elements = std::vector<std::string>;

}  // namespace

TEST_CASE(
    "told upfront: the last row of a role whose day has come counts, and a role without one is told "
    "nothing") {
  rules::Tables tables;
  auto& table = tables.tables["verified-master-data"];
  table.rows = {
      {{{"role", {"AG"}}, {"tells", {"A", "B"}}}, {}},
      {{{"role", {"AG"}}, {"from", {"2026-04-06"}}, {"tells", {"A"}}}, {}},
      {{{"role", {"QRY"}}, {"from", {"2026-04-06"}}, {"tells", {"C"}}}, {}},
      {{{"role", {"DDK"}}}, {}},
      // Of no role, or from no day: for nobody.
      {{{"tells", {"D"}}}, {}},
      {{{"role", {"DDM"}}, {"from", {"soon"}}, {"tells", {"E"}}}, {}},
  };
  const hub::Timetable timetable(tables);
  CHECK(timetable.told_upfront("AG", day("2026-04-05")) == Elements{"A", "B"});
  CHECK(timetable.told_upfront("AG", day("2026-04-06")) == Elements{"A"});
  CHECK(timetable.told_upfront("QRY", day("2026-04-05")).empty());
  CHECK(timetable.told_upfront("QRY", day("2026-04-06")) == Elements{"C"});
  for (const auto* role : {"DDK", "DDM", "DDQ", ""})
    CHECK(timetable.told_upfront(role, day("2027-01-01")).empty());
  const rules::Tables none;
  CHECK(hub::Timetable(none).told_upfront("DDQ", day("2027-01-01")).empty());
}

TEST_CASE("told upfront: third parties and query companies are told less than suppliers, and nothing else") {
  const auto engine = open_engine({}).value();
  const hub::Timetable timetable(engine->rules().tables());
  const auto now = day("2026-06-01");
  const auto of_suppliers = timetable.told_upfront("DDQ", now);
  CHECK(of_suppliers.size() == 8);
  for (const auto* role : {"QRY", "AG"}) {
    const auto told = timetable.told_upfront(role, now);
    CHECK(told.size() < of_suppliers.size());
    for (const auto& element : told)
      CHECK_MESSAGE(std::find(of_suppliers.begin(), of_suppliers.end(), element) != of_suppliers.end(),
                    element);
  }
  for (const auto* role : {"DDM", "SLR", "MDR"}) CHECK(timetable.told_upfront(role, now).empty());
}

}  // namespace cimgate::test
