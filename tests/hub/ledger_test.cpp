#include <doctest/doctest.h>
#include <fmt/format.h>

#include "gateway/elhub/ledger/ledger.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/test_database.hpp"

namespace cimgate::ledger {
namespace {

using rules::parse_day;

Day day(const char* text) {
  return *parse_day(text);
}

constexpr const char* gsrn = "707057599002000010";

}  // namespace

TEST_CASE("steps are taken in the order of their times, then of their making") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  ledger.schedule({0, 20, "second", "a", "", ""});
  ledger.schedule({0, 10, "first", "b", "", ""});
  ledger.schedule({0, 20, "third", "c", "", ""});
  CHECK(!ledger.take_step(9));
  CHECK(ledger.take_step(20)->name == "first");
  CHECK(ledger.take_step(20)->name == "second");
  ledger.drop_steps("c");
  CHECK(!ledger.take_step(20));
}

TEST_CASE("a ledger of before knows again what a process waits for, and whose a sharing is") {
  const test::TestDatabase kept;
  const auto path = kept.location();
  {
    Ledger ledger(path, 0);
    Case one;
    one.id = "move-in";
    one.process = "BRS-NO-102";
    one.gsrn = gsrn;
    one.initiator = one.physical_sender = "7099990001015";
    one.role = "DDQ";
    one.status = "ongoing";
    one.stage = "waiting-for-activation";
    one.announcement = "told";
    one.customer = "313000125";
    ledger.save(one);
    // As version 1 had it.
    database::Connection connection(path, database::Mode::write);
    connection.execute(R"(
      DROP INDEX processes_announced;
      ALTER TABLE hub_cases ADD COLUMN stage TEXT NOT NULL DEFAULT 'waiting-for-activation';
      ALTER TABLE hub_cases ADD COLUMN announcement TEXT NOT NULL DEFAULT 'told';
      CREATE INDEX hub_cases_announced ON hub_cases (announcement) WHERE announcement <> '';
      ALTER TABLE processes DROP COLUMN stage;
      ALTER TABLE processes DROP COLUMN announcement;
      CREATE TABLE hub_sharing (id TEXT PRIMARY KEY, owner TEXT NOT NULL, version BIGINT NOT NULL, xml TEXT NOT NULL);
      INSERT INTO hub_sharing VALUES ('roof', '7099990002012', 3, '<x/>');
      DROP TABLE sharings)");
    connection.set_stamp({connection.stamp().application, 1});
  }
  {
    Ledger ledger(path, 0);
    const auto one = ledger.find_case("move-in");
    REQUIRE(one);
    CHECK(one->stage == "waiting-for-activation");
    CHECK(one->customer == "313000125");
    CHECK(ledger.case_by_announcement("told")->id == "move-in");
    CHECK(ledger.market()->process("told")->stage == "waiting-for-activation");
    CHECK(*ledger.market()->sharing_owner("roof") == "7099990002012");
    const auto versions = ledger.sharing_versions("roof");
    REQUIRE(versions.size() == 1);
    CHECK(versions.front().version == 3);
    CHECK(versions.front().xml == "<x/>");
    CHECK(versions.front().surplus_to == "Recipient");
    CHECK(versions.front().created == 0);
    CHECK_FALSE(versions.front().withdrawn);
  }
  // Once is enough.
  Ledger again(path, 0);
  CHECK(again.sharing_versions("roof").size() == 1);
}

TEST_CASE("a ledger that begins as another one did finds the market that was there, and nothing else") {
  const test::TestDatabase kept;
  const auto path = kept.location();
  const auto state = [](const char* text) { return market::read_state("m.yaml", text); };
  REQUIRE(
      store::load_market_text(path, "m.yaml",
                              "parties: [{ gln: \"7099990001015\", name: A, roles: [DDQ] }]\n"
                              "metering_points: [{ gsrn: \"707057599002000010\", from: 2020-01-01, type: "
                              "E17, meter: null, blocked_for_switching: null, accounting_point: false }]\n"
                              "grid_areas: [{ id: 50Y0CIMGATE-N-0Q, owner: \"7099990001015\" }]\n"));
  {
    Ledger first(path, 100, {1, 2});
    const auto before = first.digest();
    const auto later = state("parties: [{ gln: \"7099990001022\", name: B, roles: [DDM] }]\n");
    first.begin();
    REQUIRE(first.load_market(std::span(&later, 1)).errors.empty());
    first.set_now(500);
    first.next_id();
    first.commit();
    CHECK(first.digest() != before);
    const test::TestDatabase other;
    Ledger second(other.in_memory(), 0, {7, 7});
    second.begin_as(first);
    CHECK(second.digest() == before);
    CHECK(second.now() == 100);
    CHECK(second.knows_party("7099990001015"));
    CHECK_FALSE(second.knows_party("7099990001022"));
    const auto point = second.market()->metering_point(gsrn, day("2026-01-01"));
    CHECK(point->meter.absent());
    CHECK_FALSE(point->blocked_for_switching.known());
    CHECK_FALSE(*point->accounting_point);
    // The ids go on as those of the first did.
    CHECK(second.next_id() == make_id({1, 2}, 1));
  }
}

