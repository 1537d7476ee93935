#include <doctest/doctest.h>

#include "gateway/ledger/ledger.hpp"

namespace cimgate::ledger {
namespace {

using rules::parse_day;

Day day(const char* text) {
  return *parse_day(text);
}

constexpr const char* gsrn = "707057599002000010";

}  // namespace

TEST_CASE("steps are taken in the order of their times, then of their making") {
  Ledger ledger(":memory:", 0);
  ledger.schedule({0, 20, "second", "a", "", ""});
  ledger.schedule({0, 10, "first", "b", "", ""});
  ledger.schedule({0, 20, "third", "c", "", ""});
  CHECK(!ledger.take_step(9));
  CHECK(ledger.take_step(20)->name == "first");
  CHECK(ledger.take_step(20)->name == "second");
  ledger.drop_steps("c");
  CHECK(!ledger.take_step(20));
}

TEST_CASE("a result set holds what waited when it was asked for, until it is acknowledged") {
  Ledger ledger(":memory:", 0);
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
  Ledger ledger(":memory:", 0);
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
  Ledger ledger(":memory:", 0);
  std::string tried;
  CHECK(!ledger.attempt([&] {
    tried = ledger.next_id();
    return false;
  }));
  CHECK(ledger.next_id() == tried);
  CHECK(ledger.next_id() != tried);
  CHECK(tried.size() == 36);
}

TEST_CASE("metering points are found by what is known of them") {
  Ledger ledger(":memory:", 0);
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
  wild.street = "%";
  CHECK(found(wild) == 0);  // only * stands for anything
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
  Ledger ledger(":memory:", 0);
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
  CHECK(ledger.last_series(gsrn, "BRS-NO-313")->id == "third");
  CHECK(!ledger.last_series(gsrn, "BRS-NO-312"));
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
