#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ios>
#include <thread>
#include <tuple>

#include "gateway/store/load_market.hpp"
#include "gateway/store/stored_market.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/test_database.hpp"

using namespace cimgate;

namespace {

/// A database that goes when the test ends.
class Database {
 public:
  std::string path() const { return database_.location(); }
  store::Loaded load(const std::string& text) const {
    auto loaded = store::load_market_text(path(), "m.yaml", text);
    REQUIRE_MESSAGE(loaded, loaded.error());
    return *loaded;
  }
  std::shared_ptr<const market::Market> open() const { return *store::open_market(path()); }

 private:
  test::TestDatabase database_;
};

market::Day day(const char* text) {
  return *rules::parse_day(text);
}

constexpr const char* point = "707057599000100316";
const std::string parties =
    "parties:\n"
    "  - { gln: \"7099990001015\", name: A, roles: [DDQ], from: 2019-02-18 }\n"
    "  - { gln: \"7099990001022\", name: B, roles: [DDQ, SLR], from: 2019-02-18, to: 2026-01-01 }\n"
    "grid_areas: [{ id: 50Y0CIMGATE-N-0Q, owner: \"7099990001015\", from: 2019-02-18 }]\n"
    "customers: [{ id: \"313000125\", scheme: \"82\", name: C }]\n";

std::string contract(const std::string& supplier, const std::string& from, const std::string& to = "null") {
  return "  - { metering_point: \"" + std::string(point) + "\", customer: \"313000125\", supplier: \"" +
         supplier + "\", role: DDQ, from: " + from + ", to: " + to + ", origin: BRS-NO-305 }\n";
}

std::string metering_point(const std::string& rest) {
  return "metering_points: [{ gsrn: \"" + std::string(point) + "\", " + rest + " }]\n";
}

}  // namespace

TEST_SUITE_BEGIN("store");

TEST_CASE("a metering point is known from its first day on, field by field") {
  const Database database;
  database.load(parties + metering_point("type: E17, status: E23, grid_area: 50Y0CIMGATE-N-0Q, meter: \"1\", "
                                         "blocked_for_switching: true, from: 2020-01-01"));
  database.load(metering_point("status: E22, meter: null, from: 2021-01-01"));
  const auto market = database.open();
  CHECK(market->metering_point(point, day("2019-12-31")).absent());
  CHECK(market->metering_point("707057599000201471", day("2021-12-31")).absent());
  const auto before = market->metering_point(point, day("2020-12-31"));
  REQUIRE(before.known());
  CHECK(*before->status == "E23");
  CHECK(*before->meter == "1");
  CHECK(before->settlement.knowledge() == market::Knowledge::not_known);
  CHECK(before->accounting_point.knowledge() == market::Knowledge::not_known);
  const auto after = market->metering_point(point, day("2021-01-01"));
  REQUIRE(after.known());
  CHECK(*after->status == "E22");
  CHECK(*after->type == "E17");
  CHECK(*after->blocked_for_switching);
  CHECK(after->meter.absent());
  CHECK(after->since == day("2021-01-01"));
  CHECK(market->changes_of(point) == std::vector{day("2020-01-01"), day("2021-01-01")});
}

TEST_CASE("a later file changes what follows, in whatever order files come") {
  const auto points = metering_point("status: E22, from: 2019-01-01");
  const auto first = parties + points + "contracts:\n" + contract("7099990001022", "2020-01-01");
  const auto second =
      parties + points + "contracts:\n" + contract("7099990001015", "2024-05-01", "2025-01-01");
  for (const bool turned : {false, true}) {
    const Database database;
    database.load(turned ? second : first);
    database.load(turned ? first : second);
    const auto contracts = database.open()->contracts_of(point);
    REQUIRE(contracts.size() == 2);
    CHECK(contracts[0].supplier == "7099990001022");
    CHECK(contracts[0].period == market::Period{day("2020-01-01"), day("2024-05-01")});
    CHECK(contracts[1].supplier == "7099990001015");
    CHECK(contracts[1].period == market::Period{day("2024-05-01"), day("2025-01-01")});
    CHECK(contracts[1].origin == "BRS-NO-305");
    CHECK(market::held_on(contracts, day("2024-05-01")) == &contracts[1]);
    CHECK(market::held_on(contracts, day("2025-01-01")) == nullptr);
    CHECK(market::held_on(contracts, day("2019-12-31")) == nullptr);
  }
}

