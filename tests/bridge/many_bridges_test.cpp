#include <doctest/doctest.h>
#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <regex>
#include <set>

#include "gateway/elhub/bridge/book.hpp"
#include "tests/bridge/market.hpp"
#include "tests/bridge/outgoing.hpp"
#include "tests/bridge/party_system.hpp"
#include "tests/bridge/rehearsal.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/service.hpp"
#include "tests/test_database.hpp"

/// Several bridges on one database, on a server that scripts/with-postgresql has started.
namespace cimgate::test {
namespace {

using namespace bridge;

std::size_t setting(const char* name, std::size_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : static_cast<std::size_t>(std::atoll(value));
}

std::set<std::string> once(const std::vector<std::string>& all) {
  std::set<std::string> made(all.begin(), all.end());
  CHECK(made.size() == all.size());
  return made;
}

/// The ids of the messages that a hub was handed in, in their order; of one that came twice the first time.
std::vector<std::string> heard_by(const std::string& hub, const std::map<std::string, std::size_t>& ours) {
  static const std::regex id("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  std::vector<std::string> all;
  std::set<std::string> before;
  for (const auto& xml : column(hub, "SELECT first FROM hub_deeds WHERE kind = 'message' ORDER BY sequence"))
    for (std::sregex_iterator at(xml.begin(), xml.end(), id), end; at != end; ++at)
      if (ours.contains(at->str()) && before.insert(at->str()).second) all.push_back(at->str());
  return all;
}

std::string ids(const std::vector<Outgoing>& all) {
  std::string text;
  for (const auto& one : all) text += one.id;
  return text;
}

}  // namespace

TEST_SUITE_BEGIN("many bridges" * doctest::skip(there_is_no_server()));

TEST_CASE("who has claims sends; who has died is taken over from, and what he tried is uncertain") {
  const TestDatabase kept;
  auto first = *Book::open(kept.location(), 10);
  const auto second = *Book::open(kept.location(), 10);
  REQUIRE(first->run([](Pages& pages) {
    pages.add(message("a"), {"1"});
    pages.add(message("b"), {"1"});
    pages.add(message("c"), {"2"});
    pages.add(message("d"), {});
  }));
  std::vector<Outgoing> of_first, of_second;
  std::optional<Millis> later;
  REQUIRE(first->claim(0, 2, of_first, later));
  REQUIRE(second->claim(0, 10, of_second, later));
  CHECK(ids(of_first) == "ac");
  CHECK(ids(of_second) == "d");
  // An outcome counts only from who has the claim; afterwards, what waited behind is free for everybody.
  REQUIRE(second->run([&](Pages& pages) { pages.put_off(of_first[0], 5000, true, "", "not mine"); }));
  REQUIRE(second->run([&](Pages& pages) { pages.failed(of_first[0], "", "not mine", 0); }));
  CHECK(second->read([&](Pages& pages) {
    CHECK(pages.outgoing("a")->state == State::accepted);
    CHECK(pages.outgoing("a")->tries == 0);
  }));
  REQUIRE(first->run([&](Pages& pages) { pages.sent(of_first[0], "", 1); }));
  REQUIRE(second->claim(0, 10, of_second, later));
  CHECK(ids(of_second) == "bd");
  CHECK(second->look_after_workers(0).taken_over == 0);  // the first is alive
  first.reset();
  // The server notices a moment later.
  CHECK(eventually([&] { return second->look_after_workers(0).taken_over == 1; }));
  CHECK(second->look_after_workers(0).taken_over == 0);
  REQUIRE(second->claim(0, 10, of_second, later));
  CHECK(ids(of_second) == "bcd");
  CHECK(of_second[1].uncertain);
  CHECK_FALSE(of_second[0].uncertain);
  // Said twice, it is written once.
  REQUIRE(second->run([&](Pages& pages) { pages.sent(of_second[1], "", 2); }));
  REQUIRE(second->run([&](Pages& pages) { pages.sent(of_second[1], "", 3); }));
  CHECK(column(kept.location(),
               "SELECT id FROM audit JOIN outbox ON id = message WHERE event = 'sent' AND id = 'c'")
            .size() == 1);
}

TEST_CASE("one whom others took to be dead begins anew, and what it had claimed is not its any more") {
  const TestDatabase kept;
  const auto first = *Book::open(kept.location(), 10);
  const auto second = *Book::open(kept.location(), 10);
  REQUIRE(first->run([](Pages& pages) { pages.add(message("a"), {"1"}); }));
  std::vector<Outgoing> mine;
  std::optional<Millis> later;
  REQUIRE(first->claim(0, 10, mine, later));
  const auto worker = first->worker();
  database::Connection(kept.location(), database::Mode::write)
      .execute("DELETE FROM claims WHERE worker = " + std::to_string(worker) +
               "; DELETE FROM workers WHERE sequence = " + std::to_string(worker));
  REQUIRE(first->claim(0, 10, mine, later));
  CHECK(mine.empty());
  CHECK(first->look_after_workers(0).enlisted_again);
  CHECK(first->worker() != worker);
  REQUIRE(first->claim(0, 10, mine, later));
  CHECK(ids(mine) == "a");
}

TEST_CASE("one bridge has a turn at a time, and another one gets it when that ends") {
  const TestDatabase kept;
  auto first = *Book::open(kept.location(), 10);
  const auto second = *Book::open(kept.location(), 10);
  CHECK(first->turns().is_ours("poll"));
  CHECK(first->turns().is_ours("poll"));
  CHECK_FALSE(second->turns().is_ours("poll"));
  CHECK(second->turns().is_ours("post"));
  CHECK_FALSE(first->turns().is_ours("post"));
  first.reset();
  CHECK(eventually([&] { return second->turns().is_ours("poll"); }));
}

TEST_CASE(
    "two bridges and their database, killed at random: nothing lost, nothing doubled, in order for each "
    "point") {
  const auto messages = setting("CIMGATE_CHAOS_MESSAGES", 160);
  const auto seed = setting("CIMGATE_CHAOS_SEED", 14);
  constexpr std::size_t points = 7;
  const TemporaryFolder folder;
  const TestDatabase kept;
  const auto keys = folder.file("keys");
  make_keys(keys);
  const auto hub_file = folder.file("hub.db");
  const std::string market = std::string(CIMGATE_SOURCE_DIR) + "/examples/demo/market.yaml";
  REQUIRE(std::system((std::string(CIMGATE_BINARY) + " market load " + market + " --market " + hub_file +
                       " >/dev/null")
                          .c_str()) == 0);
  auto hub_settings = hub_options(keys);
  for (const auto& one :
       {std::string("--market"), hub_file, std::string("--clock"), std::string("2026-06-01")})
    hub_settings.push_back(one);
  Service hub(hub_settings);

  const auto sample = start_in_cim(hub.port(), uuid(0), unknown_point(0));
  std::vector<std::string> documents;
  std::map<std::string, std::size_t> number;
  for (std::uint64_t i = 1; i <= messages; ++i) {
    documents.push_back(with(with(sample, uuid(0), uuid(i)), unknown_point(0), unknown_point(i % points)));
    number[uuid(i)] = i;
  }

  struct One {
    std::uint16_t port = 0;
    std::vector<std::string> settings;
    std::unique_ptr<Service> bridge;
    void start() { bridge = std::make_unique<Service>(settings, "bridge"); }
  };
  std::vector<One> both(2);
  std::vector<std::uint16_t> ports;
  for (auto& one : both) {
    ::close(listen_on_free_port(one.port));
    one.settings = bridge_options("http://127.0.0.1:" + std::to_string(hub.port()), kept.location(), keys);
    for (const auto& more : {std::string("--listen"), "127.0.0.1:" + std::to_string(one.port),
                             std::string("--result-set"), std::string("7")})
      one.settings.push_back(more);
    one.start();
    ports.push_back(one.port);
  }

  std::size_t kills = 0, crashes = 0;
  std::mt19937_64 chance(seed);
  const auto wait = [&](int least, int most) {
    std::this_thread::sleep_for(
        std::chrono::milliseconds(std::uniform_int_distribution<int>(least, most)(chance)));
  };
  {
    PartySystem party(ports, documents);
    const auto done = [&] { return party.all_sent() && party.fetched() >= messages; };
    const auto end =
        std::chrono::steady_clock::now() + std::chrono::seconds(40 + static_cast<long>(messages / 5));
    while (!done() && std::chrono::steady_clock::now() < end) {
      wait(200, 900);
      if (done()) break;
      // Now and then it is the database server that dies.
      if (kills % 3 == 1) {
        REQUIRE(std::system(std::getenv("CIMGATE_TEST_DATABASE_CRASH")) == 0);
        ++kills;
        ++crashes;
        continue;
      }
      auto& one = both[chance() % both.size()];
      one.bridge->signal(SIGKILL);
      one.bridge->wait();
      ++kills;
      wait(0, 700);
      one.start();
    }
    CHECK(eventually([&] {
      const auto open = try_ask(ports[0], "GET", "/bridge/v1/outbox?state=accepted");
      return done() && open && open->body.find("\"id\"") == std::string::npos;
    }));
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    CHECK(try_ask(ports[1], "GET", "/bridge/v1/dead-letters")->body.find("\"id\"") == std::string::npos);
    for (auto& one : both) {
      one.bridge->signal(SIGTERM);
      CHECK(one.bridge->wait() == 0);
    }
    hub.signal(SIGTERM);
    CHECK(hub.wait() == 0);

    const auto of_party = once(party.ids());
    const auto in_outbox = once(column(kept.location(), "SELECT id FROM outbox WHERE state IN (1, 2)"));
    const auto at_hub = once(
        column(hub_file, "SELECT id FROM hub_messages WHERE incoming = 1 AND name = 'RequestStartOfSupply'"));
    CHECK(in_outbox.size() == messages);
    CHECK(in_outbox == at_hub);
    const auto said = once(column(hub_file, "SELECT id FROM hub_messages WHERE incoming = 0"));
    CHECK(said.size() == messages);
    CHECK(once(column(kept.location(), "SELECT id FROM inbox")) == said);
    CHECK(of_party == said);
    CHECK(column(kept.location(),
                 "SELECT o.id FROM claims c JOIN outbox o ON o.sequence = c.sequence WHERE o.state = 0")
              .empty());

    std::map<std::size_t, std::size_t> last;
    const auto heard = heard_by(hub_file, number);
    CHECK(heard.size() == messages);
    for (const auto& id : heard) {
      auto& before = last[number[id] % points];
      CHECK(number[id] > before);
      before = number[id];
    }
  }
  CHECK(std::system(
            (std::string(CIMGATE_BINARY) + " audit verify '" + kept.location() + "' >/dev/null").c_str()) ==
        0);
  MESSAGE(messages << " messages each way, two bridges, " << kills << " kills, " << crashes
                   << " of them of the database server");
  CHECK(kills > 0);
}

TEST_SUITE_END();

}  // namespace cimgate::test