TEST_CASE("a process that came with the market state is its initiator's, in the role that starts it") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  std::string yaml =
      "parties: [{ gln: \"7099990001015\", name: A, roles: [DDQ, DDM] }]\n"
      "metering_points: [{ gsrn: \"707057599002000010\", from: 2020-01-01 }]\nprocesses:\n";
  const std::pair<const char*, const char*> roles[] = {
      {"BRS-NO-101", "DDQ"}, {"BRS-NO-123", "DDM"}, {"BRS-NO-201", "DDQ"}, {"BRS-NO-211", "DDM"}};
  for (const auto& [process, role] : roles)
    yaml += fmt::format(
        "  - {{ id: of {0}, process: {0}, metering_point: \"707057599002000010\", initiator: "
        "\"7099990001015\", date: 2026-06-15, status: ongoing }}\n",
        process);
  const auto state = market::read_state("m.yaml", yaml);
  ledger.begin();
  const auto loaded = ledger.load_market(std::span(&state, 1));
  ledger.commit();
  REQUIRE(loaded.errors.empty());
  for (const auto& [process, role] : roles) {
    const auto found = ledger.find_case(fmt::format("of {}", process));
    REQUIRE_MESSAGE(found, process);
    CHECK_MESSAGE(found->role == role, process);
    CHECK(found->physical_sender == "7099990001015");
  }
}

TEST_CASE("events are those behind a number that fit every word of the filter") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  for (int i = 0; i < 2; ++i)
    for (const auto* party : {"7099990001015", "7099990001022"}) {
      Event event;
      event.kind = i == 0 ? "first" : "second";
      event.process = "BRS-NO-101";
      event.gsrn = gsrn;
      event.party = party;
      ledger.record(event);
    }
  using All = std::vector<std::int64_t>;
  const auto numbers = [&](std::int64_t after, const char* kind, const char* process, const char* point,
                           const char* party, std::size_t limit = 10) {
    All all;
    for (const auto& event : ledger.events({after, limit, kind, process, point, party}))
      all.push_back(event.sequence);
    return all;
  };
  CHECK(numbers(0, "", "", "", "") == All{1, 2, 3, 4});
  CHECK(numbers(0, "", "", "", "", 3) == All{1, 2, 3});
  CHECK(numbers(2, "", "", "", "") == All{3, 4});
  CHECK(numbers(4, "", "", "", "").empty());
  CHECK(numbers(2, "first", "", "", "").empty());
  CHECK(numbers(1, "", "", "", "7099990001015") == All{3});
  CHECK(numbers(0, "second", "", "", "7099990001022") == All{4});
  CHECK(numbers(0, "second", "BRS-NO-101", gsrn, "") == All{3, 4});
  CHECK(numbers(0, "second", "", "707057599002000027", "").empty());
  CHECK(numbers(0, "first", "BRS-NO-102", "", "").empty());
}

TEST_CASE("a market with mistakes leaves nothing behind, and the next one is loaded") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  const auto bad = market::read_state(
      "m.yaml",
      "parties: [{ gln: \"7099990001015\", name: A, roles: [DDQ] }]\ncontracts: [{ metering_point: "
      "\"707057599002000010\", from: 2020-01-01 }]\n");
  const auto good =
      market::read_state("m.yaml", "parties: [{ gln: \"7099990001022\", name: B, roles: [DDQ] }]\n");
  ledger.begin();
  CHECK_FALSE(ledger.load_market(std::span(&bad, 1)).errors.empty());
  CHECK_FALSE(ledger.knows_party("7099990001015"));
  CHECK(ledger.load_market(std::span(&good, 1)).errors.empty());
  ledger.commit();
  CHECK(ledger.knows_party("7099990001022"));
}

