#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/hub/hub.hpp"
#include "gateway/elhub/hub/replay.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "tests/hub/messages.hpp"
#include "tests/temporary_folder.hpp"

namespace cimgate::test {
namespace {

std::shared_ptr<const Engine> engine() {
  static const auto made = open_engine({});
  REQUIRE(made);
  return *made;
}

std::string demo_market() {
  std::ifstream file(std::string(CIMGATE_SOURCE_DIR) + "/examples/demo/market.yaml");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::shared_ptr<hub::Hub> open(const std::string& database) {
  hub::Hub::Options options;
  options.database = database;
  options.start = 1780293600;  // 2026-06-01T08:00:00+02:00
  auto made = hub::Hub::open(engine(), options);
  REQUIRE(made);
  return *made;
}

std::string digest(hub::Hub& hub) {
  std::string digest;
  REQUIRE(!hub.run([&](hub::MessageProcessor&, ledger::Ledger& ledger) { digest = ledger.digest(); }));
  return digest;
}

}  // namespace

TEST_CASE("what was done to a hub, done again to another, gives the same hub") {
  const TemporaryFolder folder;
  const auto path = folder.file("hub.db");
  std::string first;
  {
    const auto hub = open(path);
    CHECK(!hub->run([](hub::MessageProcessor&, ledger::Ledger& ledger) {
      CHECK(hub::load_market(ledger, "demo", demo_market()).errors.empty());
    }));
    for (std::uint64_t i = 1; i <= 3; ++i) {
      auto request =
          hub->intake().read(start_of_supply(uuid(i), i == 2 ? "707057599002999994" : point, true));
      REQUIRE(request);
      CHECK(!hub->run(
          [&](hub::MessageProcessor& processor, ledger::Ledger&) { CHECK(processor.receive(*request)); }));
    }
    CHECK(!hub->run([](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
      CHECK(ledger.claim_key(supplier, "a key", uuid(1)));
      CHECK(ledger.claim_key(supplier, "a key", uuid(1)));
      CHECK_FALSE(ledger.claim_key(supplier, "a key", uuid(3)));
      const auto set = processor.poll({supplier, supplier, ledger::Channel::market_processes}, 2);
      REQUIRE(set);
      REQUIRE(*set);
      CHECK((*set)->messages.size() == 2);
      CHECK(processor.acknowledge({supplier, supplier, ledger::Channel::market_processes}, (*set)->id));
      processor.move_clock(ledger.now() + 30 * 24 * 3600);
      CHECK(processor.take_over("7099990001053", old_supplier, norway::day_of(ledger.now())));
    }));
    first = digest(*hub);
  }
  const auto again = open(":memory:");
  CHECK(digest(*again) != first);
  const auto done = again->replay(path);
  REQUIRE(done);
  CHECK(*done == 9);
  CHECK(digest(*again) == first);
}

TEST_CASE("work that fails leaves nothing, and the next is done") {
  const auto hub = open(":memory:");
  const auto before = digest(*hub);
  const auto fault = hub->run([](hub::MessageProcessor&, ledger::Ledger& ledger) {
    ledger.record({0, 1, "half", "", "", "", "", "", {}});
    throw std::runtime_error("broken");
  });
  REQUIRE(fault);
  CHECK(fault->group == hub::FaultGroup::system);
  CHECK(digest(*hub) == before);
  CHECK(!hub->run([](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
    processor.move_clock(ledger.now() + 60);
  }));
  CHECK(digest(*hub) != before);
}

TEST_CASE("a hub that has too much to do says so") {
  hub::Hub::Options options;
  options.backlog = 0;
  const auto hub = hub::Hub::open(engine(), options);
  REQUIRE(hub);
  const auto fault = (*hub)->run([](hub::MessageProcessor&, ledger::Ledger&) {});
  REQUIRE(fault);
  CHECK(fault->group == hub::FaultGroup::system);
}

}  // namespace cimgate::test