TEST_CASE("between two contracts with a gap nobody supplies") {
  const Database database;
  database.load(parties + metering_point("status: E22, from: 2019-01-01") + "contracts:\n" +
                contract("7099990001022", "2020-01-01", "2021-01-01") +
                contract("7099990001015", "2024-05-01"));
  const auto contracts = database.open()->contracts_of(point);
  REQUIRE(contracts.size() == 2);
  CHECK(contracts[0].period == market::Period{day("2020-01-01"), day("2021-01-01")});
  CHECK(market::held_on(contracts, day("2020-12-31")) == &contracts[0]);
  CHECK(market::held_on(contracts, day("2021-01-01")) == nullptr);
  CHECK(market::held_on(contracts, day("2024-04-30")) == nullptr);
  CHECK(market::held_on(contracts, day("2024-05-01")) == &contracts[1]);
}

TEST_CASE("the same file twice changes nothing") {
  const Database database;
  const auto text = parties + metering_point("status: E22, meter: null, from: 2020-01-01") + "contracts:\n" +
                    contract("7099990001022", "2020-01-01");
  for (const auto& count : database.load(text).counts) CHECK(count.added == count.stated);
  for (const auto& count : database.load(text).counts) {
    CHECK(count.added == 0);
    CHECK(count.changed == 0);
  }
  const auto other = database.load("customers: [{ id: \"313000125\", scheme: \"82\", name: D }]");
  CHECK(other.counts.front().changed == 1);
}

TEST_CASE("parties, owners, agents, agreements and access on a day") {
  const Database database;
  database.load(
      parties + metering_point("status: E22, from: 2020-01-01") +
      "agents: [{ agent: \"7099990004016\", for: \"7099990001015\", roles: [DDQ, QRY], from: 2024-01-01, to: "
      "2025-01-01 }]\n"
      "balance_agreements:\n"
      "  - { supplier: \"7099990001015\", grid_area: 50Y0CIMGATE-N-0Q, from: 2019-02-18, to: 2022-01-01 }\n"
      "  - { supplier: \"7099990001015\", grid_area: 50Y0CIMGATE-N-0Q, from: 2023-01-01 }\n"
      "third_party_access: [{ metering_point: \"707057599000100316\", party: \"7099990001022\", from: "
      "2021-01-01 }]\n"
      "processes: [{ id: a-b, process: BRS-NO-101, metering_point: \"707057599000100316\", initiator: "
      "\"7099990001015\", date: 2026-12-01, status: ongoing, cancellation_deadline: 2026-11-27 }]\n");
  const auto market = database.open();
  CHECK(market->grid_owner("50Y0CIMGATE-N-0Q", day("2019-02-17")).absent());
  CHECK(*market->grid_owner("50Y0CIMGATE-N-0Q", day("2019-02-18")) == "7099990001015");
  const auto history = market->party_history("7099990001022");
  REQUIRE(market::held_on(history, day("2025-12-31")) != nullptr);
  CHECK(market::held_on(history, day("2025-12-31"))->roles == std::vector<std::string>{"DDQ", "SLR"});
  CHECK(market::held_on(history, day("2026-01-01")) == nullptr);
  CHECK(market->party_history("7099990009999").empty());
  CHECK(market->roles_of_agent("7099990004016", "7099990001015", day("2024-06-01")).size() == 2);
  CHECK(market->roles_of_agent("7099990004016", "7099990001015", day("2025-01-01")).empty());
  CHECK(market->roles_of_agent("7099990004016", "7099990001022", day("2024-06-01")).empty());
  const auto agreements = market->balance_agreements("7099990001015", "50Y0CIMGATE-N-0Q");
  CHECK(agreements.size() == 2);
  CHECK(market::held_on(agreements, day("2022-06-01")) == nullptr);
  CHECK(market::held_on(agreements, day("2023-06-01")) != nullptr);
  CHECK(market->balance_agreements("7099990001022").empty());
  CHECK(market->third_party_access(point).size() == 1);
  REQUIRE(market->process("a-b").known());
  CHECK(*market->process("a-b")->cancellation_deadline == day("2026-11-27"));
  CHECK(market->process("b-a").absent());
  CHECK(market->processes_of(point).size() == 1);
  CHECK(market->customer("313000125")->scheme == "82");
}