TEST_CASE("what a process changed is put back as it was before its first change") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  const auto contract = [](const char* from, const char* supplier) {
    return market::Contract{gsrn, {day(from), {}}, "313000125", supplier, "DDQ", "BRS-NO-101"};
  };
  ledger.set_contract(contract("2025-01-01", "7099990001015"));
  // A contract that was there is changed twice; one that was not is made, and changed.
  for (const auto* supplier : {"7099990001022", "7099990001039"}) {
    for (const auto* from : {"2025-01-01", "2026-01-01"}) {
      ledger.remember("case", gsrn, day(from));
      ledger.set_contract(contract(from, supplier));
    }
  }
  CHECK(ledger.market()->contracts_of(gsrn).size() == 2);
  CHECK(ledger.put_back("case"));
  const auto all = ledger.market()->contracts_of(gsrn);
  REQUIRE(all.size() == 1);
  CHECK(all.front().supplier == "7099990001015");
  CHECK_FALSE(ledger.put_back("case"));
}

TEST_CASE("a result set holds what waited when it was asked for, until it is acknowledged") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  for (const auto* id : {"1", "2", "3"}) {
    StoredMessage message;
    message.id = id;
    ledger.keep(message);
    ledger.enqueue("a", Channel::market_processes, id);
  }
  const auto set = ledger.next_result_set("a", Channel::market_processes, 2);
  REQUIRE(set);
  CHECK(set->messages == std::vector<std::string>{"1", "2"});
  CHECK(ledger.next_result_set("a", Channel::market_processes, 5)->id == set->id);
  CHECK(!ledger.next_result_set("a", Channel::metering_values, 5));
  CHECK(!ledger.next_result_set("b", Channel::market_processes, 5));
  CHECK(!ledger.acknowledge("a", Channel::metering_values, set->id));
  CHECK(ledger.acknowledge("a", Channel::market_processes, set->id));
  CHECK(!ledger.acknowledge("a", Channel::market_processes, set->id));
  CHECK(ledger.was_acknowledged("a", Channel::market_processes, set->id));
  CHECK(ledger.next_result_set("a", Channel::market_processes, 5)->messages == std::vector<std::string>{"3"});
}

TEST_CASE("what a process changed of the contracts is put back as it was") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  const market::Contract first{
      gsrn, {day("2024-01-01"), std::nullopt}, "310000000", "7099990001015", "DDQ", "BRS-NO-102"};
  ledger.set_contract(first);
  ledger.remember("switch", gsrn, day("2026-07-01"));
  ledger.set_contract(
      {gsrn, {day("2026-07-01"), std::nullopt}, "310000000", "7099990001022", "DDQ", "BRS-NO-101"});
  ledger.remember("end", gsrn, day("2024-01-01"));
  ledger.end_contract(gsrn, day("2024-01-01"), day("2026-06-01"));
  CHECK(ledger.market()->contracts_of(gsrn).size() == 2);
  CHECK(ledger.put_back("switch"));
  CHECK(ledger.market()->contracts_of(gsrn).size() == 1);
  CHECK(ledger.market()->contracts_of(gsrn).front().period.to == day("2026-06-01"));
  CHECK(ledger.put_back("end"));
  CHECK(!ledger.market()->contracts_of(gsrn).front().period.to);
  CHECK(!ledger.put_back("end"));
}

TEST_CASE("an attempt that fails leaves nothing, not even a used id") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  std::string tried;
  ledger.begin();
  CHECK(!ledger.attempt([&] {
    tried = ledger.next_id();
    return false;
  }));
  CHECK(ledger.next_id() == tried);
  CHECK(ledger.next_id() != tried);
  CHECK(tried.size() == 36);
  ledger.commit();
}

