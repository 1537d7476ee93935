#include "gateway/store/tables.hpp"

#include <doctest/doctest.h>

#include "gateway/store/load_market.hpp"
#include "gateway/store/stored_market.hpp"
#include "tests/test_database.hpp"

using namespace cimgate;

namespace {

/// A market state that goes when the test ends.
class State {
 public:
  State() {
    const auto loaded = store::load_market_text(path(), "m.yaml", text);
    REQUIRE(loaded);
    REQUIRE(loaded->errors.empty());
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  std::string path() const { return database_.location(); }
  bool on_server() const { return database_.on_server(); }
  void execute(const std::string& sql) const {
    database::Connection(path(), database::Mode::write).execute(sql);
  }
  void stamp(const database::Stamp& stamp) const {
    database::Connection(path(), database::Mode::write).set_stamp(stamp);
  }
  std::int32_t version() const { return database::Connection(path(), database::Mode::read).stamp().version; }
  /// Brings the tables up to date, as every load does.
  void renew() const { REQUIRE(store::load_market_text(path(), "none.yaml", "parties: []\n")); }

 private:
  static constexpr const char* text =
      "parties: [{ gln: \"7099990001015\", name: A, roles: [DDQ] }]\n"
      "metering_points:\n"
      "  - { gsrn: \"707057599000100316\", from: 2020-01-01, blocked_for_switching: true, meter: \"1\" }\n"
      "  - { gsrn: \"707057599000100316\", from: 2021-01-01, blocked_for_switching: null, meter: null }\n"
      "processes: [{ id: p, process: BRS-NO-101, metering_point: \"707057599000100316\", initiator: "
      "\"7099990001015\", date: 2026-01-01, status: ongoing, stage: announced, announcement: a }]\n";
  test::TestDatabase database_;
};

constexpr const char* point = "707057599000100316";
constexpr std::int32_t newest = 3;
constexpr std::int32_t application = 0x63696d67;  // "cimg"

market::MeteringPoint point_in(const State& state, const char* day) {
  const auto market = store::open_market(state.path());
  REQUIRE(market);
  return *(*market)->metering_point(point, *rules::parse_day(day));
}

void put_into_version_2(const State& state) {
  // No server had it; and none keeps a text among integers.
  if (!state.on_server())
    state.execute("UPDATE metering_points SET blocked_for_switching = '' WHERE blocked_for_switching = -1");
  state.stamp({application, 2});
}

}  // namespace

TEST_SUITE_BEGIN("store");

TEST_CASE("a yes or no that is known to be empty is a number like all others, and text is an empty text") {
  const State state;
  CHECK(state.version() == newest);
  database::Connection connection(state.path(), database::Mode::read);
  const auto row = connection.query(
      "SELECT blocked_for_switching, meter, accounting_point FROM metering_points ORDER BY \"from\" DESC");
  REQUIRE(row->step());
  CHECK(row->integer(0) == store::no_number);
  CHECK_FALSE(row->is_null(1));
  CHECK(row->text(1).empty());
  CHECK(row->is_null(2));
}

TEST_CASE("version 2 of the tables is read as it is, and brought up to date by the next load") {
  const State state;
  put_into_version_2(state);
  for (const bool renewed : {false, true}) {
    CAPTURE(renewed);
    if (renewed) state.renew();
    CHECK(state.version() == (renewed ? newest : 2));
    CHECK(*point_in(state, "2020-06-01").blocked_for_switching);
    CHECK(*point_in(state, "2021-06-01").blocked_for_switching);
    CHECK(*point_in(state, "2020-06-01").meter == "1");
    CHECK(point_in(state, "2021-06-01").meter.absent());
  }
  database::Connection connection(state.path(), database::Mode::read);
  CHECK(connection.integer("SELECT count(*) FROM metering_points WHERE blocked_for_switching = -1") == 1);
}

TEST_CASE("version 1 of the tables learns what processes wait for") {
  const State state;
  put_into_version_2(state);
  state.execute(
      "DROP INDEX processes_announced; ALTER TABLE processes DROP COLUMN stage; ALTER TABLE processes DROP "
      "COLUMN announcement; DROP TABLE sharings; DROP TABLE metering_values");
  state.stamp({application, 1});
  CHECK_FALSE(store::open_market(state.path()));
  state.renew();
  CHECK(state.version() == newest);
  const auto market = store::open_market(state.path());
  REQUIRE(market);
  const auto process = (*market)->process("p");
  REQUIRE(process.known());
  CHECK(process->stage == "waiting-for-deadline");
  CHECK(process->announcement.empty());
  CHECK((*market)->sharing_owner("s").absent());
  CHECK(*point_in(state, "2021-06-01").blocked_for_switching);
}

TEST_CASE("a version that is not known, and a file of something else, are refused and left as they are") {
  const State state;
  state.stamp({application, 4});
  for (const auto& loaded : {store::load_market_text(state.path(), "m.yaml", "parties: []\n")}) {
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().find("version 4") != std::string::npos);
  }
  CHECK_FALSE(store::open_market(state.path()));
  CHECK(state.version() == 4);
  state.stamp({1, 4});
  const auto loaded = store::load_market_text(state.path(), "m.yaml", "parties: []\n");
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().find("something else") != std::string::npos);
}

TEST_CASE("a load tells what it added and what it changed") {
  const State state;
  const auto load = [&](const std::string& text) {
    const auto loaded = store::load_market_text(state.path(), "m.yaml", text);
    REQUIRE(loaded);
    REQUIRE(loaded->counts.size() == 1);
    return loaded->counts.front();
  };
  const std::string gsrn = "metering_points: [{ gsrn: \"707057599000100316\", from: 2021-01-01, ";
  const auto same = load(gsrn + "meter: null }]\n");
  CHECK(same.stated == 1);
  CHECK(same.added == 0);
  CHECK(same.changed == 0);
  const auto said = load(gsrn + "accounting_point: true }]\n");
  CHECK(said.changed == 1);
  CHECK(*point_in(state, "2021-06-01").accounting_point);
  const auto nothing = load(gsrn + "accounting_point: null }]\n");
  CHECK(nothing.changed == 1);
  CHECK_FALSE(point_in(state, "2021-06-01").accounting_point.known());
  const auto other = load("parties: [{ gln: \"7099990001015\", name: B, roles: [DDQ] }]\n");
  CHECK(other.changed == 1);
  CHECK(other.added == 0);
}

TEST_SUITE_END();
