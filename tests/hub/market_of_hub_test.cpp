#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <future>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/hub/hub.hpp"
#include "gateway/elhub/hub/replay.hpp"

namespace cimgate::hub {
namespace {

constexpr const char* first = "7099990001015";
constexpr const char* second = "7099990001022";

std::string party(const char* gln) {
  return std::string("parties: [{ gln: \"") + gln + "\", name: A, roles: [DDQ] }]\n";
}

/// A folder that goes when the test ends.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "cimgate-hub-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file() const { return path_ / "hub.db"; }

 private:
  std::filesystem::path path_;
};

std::shared_ptr<Hub> open(const std::string& database) {
  static const auto gateway = std::make_shared<const Gateway>(Gateway::open().value());
  Hub::Options options;
  options.database = database;
  return Hub::open(std::shared_ptr<const Engine>(gateway, &gateway->engine()), options).value();
}

void load(Hub& hub, const char* gln) {
  const auto fault = hub.run([&](auto&, ledger::Ledger& ledger) {
    REQUIRE(load_market(ledger, "m.yaml", party(gln)).errors.empty());
  });
  REQUIRE_FALSE(fault);
}

Hub::Market market_of(Hub& hub) {
  std::promise<Hub::Market> promise;
  hub.market([&](Hub::Market market) { promise.set_value(std::move(market)); });
  return promise.get_future().get();
}

bool knows(const Hub::Market& market, const char* gln) {
  REQUIRE(market);
  return !(*market)->party_history(gln).empty();
}

}  // namespace

TEST_CASE("the market that a hub hands out is that of one moment, behind all that was answered") {
  const Folder folder;
  for (const auto& database : {std::string(":memory:"), folder.file()}) {
    CAPTURE(database);
    const auto hub = open(database);
    load(*hub, first);
    const auto before = market_of(*hub);
    CHECK(knows(before, first));
    load(*hub, second);
    const auto after = market_of(*hub);
    CHECK_FALSE(knows(before, second));
    CHECK(knows(after, first));
    CHECK(knows(after, second));
  }
}

TEST_CASE("who asks for the market does not wait for what the hub is doing, and does not see half of it") {
  const Folder folder;
  for (const auto& database : {std::string(":memory:"), folder.file()}) {
    CAPTURE(database);
    const auto hub = open(database);
    load(*hub, first);
    CHECK(knows(market_of(*hub), first));  // a market in memory is copied here
    std::promise<void> begun, go_on;
    std::thread busy([&] {
      hub->run([&](auto&, ledger::Ledger& ledger) {
        REQUIRE(load_market(ledger, "m.yaml", party(second)).errors.empty());
        begun.set_value();
        go_on.get_future().wait();
      });
    });
    begun.get_future().wait();
    const auto meanwhile = market_of(*hub);
    CHECK(knows(meanwhile, first));
    CHECK_FALSE(knows(meanwhile, second));
    go_on.set_value();
    busy.join();
    CHECK(knows(market_of(*hub), second));
    CHECK_FALSE(knows(meanwhile, second));
  }
}

TEST_CASE("what was undone is in no market that is handed out") {
  for (const auto& database : {std::string(":memory:")}) {
    const auto hub = open(database);
    load(*hub, first);
    const auto fault = hub->run([&](auto&, ledger::Ledger& ledger) {
      REQUIRE(load_market(ledger, "m.yaml", party(second)).errors.empty());
      throw std::runtime_error("no");
    });
    CHECK(fault);
    CHECK_FALSE(knows(market_of(*hub), second));
  }
}

}  // namespace cimgate::hub
