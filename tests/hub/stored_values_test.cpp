#include <doctest/doctest.h>

#include "gateway/elhub/ledger/ledger.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/test_database.hpp"

namespace cimgate::ledger {
namespace {

constexpr const char* gsrn = "707057599002000010";

StoredSeries series(const char* id, Seconds start, Seconds end, Seconds registered) {
  StoredSeries made;
  made.id = id;
  made.gsrn = gsrn;
  made.process = "BRS-NO-313";
  made.direction = "Out";
  made.product = "8716867000030";
  made.start = start;
  made.end = end;
  made.registered = registered;
  return made;
}

}  // namespace

TEST_CASE("metering values: what was taken stays, also when another message uses its id again") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  ledger.keep(series("a", 0, 24, 1));
  ledger.keep(series("a", 0, 24, 2));
  ledger.keep(series("b", 24, 48, 1));
  const auto day = ledger.series_of(gsrn, 0, 24);
  REQUIRE(day.size() == 2);
  CHECK(day[0].registered == 1);
  CHECK(day[1].registered == 2);
  CHECK(ledger.series("a")->registered == 2);
  // A series that ends where the asked time begins is no part of it.
  REQUIRE(ledger.series_of(gsrn, 24, 48).size() == 1);
  CHECK(ledger.series_of(gsrn, 24, 48).front().id == "b");
  CHECK(ledger.market()->last_series(gsrn, "BRS-NO-313", "Out", "8716867000030")->end == 48);
  CHECK(ledger.market()->last_series(gsrn, "BRS-NO-313", "In", "8716867000030").absent());
}

TEST_CASE("metering values: who has fallen silent is told by direction and product") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  ledger.keep(series("out", 0, 24, 1));
  auto in = series("in", 0, 48, 1);
  in.direction = "In";
  ledger.keep(in);
  CHECK(ledger.silent_since(24).empty());
  CHECK(ledger.silent_since(48) == std::vector<Ledger::SilentChannel>{{gsrn, "Out", "8716867000030", 24}});
}

TEST_CASE("metering values of a database from before they had versions are taken over") {
  const test::TemporaryFolder folder;
  const auto file = folder.file("hub.db");
  {
    Ledger ledger(file, 0);
    database::Connection(file, database::Mode::write)
        .execute(
            "DROP TABLE hub_values; CREATE TABLE hub_series (id TEXT PRIMARY KEY, gsrn INTEGER NOT NULL, "
            "process "
            "TEXT NOT NULL, sender TEXT NOT NULL, direction TEXT NOT NULL, product TEXT NOT NULL, start "
            "INTEGER "
            "NOT "
            "NULL, end INTEGER NOT NULL, registered INTEGER NOT NULL, registration TEXT NOT NULL, inserted "
            "INTEGER "
            "NOT NULL, xml TEXT NOT NULL); INSERT INTO hub_series VALUES ('a', 707057599002000010, "
            "'BRS-NO-332', "
            "'7099990002012', 'Out', '8716867000030', 0, 24, 1, '', 1, '<Withdrawn>true</Withdrawn>')");
  }
  {
    Ledger ledger(file, 0);
    const auto all = ledger.series_of(gsrn, 0, 24);
    REQUIRE(all.size() == 1);
    CHECK(all.front().withdrawn);
    CHECK(all.front().sender == "7099990002012");
  }
  {
    Ledger again(file, 0);
    CHECK(again.series_of(gsrn, 0, 24).size() == 1);
  }
}

}  // namespace cimgate::ledger