TEST_CASE("with a mistake nothing is loaded, and no empty database stays") {
  const Database database;
  const auto broken = database.load(parties + "contracts:\n" + contract("7099990001022", "2020-01-01") +
                                    contract("7099990001015", "2021-01-01"));
  REQUIRE(broken.errors.count() == 3);
  CHECK(to_string(broken.errors.list()[0]) ==
        "m.yaml:7:23: this metering_point is not stated in 'metering_points', neither here nor in the market "
        "state");
  CHECK(to_string(broken.errors.list()[1]) ==
        "m.yaml:8:5: this contract overlaps with the one on line 7 of the same metering point: that one must "
        "have a "
        "'to' no later than this 'from'");
  CHECK_FALSE(std::filesystem::exists(database.path()));
  database.load(parties);
  database.load("customers: [{ id: \"314000277\", scheme: \"82\" }]\ncontracts:\n" +
                contract("7099990001022", "2020-01-01"));
  const auto sizes = database.open()->sizes();
  CHECK(std::find(sizes.begin(), sizes.end(), std::pair<std::string, std::int64_t>("customers", 1)) !=
        sizes.end());
}

TEST_CASE("the same record twice in a file is a mistake") {
  const Database database;
  const auto twice = database.load(
      "customers:\n  - { id: \"313000125\", scheme: \"82\" }\n  - { id: \"313000125\", scheme: \"82\" }\n");
  REQUIRE(twice.errors.count() == 1);
  CHECK(to_string(twice.errors.list()[0]) == "m.yaml:3:5: stated before, on line 2: the same id");
}

TEST_CASE("a load that breaks off leaves the database that was there, and none where there was none") {
  const Database database;
  store::LoadOptions breaks;
  breaks.before_commit = [](database::Connection&, const store::Loaded&) {
    throw std::ios_base::failure("the file ends in the middle");
  };
  CHECK_FALSE(store::load_market_text(database.path(), "m.yaml", parties, breaks));
  CHECK_FALSE(std::filesystem::exists(database.path()));
  database.load(parties);
  CHECK_FALSE(store::load_market_text(database.path(), "m.yaml", parties + metering_point("from: 2020-01-01"),
                                      breaks));
  const auto market = database.open();
  CHECK(market->changes_of(point).empty());
  CHECK(market->party_history("7099990001015").size() == 1);
}

TEST_CASE("several threads ask at the same time, also while a file is loaded") {
  const Database database;
  database.load(parties + metering_point("status: E22, from: 2020-01-01"));
  const auto market = database.open();
  std::vector<int> right(4);
  {
    std::vector<std::jthread> threads;
    for (auto& count : right)
      threads.emplace_back([&] {
        for (int i = 0; i < 300; ++i)
          if (market->metering_point(point, day("2020-01-01")).known()) ++count;
      });
    for (int i = 0; i < 5; ++i)
      database.load(metering_point("status: E23, from: 202" + std::to_string(i + 1) + "-01-01"));
  }
  CHECK(right == std::vector<int>{300, 300, 300, 300});
  CHECK(market->changes_of(point).size() == 6);
}

TEST_CASE("a snapshot stays as it was taken, and holds up nobody") {
  const Database database;
  database.load(parties + metering_point("status: E22, from: 2020-01-01"));
  const store::MarketSnapshots snapshots(database.path());
  const auto status = [](const market::Market& market) {
    return *market.metering_point(point, day("2020-01-01"))->status;
  };
  const auto before = snapshots.take();
  REQUIRE(before);
  database.load(metering_point("status: E23, from: 2020-01-01"));
  const auto after = snapshots.take();
  REQUIRE(after);
  CHECK(status(**before) == "E22");
  CHECK(status(**after) == "E23");
  // Several threads may ask the same one.
  std::vector<int> right(4);
  {
    std::vector<std::jthread> threads;
    for (auto& count : right)
      threads.emplace_back([&] {
        for (int i = 0; i < 100; ++i) count += status(**before) == "E22" ? 1 : 0;
      });
    database.load(metering_point("status: E31, from: 2020-01-01"));
  }
  CHECK(right == std::vector<int>{100, 100, 100, 100});
  CHECK(status(**snapshots.take()) == "E31");
  CHECK_FALSE(store::MarketSnapshots(database.path() + ".none").take());
}