TEST_CASE("metering points are found by what is known of them") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  market::MeteringPoint one;
  one.gsrn = gsrn;
  one.status = std::string("E22");
  one.meter = std::string("42");
  ledger.set_point(one, day("2020-01-01"));
  ledger.set_address(gsrn, day("2020-01-01"), {"Bjørkeveien", "14 B", "9998", "SØLVÅSEN"});
  const auto found = [&](const Ledger::PointSearch& search) {
    return ledger.search_points(search, day("2026-01-01")).size();
  };
  Ledger::PointSearch search;
  CHECK(found(search) == 1);
  search.street = "Bjørke*";
  search.building_number = "14*";
  search.post_code = "99*";
  CHECK(found(search) == 1);
  search.meter = "43";
  CHECK(found(search) == 0);
  Ledger::PointSearch wild;
  for (const auto* text : {"%", "Bj_rkeveien", "Bj__rkeveien", "Bjørkeveien\\", "\\%"}) {
    wild.street = text;
    CHECK(found(wild) == 0);  // only * stands for anything
  }
}

TEST_CASE("what is said of a metering point holds from its day on, field by field") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  market::MeteringPoint first;
  first.gsrn = gsrn;
  first.status = std::string("E22");
  first.meter = std::string("42");
  ledger.set_point(first, day("2020-01-01"));
  ledger.set_address(gsrn, day("2020-01-01"), {"Bjørkeveien", "14 B", "9998", "SØLVÅSEN"});
  market::MeteringPoint second;
  second.gsrn = gsrn;
  second.meter = std::string("43");
  ledger.set_point(second, day("2021-01-01"));
  ledger.set_address(gsrn, day("2021-01-01"), {"Bjørkeveien", "16", "9998", "SØLVÅSEN"});
  const auto status = [&](const char* on) { return *ledger.market()->metering_point(gsrn, day(on))->status; };
  const auto meter = [&](const char* on) { return *ledger.market()->metering_point(gsrn, day(on))->meter; };
  CHECK(!ledger.address_of(gsrn, day("2019-12-31")));
  CHECK(ledger.address_of(gsrn, day("2020-12-31"))->building_number == "14 B");
  CHECK(ledger.address_of(gsrn, day("2021-01-01"))->building_number == "16");
  CHECK(status("2021-01-01") == "E22");
  CHECK(meter("2020-12-31") == "42");
  CHECK(meter("2021-01-01") == "43");
  // Said again of the same day: what it leaves out stays.
  market::MeteringPoint again;
  again.gsrn = gsrn;
  again.status = std::string("E23");
  ledger.set_point(again, day("2021-01-01"));
  CHECK(status("2020-12-31") == "E22");
  CHECK(status("2021-01-01") == "E23");
  CHECK(meter("2021-01-01") == "43");
}

TEST_CASE("metering points are found by the end user who has them on the day, page by page") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  constexpr const char* other = "707057599002000027";
  market::MeteringPoint one;
  one.status = std::string("E22");
  for (const auto* id : {gsrn, other}) {
    one.gsrn = id;
    ledger.set_point(one, day("2020-01-01"));
    ledger.set_point(one, day("2021-01-01"));
  }
  const auto contract = [&](const char* point, const char* from, const char* customer) {
    ledger.set_contract({point, {day(from), std::nullopt}, customer, "7099990001015", "DDQ", "BRS-NO-102"});
  };
  contract(gsrn, "2020-01-01", "313000125");
  contract(gsrn, "2024-01-01", "314000277");
  contract(other, "2023-01-01", "315000319");
  const auto found = [&](const char* customer, const char* on) {
    Ledger::PointSearch search;
    search.customer = customer;
    return ledger.search_points(search, day(on));
  };
  using Points = std::vector<std::string>;
  CHECK(found("313000125", "2019-12-31") == Points{});
  CHECK(found("313000125", "2020-01-01") == Points{gsrn});
  CHECK(found("313000125", "2023-12-31") == Points{gsrn});
  CHECK(found("313000125", "2024-01-01") == Points{});
  CHECK(found("314000277", "2023-12-31") == Points{});
  CHECK(found("314000277", "2024-01-01") == Points{gsrn});
  CHECK(found("315000319", "2024-01-01") == Points{other});
  ledger.end_contract(gsrn, day("2024-01-01"), day("2025-01-01"));
  CHECK(found("314000277", "2024-12-31") == Points{gsrn});
  CHECK(found("314000277", "2025-01-01") == Points{});
  Ledger::PointSearch page;
  page.limit = 1;
  CHECK(ledger.search_points(page, day("2026-01-01")) == Points{gsrn});
  page.after = gsrn;
  CHECK(ledger.search_points(page, day("2026-01-01")) == Points{other});
  page.after = other;
  CHECK(ledger.search_points(page, day("2026-01-01")) == Points{});
  Ledger::PointSearch begins;
  begins.text = "70705759900200001";
  CHECK(ledger.search_points(begins, day("2026-01-01")) == Points{gsrn});
}

