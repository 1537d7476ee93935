#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <thread>

#include "gateway/elhub/bridge/book.hpp"
#include "tests/bridge/market.hpp"
#include "tests/bridge/outgoing.hpp"
#include "tests/brokers/cut_proxy.hpp"
#include "tests/hub/messages.hpp"
#include "tests/test_database.hpp"

/// Bridges whose database is not heard of any more, or has no room: on a server that scripts/with-postgresql
/// has started.
namespace cimgate::test {
namespace {

using namespace bridge;

bool there_is_no_small_disk() {
  return std::getenv("CIMGATE_TEST_DATABASE_SMALL_DISK") == nullptr;
}

std::string server() {
  return std::getenv("CIMGATE_TEST_DATABASE");
}

std::uint16_t port() {
  return static_cast<std::uint16_t>(std::stoi(server().substr(server().rfind(':') + 1)));
}

std::string through(const CutProxy& proxy, std::string location) {
  const auto own = std::to_string(port());
  return location.replace(location.find(':' + own) + 1, own.size(), std::to_string(proxy.port())) +
         "&wait=1&connect_timeout=2";
}

}  // namespace

TEST_SUITE_BEGIN("many bridges" * doctest::skip(there_is_no_server()));

TEST_CASE("a bridge whose network is silent is taken over from, keeps nothing half done, and comes back") {
  const TestDatabase kept;
  CutProxy proxy(port());
  const auto second = *Book::open(kept.location(), 10);
  const auto first = *Book::open(through(proxy, kept.location()), 10);
  REQUIRE(first->run([](Pages& pages) {
    pages.add(message("a"), {"1"});
    pages.add(message("b"), {"2"});
  }));
  std::vector<Outgoing> mine;
  std::optional<Millis> later;
  REQUIRE(first->claim(0, 10, mine, later));
  CHECK(mine.size() == 2);
  CHECK(first->turns().is_ours("poll"));
  CHECK_FALSE(second->turns().is_ours("poll"));

  proxy.lose(true, true);
  // What is handed in meanwhile is refused, and is not there: whoever handed it in does so again.
  CHECK_FALSE(first->run([](Pages& pages) { pages.add(message("c"), {"3"}); }));
  CHECK_FALSE(first->claim(0, 10, mine, later));
  CHECK_FALSE(first->turns().is_ours("poll"));
  const auto eventually = [](const auto& holds) {
    for (int i = 0; i < 100; ++i) {
      if (holds()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return false;
  };
  std::size_t taken = 0;
  CHECK(eventually([&] { return (taken += second->look_after_workers(0).taken_over) == 1; }));
  CHECK(eventually([&] { return second->turns().is_ours("poll"); }));
  std::vector<Outgoing> of_second;
  CHECK(eventually([&] { return second->claim(1'000'000, 10, of_second, later) && of_second.size() == 2; }));
  for (const auto& one : of_second) REQUIRE(second->run([&](Pages& pages) { pages.sent(one, "", 1); }));

  proxy.lose(false, false);
  // It may still write; but what it had claimed is not its own any more, and it enlists anew.
  CHECK(eventually([&] {
    return first->look_after_workers(0).enlisted_again ||
           first->run([](Pages& pages) { pages.add(message("c"), {"3"}); });
  }));
  CHECK(eventually([&] { return first->run([](Pages& pages) { pages.add(message("d"), {"4"}); }); }));
  CHECK(eventually([&] { return first->claim(0, 10, mine, later) && !mine.empty(); }));
  const auto all = column(kept.location(), "SELECT id FROM outbox ORDER BY id");
  CHECK(std::count(all.begin(), all.end(), "a") == 1);
  CHECK(std::count(all.begin(), all.end(), "b") == 1);
  CHECK(std::count(all.begin(), all.end(), "d") == 1);
  CHECK(column(kept.location(), "SELECT id FROM audit JOIN outbox ON id = message WHERE event = 'sent'")
            .size() == 2);
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("many bridges" * doctest::skip(there_is_no_small_disk()));

TEST_CASE(
    "a bridge whose database is full refuses what it is given, keeps what it has, and goes on with room") {
  const TestDatabase kept;
  database::Connection admin(server(), database::Mode::write);
  admin.execute(std::string("CREATE TABLESPACE small LOCATION '") +
                std::getenv("CIMGATE_TEST_DATABASE_SMALL_DISK") + "'");
  const auto location = kept.location() + "&options=-cdefault_tablespace%3Dsmall";
  auto book = *Book::open(location, 10);
  auto large = message("a");
  REQUIRE(book->run([&](Pages& pages) { pages.add(large, {"1"}); }));
  // Others fill the disk.
  database::Connection filler(location, database::Mode::write);
  filler.execute("CREATE TABLE filler (bytes text); ALTER TABLE filler ALTER bytes SET STORAGE EXTERNAL");
  const auto fill = [&](int size) {
    try {
      for (;;) filler.execute("INSERT INTO filler SELECT repeat('x', " + std::to_string(size) + ")");
    } catch (const database::Error& error) {
      CHECK(error.kind() == database::Error::Kind::full);
    }
  };
  fill(200'000);
  fill(5'000);
  large = message("b");
  large.xml = std::string(500'000, 'x');
  for (std::size_t i = 0; i < large.xml.size(); ++i)  // which does not become small
    large.xml[i] = static_cast<char>('a' + (i * i * 2654435761U >> 7) % 26);
  CHECK_FALSE(book->run([&](Pages& pages) { pages.add(large, {"2"}); }));
  CHECK_FALSE(book->run([&](Pages& pages) { pages.add(large, {"2"}); }));
  CHECK(book->read([](Pages& pages) { CHECK(pages.outgoing("a")); }));
  filler.execute("DROP TABLE filler");
  CHECK(book->run([&](Pages& pages) { pages.add(large, {"2"}); }));
  CHECK(column(kept.location(), "SELECT id FROM outbox ORDER BY id") == std::vector<std::string>{"a", "b"});
  book.reset();
  const auto schema = kept.location().substr(kept.location().find("schema=") + 7);
  admin.execute("SET client_min_messages = error; DROP SCHEMA " + schema + " CASCADE");
  admin.execute("DROP TABLESPACE small");
}

TEST_SUITE_END();

}  // namespace cimgate::test