TEST_CASE("what is not there is known not to be there") {
  const Database database;
  database.load(parties + metering_point("status: E22, from: 2020-01-01"));
  const auto market = database.open();
  CHECK(market->customer("314000277").absent());
  CHECK(market->grid_owner("50Y0CIMGATE-W-0R", day("2026-01-01")).absent());
  CHECK(market->process("x").absent());
  CHECK(market->process("").absent());
  CHECK(market->sharing_owner("x").absent());
  CHECK(market->contracts_of(point).empty());
  CHECK(market->changes_of("707057599000201471").empty());
  CHECK(market->parties_with_role("SLR", day("2025-12-31")) == std::vector<std::string>{"7099990001022"});
  CHECK(market->parties_with_role("SLR", day("2026-01-01")).empty());
}

TEST_CASE("values that were told: those of a time, of an area, the last of a channel") {
  const Database database;
  const std::string value = "  - { metering_point: \"" + std::string(point) +
                            "\", process: BRS-NO-313, direction: Out, product: \"1\", registered: "
                            "\"2026-01-05T00:00:00Z\", ";
  database.load(parties + metering_point("grid_area: 50Y0CIMGATE-N-0Q, from: 2020-01-01") +
                "metering_values:\n" + value +
                "id: a, start: \"1970-01-01T00:00:00Z\", end: \"1970-01-01T00:01:00Z\" }\n" + value +
                "id: b, start: \"1970-01-01T00:01:00Z\", end: \"1970-01-01T00:02:00Z\", withdrawn: true, "
                "reading_end: \"7\" }\n");
  const auto market = database.open();
  CHECK(market->series_of(point, 60, 120)->size() == 1);
  CHECK(market->series_of(point, 59, 60)->size() == 1);
  CHECK(market->series_of(point, 59, 61)->size() == 2);
  CHECK(market->series_of("707057599000201471", 0, 120)->empty());
  CHECK(market->series_in("50Y0CIMGATE-N-0Q", 60, 120)->size() == 1);
  CHECK(market->series_in("50Y0CIMGATE-N-0Q", 0, 60)->size() == 1);
  CHECK(market->series_in("50Y0CIMGATE-N-0Q", 59, 61)->size() == 2);
  CHECK(market->series_in("50Y0CIMGATE-W-0R", 0, 120)->empty());
  const auto last = market->last_series(point, "BRS-NO-313", "Out", "1");
  REQUIRE(last.known());
  CHECK(last->id == "b");
  CHECK(last->withdrawn);
  CHECK(last->reading_end == "7");
  CHECK_FALSE(market->series("a")->withdrawn);
  CHECK(market->series("a")->start == 0);
  CHECK(market->series("a")->end == 60);
  CHECK(market->series("c").absent());
  for (const auto& [process, direction, product] :
       {std::tuple("BRS-NO-312", "Out", "1"), std::tuple("BRS-NO-313", "In", "1"),
        std::tuple("BRS-NO-313", "Out", "2")})
    CHECK(market->last_series(point, process, direction, product).absent());
}

TEST_CASE("metering points are found by every key, on the day, page by page") {
  const Database database;
  const std::string other = "707057599000201471";
  database.load(
      parties + "metering_points:\n  - { gsrn: \"" + point +
      "\", from: 2020-01-01, meter: \"1\", address: { street: Gata, building_number: 1 B, post_code: "
      "\"9995\", city: BY } }\n  - { gsrn: \"" +
      other +
      "\", from: 2020-01-01, meter: \"2\", address: { street: Gaten, building_number: \"2\", post_code: "
      "\"9998\", city: BY } }\ncontracts:\n" +
      contract("7099990001015", "2021-01-01", "2022-01-01"));
  const auto market = database.open();
  using Points = std::vector<std::string>;
  const auto found = [&](void (*fill)(market::PointSearch&), const char* on = "2021-06-01") {
    market::PointSearch search;
    search.limit = 9;
    fill(search);
    return market->search(search, day(on));
  };
  CHECK(found([](auto&) {}) == Points{point, other});
  CHECK(found([](auto& s) { s.limit = 1; }) == Points{point});
  CHECK(found([](auto& s) { s.after = point; }) == Points{other});
  CHECK(found([](auto& s) { s.text = "7070575990002"; }) == Points{other});
  CHECK(found([](auto& s) { s.text = "x"; }).empty());
  CHECK(found([](auto& s) { s.meter = "2"; }) == Points{other});
  CHECK(found([](auto& s) { s.street = "gat*"; }) == Points{point, other});
  CHECK(found([](auto& s) { s.street = "GATA"; }) == Points{point});
  CHECK(found([](auto& s) { s.street = "Gat_"; }).empty());
  CHECK(found([](auto& s) { s.street = "Gat%"; }).empty());
  CHECK(found([](auto& s) { s.building_number = "1 b"; }) == Points{point});
  CHECK(found([](auto& s) { s.post_code = "999*"; }) == Points{point, other});
  CHECK(found([](auto& s) { s.post_code = "9998"; }) == Points{other});
  const auto by_customer = [](market::PointSearch& s) { s.customer = "313000125"; };
  CHECK(found(by_customer, "2020-12-31").empty());
  CHECK(found(by_customer, "2021-01-01") == Points{point});
  CHECK(found(by_customer, "2021-12-31") == Points{point});
  CHECK(found(by_customer, "2022-01-01").empty());
  database.load("customers: [{ id: \"314000277\", scheme: \"82\" }]\ncontracts: [{ metering_point: \"" +
                std::string(point) +
                "\", customer: \"314000277\", supplier: \"7099990001015\", role: DDQ, from: 2021-07-01 }]\n");
  CHECK(found(by_customer, "2021-06-30") == Points{point});
  CHECK(found(by_customer, "2021-07-01").empty());
}