TEST_CASE("what messages said of customers, points and sharings is kept, the last word of each") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  CHECK(!ledger.customer_data("313000125"));
  ledger.keep_customer_data("313000125", "first");
  ledger.keep_customer_data("314000277", "other");
  ledger.keep_customer_data("313000125", "second");
  CHECK(ledger.customer_data("313000125") == "second");
  CHECK(ledger.customer_data("314000277") == "other");
  ledger.keep_point_data(gsrn, day("2026-01-01"), "old");
  ledger.keep_point_data(gsrn, day("2026-02-01"), "new");
  using Texts = std::vector<std::string>;
  CHECK(ledger.point_data(gsrn, day("2025-12-31")) == Texts{});
  CHECK(ledger.point_data(gsrn, day("2026-01-01")) == Texts{"old"});
  CHECK(ledger.point_data(gsrn, day("2026-02-01")) == Texts{"old", "new"});
  CHECK(ledger.point_data("707057599002000027", day("2026-02-01")) == Texts{});
  CHECK(ledger.sharing_versions("one").empty());
  ledger.keep(SharingVersion{"one", 1, "Recipient", false, 10, 10, "<a/>"}, "7099990002012");
  ledger.keep(SharingVersion{"one", 2, "Recipient", false, 20, 20, "<b/>"}, "7099990002012");
  CHECK(ledger.sharing_versions("one").size() == 2);
  CHECK(*ledger.market()->sharing_owner("one") == "7099990002012");
}

namespace {

StoredSeries series(const char* id, Seconds start, Seconds end, Seconds registered = 1000) {
  StoredSeries one;
  one.id = id;
  one.gsrn = gsrn;
  one.process = "BRS-NO-313";
  one.start = start;
  one.end = end;
  one.registered = registered;
  return one;
}

std::vector<std::string> ids(const std::vector<StoredSeries>& all) {
  std::vector<std::string> found;
  for (const auto& one : all) found.push_back(one.id);
  return found;
}

}  // namespace

TEST_CASE("series of a time: those that begin before its end and end after its start") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  ledger.keep(series("first", 100, 200));
  ledger.keep(series("second", 200, 300));
  ledger.keep(series("third", 300, 400, 900));
  using Ids = std::vector<std::string>;
  CHECK(ids(ledger.series_of(gsrn, 200, 300)) == Ids{"second"});
  CHECK(ids(ledger.series_of(gsrn, 199, 300)) == Ids{"first", "second"});
  CHECK(ids(ledger.series_of(gsrn, 200, 301)) == Ids{"third", "second"});
  CHECK(ids(ledger.series_of(gsrn, 0, 100)) == Ids{});
  CHECK(ids(ledger.series_of(gsrn, 400, 500)) == Ids{});
  CHECK(ids(ledger.series_of("707057599002000027", 0, 500)) == Ids{});
  CHECK(ledger.market()->last_series(gsrn, "BRS-NO-313", "", "")->id == "third");
  CHECK(ledger.market()->last_series(gsrn, "BRS-NO-312", "", "").absent());
  CHECK(ledger.silent_since(400).empty());
  CHECK(ledger.silent_since(401).size() == 1);
}

TEST_CASE("ids follow from the seed alone, and tell nothing of each other") {
  const Seed one{1, 2}, other{1, 3};
  CHECK(make_id(one, 7) == make_id(one, 7));
  CHECK(make_id(one, 7) != make_id(one, 8));
  CHECK(make_id(one, 7) != make_id(other, 7));
  Ledger first(":memory:", 0, one), second(":memory:", 0, one), third(":memory:", 0, other);
  const auto id = first.next_id();
  CHECK(id == make_id(one, 1));
  CHECK(id == second.next_id());
  CHECK(id != third.next_id());
  CHECK(id.size() == 36);
  CHECK(id[14] == '4');
  CHECK(std::string("89ab").find(id[19]) != std::string::npos);
  // A ledger that begins as another one goes on as it.
  third.begin_as(first);
  CHECK(third.next_id() == make_id(one, 2));
}

}  // namespace cimgate::ledger
