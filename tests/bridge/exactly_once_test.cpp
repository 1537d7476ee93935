#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>
#include <yaml-cpp/yaml.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <thread>
#include <utility>

#include "tests/bridge/chaos.hpp"
#include "tests/bridge/market.hpp"
#include "tests/bridge/party_system.hpp"
#include "tests/bridge/rehearsal.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/service.hpp"

/// Between a bridge that is killed again and again and a hub, a proxy that delays, cuts, doubles and lies:
/// what is handed in arrives once, what the hub has to say is handed out once.
namespace cimgate::test {
namespace {

std::size_t setting(const char* name, std::size_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : static_cast<std::size_t>(std::atoll(value));
}

std::vector<std::string> column(const std::string& file, const std::string& sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK);
  std::vector<std::string> all;
  char* error = nullptr;
  sqlite3_exec(
      database, sql.c_str(),
      [](void* into, int, char** values, char**) {
        static_cast<std::vector<std::string>*>(into)->push_back(values[0] == nullptr ? "" : values[0]);
        return 0;
      },
      &all, &error);
  REQUIRE(error == nullptr);
  sqlite3_close(database);
  return all;
}

std::set<std::string> once(const std::vector<std::string>& all) {
  std::set<std::string> made(all.begin(), all.end());
  CHECK(made.size() == all.size());
  return made;
}

/// A loaded machine is slow, and that is no fault of the bridge: given up is what has not moved for so long.
constexpr std::chrono::seconds patience{60};

/// Whether it comes true before nothing moves any more.
bool comes_about(const std::function<bool()>& is_so, const std::function<std::size_t()>& moved) {
  auto last = moved();
  auto until = std::chrono::steady_clock::now() + patience;
  while (!is_so()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    const auto now = std::chrono::steady_clock::now();
    if (std::exchange(last, moved()) != last) until = now + patience;
    if (now > until) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("nothing is lost and nothing is doubled, whatever happens between") {
  const auto messages = setting("CIMGATE_CHAOS_MESSAGES", 60);
  const auto seed = setting("CIMGATE_CHAOS_SEED", 14);
  const TemporaryFolder folder;
  const auto keys = folder.file("keys");
  make_keys(keys);
  auto options = hub_options(keys);
  const auto hub_file = folder.file("hub.db");
  // The parties of the demo market, in a file that can be looked into afterwards.
  const std::string market = std::string(CIMGATE_SOURCE_DIR) + "/examples/demo/market.yaml";
  REQUIRE(std::system((std::string(CIMGATE_BINARY) + " market load " + market + " --market " + hub_file +
                       " >/dev/null")
                          .c_str()) == 0);
  for (const auto& one :
       {std::string("--market"), hub_file, std::string("--clock"), std::string("2026-06-01")})
    options.push_back(one);
  auto hub = std::make_unique<Service>(options);
  auto chaos = std::make_unique<Chaos>(hub->port(), seed);

  const auto sample = start_in_cim(hub->port(), uuid(0), unknown_point(0));
  std::vector<std::string> documents;
  for (std::uint64_t i = 1; i <= messages; ++i)
    documents.push_back(with(with(sample, uuid(0), uuid(i)), unknown_point(0), unknown_point(i)));

  const auto book = folder.file("bridge.db");
  std::uint16_t port = 0;
  ::close(listen_on_free_port(port));
  auto bridge_settings = bridge_options("http://127.0.0.1:" + std::to_string(chaos->port()), book, keys);
  for (const auto& one : {std::string("--listen"), "127.0.0.1:" + std::to_string(port),
                          std::string("--result-set"), std::string("7")})
    bridge_settings.push_back(one);
  auto bridge = std::make_unique<Service>(bridge_settings, "bridge");
  REQUIRE(bridge->port() == port);

  std::size_t kills = 0;
  std::mt19937_64 chance(seed);
  {
    PartySystem party({port}, documents);
    const auto done = [&] { return party.all_sent() && party.fetched() >= messages; };
    // Where it is killed before it comes to anything, killing it goes on for nothing.
    auto moved_at = std::chrono::steady_clock::now();
    for (std::size_t moved = 0; !done() && std::chrono::steady_clock::now() < moved_at + patience;) {
      // The first time at once, so that it happens to few messages, too.
      std::this_thread::sleep_for(std::chrono::milliseconds(
          kills == 0 ? 100 : std::uniform_int_distribution<int>(300, 2500)(chance)));
      if (done()) break;
      const auto at = party.moved();
      if (std::exchange(moved, at) != at) moved_at = std::chrono::steady_clock::now();
      bridge->signal(SIGKILL);
      bridge->wait();
      ++kills;
      bridge = std::make_unique<Service>(bridge_settings, "bridge");
    }
    chaos->calm();
    CHECK(kills > 0);
    // Everything is there; nothing more may come.
    const auto nothing_open = [&] {
      const auto open = try_ask(port, "GET", "/bridge/v1/outbox?state=accepted");
      return done() && open && open->body.find("\"id\"") == std::string::npos;
    };
    CHECK(comes_about(nothing_open, [&] { return party.moved(); }));
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    const auto ids = party.ids();
    CHECK(once(ids).size() == ids.size());
    CHECK(try_ask(port, "GET", "/bridge/v1/dead-letters")->body.find("\"id\"") == std::string::npos);
    bridge->signal(SIGTERM);
    CHECK(bridge->wait() == 0);
    hub->signal(SIGTERM);
    CHECK(hub->wait() == 0);

    // Both books.
    const auto in_outbox = once(column(book, "SELECT id FROM outbox WHERE state IN (1, 2)"));
    const auto at_hub = once(
        column(hub_file, "SELECT id FROM hub_messages WHERE incoming = 1 AND name = 'RequestStartOfSupply'"));
    CHECK(in_outbox.size() == messages);
    CHECK(in_outbox == at_hub);
    const auto said = once(column(hub_file, "SELECT id FROM hub_messages WHERE incoming = 0"));
    const auto in_inbox = once(column(book, "SELECT id FROM inbox"));
    CHECK(said.size() == messages);  // one answer to each, none for a repetition
    CHECK(in_inbox == said);
    CHECK(std::set<std::string>(ids.begin(), ids.end()) == said);
    CHECK(column(hub_file, "SELECT message FROM hub_queue").empty());
  }
  CHECK(std::system((std::string(CIMGATE_BINARY) + " audit verify " + book + " >/dev/null").c_str()) == 0);
  std::string deeds;
  for (const auto& [name, times] : chaos->deeds()) deeds += fmt::format("; {}: {}", name, times);
  MESSAGE(messages << " messages each way, " << kills << " kills" << deeds);
}

}  // namespace cimgate::test