TEST_CASE("what refers to a record that was refused is not told for it, and what refers to nothing is") {
  const Database database;
  const auto told = [&](const std::string& text) {
    std::string all;
    const auto loaded = database.load(text);
    for (const auto& error : loaded.errors.list()) all += to_string(error) + "\n";
    return all;
  };
  const auto refused = told(parties + metering_point("status: E99, from: 2020-01-01") + "contracts:\n" +
                            contract("7099990001022", "2020-01-01"));
  CHECK(std::count(refused.begin(), refused.end(), '\n') == 1);
  CHECK(refused.find("'E99'") != std::string::npos);
  const auto missing = told(parties + "contracts:\n" + contract("7099990001022", "2020-01-01"));
  CHECK(std::count(missing.begin(), missing.end(), '\n') == 1);
  CHECK(missing.find("this metering_point is not stated") != std::string::npos);
}

TEST_CASE(
    "a file that is not there, a folder and a file that cannot be read are told before anything is loaded") {
  const test::TemporaryFolder folder;
  const Database database;
  const auto none = store::load_market(database.path(), {folder.file("none.yaml")}, {});
  REQUIRE_FALSE(none);
  CHECK(none.error().find("there is no such file") != std::string::npos);
  const auto directory = folder.file("folder");
  std::filesystem::create_directory(directory);
  const auto is_folder = store::load_market(database.path(), {directory}, {});
  REQUIRE_FALSE(is_folder);
  CHECK(is_folder.error().find("cannot be read") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(database.path()));
  const auto first = folder.file("first.yaml");
  const auto second = folder.file("second.yaml");
  std::ofstream(first) << parties;
  std::ofstream(second) << metering_point("status: E22, from: 2020-01-01");
  const auto both = store::load_market(database.path(), {first, second}, {});
  REQUIRE(both);
  CHECK(both->errors.empty());
  CHECK(database.open()->metering_point(point, day("2020-01-01")).known());
}

TEST_CASE("progress is told now and then, between nothing and all") {
  const Database database;
  const test::TemporaryFolder folder;
  const auto path = folder.file("m.yaml");
  {
    std::ofstream file(path);
    file << "customers:\n";
    for (int i = 0; i < 50'001; ++i) file << "- {id: \"" << 100'000'000 + i << "\", scheme: \"82\"}\n";
  }
  std::vector<std::int64_t> told;
  store::LoadOptions options;
  options.progress = [&](std::int64_t records, double part) {
    told.push_back(records);
    CHECK(part > 0.5);
    CHECK(part <= 1);
  };
  REQUIRE(store::load_market(database.path(), {path}, options)->errors.empty());
  CHECK(told == std::vector<std::int64_t>{50'000});
  // Nobody has to listen.
  REQUIRE(store::load_market(database.path(), {path}, {})->errors.empty());
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("store files");

TEST_CASE("a file that is no market state is left alone") {
  const test::TemporaryFolder folder;
  const auto path = folder.file("market.db");
  CHECK_FALSE(store::open_market(path));
  { std::ofstream(path) << "this is a text, and none of ours\n"; }
  CHECK_FALSE(store::open_market(path));
  CHECK_FALSE(store::load_market_text(path, "m.yaml", parties));
  std::ifstream still(path);
  std::string line;
  std::getline(still, line);
  CHECK(line == "this is a text, and none of ours");
}

TEST_SUITE_END();
