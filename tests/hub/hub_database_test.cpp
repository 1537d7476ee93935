#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"

namespace cimgate::test {
namespace {

using Clock = std::chrono::steady_clock;

/// A database file of its own that goes with the object.
class Database {
 public:
  std::string path() const { return folder_.file("hub.db"); }

 private:
  TemporaryFolder folder_;
};

/// Holds a database as another program would.
class Lock {
 public:
  explicit Lock(const std::string& path) {
    REQUIRE(sqlite3_open(path.c_str(), &connection_) == SQLITE_OK);
    REQUIRE(sqlite3_exec(connection_, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr) == SQLITE_OK);
  }
  ~Lock() { sqlite3_close(connection_); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  sqlite3* connection_ = nullptr;
};

std::vector<std::string> at(const Database& database) {
  return {"--market", database.path(), "--clock", "2026-06-01T08:00:00+02:00", "--threads", "1"};
}

const std::string parties =
    "parties:\n  - { gln: \"7099990001022\", name: Innsjø Energi AS, roles: [DDQ] }\n"
    "  - { gln: \"7099990000018\", name: Datahub, roles: [DDZ] }\n";
constexpr const char* yaml = "Content-Type: application/yaml\r\n";

int run(const std::string& arguments) {
  const int found = std::system((binary() + " " + arguments).c_str());  // NOLINT: a test
  return WEXITSTATUS(found);
}

std::string first_letter(std::uint16_t port) {
  const auto queues = ask(port, "GET", "/hub/v1/queues").body;
  const auto at = queues.find("\"id\": \"");
  REQUIRE(at != std::string::npos);
  return queues.substr(at + 7, 36);
}

/// A message of the hub to a message that is refused: its id.
std::string id_of_letter(std::uint16_t port) {
  REQUIRE(ask(port, "POST", "/hub/v1/market", yaml, parties).status == 200);
  REQUIRE(
      ask(port, "POST", "/emif/services/MarketProcesses", "Content-Type: text/xml\r\n",
          enveloped(market_ns, "RequestStartOfSupplyRequest", start_of_supply(uuid(1), "707057599002999994")))
          .status == 200);
  return first_letter(port);
}

}  // namespace

TEST_CASE("a locked database keeps nobody waiting who needs none, and is not ready") {
  const Database database;
  Service hub(at(database));
  REQUIRE(ask(hub.port(), "POST", "/hub/v1/market", yaml, parties).status == 200);
  CHECK(ask(hub.port(), "GET", "/readyz").status == 200);
  {
    const Lock lock(database.path());
    CHECK(ask(hub.port(), "GET", "/readyz").status == 503);
    // More requests that wait for the hub than there are workers.
    std::vector<std::unique_ptr<Client>> waiting;
    for (int i = 0; i < 8; ++i) {
      waiting.push_back(std::make_unique<Client>(hub.port()));
      waiting.back()->send(request_text("GET",
                                        i % 2 == 0 ? "/cim/v1/queues/market-processes" : "/hub/v1/messages/x",
                                        "SenderGLN: 7099990001022\r\n"));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    const auto begin = Clock::now();
    const auto text = example("RequestStartOfSupply/valid/change-of-supplier.xml");
    CHECK(ask(hub.port(), "POST", "/v1/validate", "", text).status == 200);
    CHECK(ask(hub.port(), "POST", "/v1/validate?level=market", "", text).status == 200);
    CHECK(Clock::now() - begin < std::chrono::seconds(4));
    CHECK(ask(hub.port(), "GET", "/livez").status == 200);
    // The fingerprint is made beside the hub, too: it waits for nobody, and nobody for it.
    CHECK(ask(hub.port(), "GET", "/hub/v1/digest").status == 200);
  }
  int status = 0;
  for (int i = 0; i < 100 && status != 200; ++i) {
    status = ask(hub.port(), "GET", "/readyz").status;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  CHECK(status == 200);
  CHECK(ask(hub.port(), "GET", "/hub/v1/clock").status == 200);
}

TEST_CASE("a file that may not grow: told, not ready, and the server lives") {
  const Database database;
  Service hub(at(database));
  REQUIRE(ask(hub.port(), "POST", "/hub/v1/market", yaml, parties).status == 200);
  const rlimit small{100 * 1024, RLIM_INFINITY};
  rlimit before{};
  REQUIRE(::prlimit(hub.pid(), RLIMIT_FSIZE, &small, &before) == 0);
  std::string many = "parties:\n";
  for (int i = 0; i < 3000; ++i)
    many += fmt::format("  - {{ gln: \"{:013}\", name: Selskap {}, roles: [DDQ] }}\n", 7099990100000 + i, i);
  CHECK(ask(hub.port(), "POST", "/hub/v1/market", yaml, many).status >= 500);
  CHECK(ask(hub.port(), "GET", "/livez").status == 200);
  CHECK(ask(hub.port(), "GET", "/readyz").status == 503);
  REQUIRE(::prlimit(hub.pid(), RLIMIT_FSIZE, &before, nullptr) == 0);
  int status = 0;
  for (int i = 0; i < 100 && status != 200; ++i) {
    status = ask(hub.port(), "GET", "/readyz").status;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  CHECK(status == 200);
  CHECK(ask(hub.port(), "GET", "/hub/v1/market?search=").body.find("7099990100001") == std::string::npos);
}

TEST_CASE("a damaged database is told at the start") {
  const Database database;
  {
    Service hub(at(database));
    REQUIRE(ask(hub.port(), "POST", "/hub/v1/market", yaml, example("demo/market.yaml")).status == 200);
    hub.signal(SIGTERM);
    REQUIRE(hub.wait() == 0);
  }
  {
    std::fstream file(database.path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(0, std::ios::end);
    const auto size = static_cast<long>(file.tellp());
    REQUIRE(size > 16 * 4096);
    for (long page = 8; page < 16; ++page) {
      file.seekp(page * 4096);
      file << std::string(4096, '\x5A');
    }
  }
  Service hub(at(database));
  CHECK(hub.wait() == 2);
  CHECK(hub.errors().find("damaged") != std::string::npos);
}

TEST_CASE("the ids of two hubs with the same history differ, those of a replay do not") {
  const Database first, second, third;
  std::set<std::string> ids;
  for (const auto* database : {&first, &second}) {
    Service hub(at(*database));
    ids.insert(id_of_letter(hub.port()));
    hub.signal(SIGTERM);
    CHECK(hub.wait() == 0);
  }
  CHECK(ids.size() == 2);
  CHECK(run("hub replay " + first.path() + " --market " + third.path() + " >/dev/null 2>&1") == 0);
  Service again(at(third));
  CHECK(ids.contains(first_letter(again.port())));
}

TEST_CASE("a replay begins with the market that was there, and loads what was loaded beside the hub") {
  const Database original, copy;
  const auto market = std::string(CIMGATE_SOURCE_DIR) + "/examples/demo/market.yaml";
  const auto more = original.path() + ".yaml";
  REQUIRE(run("market load " + market + " --market " + original.path() + " -q") == 0);
  std::string digest;
  {
    Service hub(at(original));
    const auto sent =
        ask(hub.port(), "POST", "/emif/services/MarketProcesses", "Content-Type: text/xml\r\n",
            enveloped(market_ns, "RequestStartOfSupplyRequest", start_of_supply(uuid(1), point, true)));
    REQUIRE(sent.status == 200);
    hub.signal(SIGTERM);
    REQUIRE(hub.wait() == 0);
  }
  std::ofstream(more) << "parties:\n  - { gln: \"7099990009998\", name: Ny AS, roles: [DDQ] }\n";
  REQUIRE(run("market load " + more + " --market " + original.path() + " -q") == 0);
  const auto digest_file = original.path() + ".digest";
  const auto digest_of = [&](const std::string& path) {
    REQUIRE(run("hub digest " + path + " > " + digest_file) == 0);
    std::ifstream file(digest_file);
    std::string found;
    file >> found;
    return found;
  };
  CHECK(run("hub replay " + original.path() + " --market " + copy.path() + " >/dev/null 2>&1") == 0);
  CHECK(digest_of(original.path()) == digest_of(copy.path()));
}

TEST_CASE("a key goes with what it stands for: a refused document does not use it up") {
  Service hub;
  const auto cim = [&](const std::string& message) {
    const auto made = ask(hub.port(), "POST", "/v1/translate?profile=nmeg-no/0.1",
                          "Content-Type: application/xml\r\n", message);
    REQUIRE(made.status == 200);
    return made.body;
  };
  const auto post = [&](const std::string& body, const std::string& key) {
    return ask(hub.port(), "POST", "/cim/v1/documents",
               std::string("Content-Type: application/json\r\nSenderGLN: ") + supplier +
                   "\r\nIdempotency-Key: " + key + "\r\n",
               body)
        .status;
  };
  CHECK(post(cim(start_of_supply(uuid(1))), "first") == 202);
  // The same id with other words is refused; the key is free for what comes in its place.
  CHECK(post(cim(start_of_supply(uuid(1), "707057599002000027")), "second") == 409);
  CHECK(post(cim(start_of_supply(uuid(2), "707057599002000027")), "second") == 202);
  CHECK(post(cim(start_of_supply(uuid(3))), "second") == 422);
}

TEST_CASE("brackets without end are told at once, and nobody waits for them") {
  Service hub({"--threads", "2"});
  for (const auto& body : {"parties: " + std::string(1000000, '['), std::string(1000000, '{'),
                           [] {
                             std::string nested;
                             for (int i = 0; i < 300000; ++i) nested += "- ";
                             return nested;
                           }(),
                           "parties:\n" +
                               [] {
                                 std::string lines;
                                 for (int i = 0; i < 100000; ++i) lines += "[\n";
                                 return lines;
                               }()}) {
    const auto begin = Clock::now();
    CHECK(ask(hub.port(), "POST", "/hub/v1/market", yaml, body).status == 422);
    CHECK(Clock::now() - begin < std::chrono::seconds(3));
  }
  std::string laughs = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c < 'z'; ++c)
    laughs += fmt::format("{0}: &{0} [{1}]\n", c,
                          fmt::join(std::vector<std::string>(10, fmt::format("*{}", char(c - 1))), ", "));
  CHECK(ask(hub.port(), "PUT", "/hub/v1/clock", "", laughs).status == 400);
}

TEST_CASE("a fingerprint is made beside the hub") {
  const Database database;
  Service hub(at(database));
  const auto one = ask(hub.port(), "GET", "/hub/v1/digest").body;
  CHECK(one == ask(hub.port(), "GET", "/hub/v1/digest").body);
  REQUIRE(ask(hub.port(), "POST", "/hub/v1/market", yaml, parties).status == 200);
  CHECK(one != ask(hub.port(), "GET", "/hub/v1/digest").body);
  // In memory the same.
  Service memory;
  CHECK(ask(memory.port(), "GET", "/hub/v1/digest").body == ask(memory.port(), "GET", "/hub/v1/digest").body);
}

TEST_CASE("whoever holds the answer last, the hub ends after it") {
  for (int i = 0; i < 20; ++i) {
    const Database database;
    auto options = at(database);
    if (i % 2 == 0) options = {};
    Service hub(options);
    std::vector<std::unique_ptr<Client>> clients;
    for (int j = 0; j < 4; ++j) {
      clients.push_back(std::make_unique<Client>(hub.port()));
      clients.back()->send(request_text("POST", "/emif/services/MarketProcesses",
                                        "Connection: close\r\nContent-Type: text/xml\r\n",
                                        enveloped(market_ns, "RequestStartOfSupplyRequest",
                                                  start_of_supply(uuid(static_cast<std::uint64_t>(j) + 1)))));
    }
    clients.front()->receive();
    hub.signal(SIGTERM);
    CHECK(hub.wait() == 0);
  }
}

}  // namespace cimgate::test
