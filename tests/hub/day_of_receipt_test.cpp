// The day on which a message is judged is that on which it came, not one that its sender chooses.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "gateway/elhub/hub/hub.hpp"
#include "gateway/elhub/hub/replay.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/service.hpp"
#include "tests/test_database.hpp"

namespace cimgate::test {
namespace {

constexpr const char* now = "2026-06-01T08:00:00+02:00";
constexpr const char* agent = "7099990004016";
constexpr auto letters = ledger::Channel::market_processes;

/// A hub of the demo market on 1 June 2026.
class Today {
 public:
  explicit Today(const std::string& database = ":memory:") {
    hub::Hub::Options options;
    options.database = database;
    options.start = norway::parse_moment(now).value();
    options.seed = ledger::Seed{};
    hub_ = hub::Hub::open(engine(), options).value();
    std::ifstream file(std::string(CIMGATE_SOURCE_DIR) + "/examples/demo/market.yaml");
    std::ostringstream text;
    text << file.rdbuf();
    load(text.str());
  }

  void load(const std::string& market) {
    run([&](hub::MessageProcessor&, ledger::Ledger& ledger) {
      REQUIRE(hub::load_market(ledger, "market.yaml", market).errors.empty());
    });
  }

  void move_clock(const char* to) {
    run([&](hub::MessageProcessor& processor, ledger::Ledger&) {
      processor.move_clock(norway::parse_moment(to).value());
    });
  }

  /// What is read on the day of the hub, as the routes do.
  hub::Request read(const std::string& xml) const {
    auto request = hub_->intake().read(xml, hub_->now());
    REQUIRE(request);
    return *std::move(request);
  }

  /// What is said to it: of a refusal; "" when it is taken.
  std::string answer_to(const hub::Request& request) {
    std::string answer;
    run([&](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
      const auto before = ledger.waiting(request.physical_sender, letters, 100).size();
      const auto receipt = processor.receive(request);
      REQUIRE(receipt);
      answer = receipt->answer;
      const auto after = ledger.waiting(request.physical_sender, letters, 100);
      if (after.size() > before) answer = ledger.message(after.back().id).value().xml;
    });
    return answer;
  }
  /// The first code of the refusal; "" when it is taken.
  std::string hand_in(const hub::Request& request) {
    return element(answer_to(request), "ResponseReasonType");
  }
  std::string hand_in(const std::string& xml) { return hand_in(read(xml)); }

  std::string digest() {
    std::string made;
    run([&](hub::MessageProcessor&, ledger::Ledger& ledger) { made = ledger.digest(); });
    return made;
  }

  hub::Hub& hub() { return *hub_; }

  static std::shared_ptr<const Engine> engine() {
    static const auto made = open_engine({}).value();
    return made;
  }

 private:
  void run(const hub::Hub::Work& work) { REQUIRE_FALSE(hub_->run(work)); }

  std::shared_ptr<hub::Hub> hub_;
};

/// BRS-NO-101 from a day on.
std::string start(std::uint64_t number, const std::string& created, const std::string& from) {
  return with(with(start_of_supply(uuid(number)), now, created), "2026-06-15T00:00:00+02:00",
              from + "T00:00:00+02:00");
}

/// BRS-NO-103 of `old_supplier`, as the demo market has it.
std::string moved_in(std::uint64_t number, const std::string& created, const std::string& on) {
  auto message = example("RequestStartOfSupply/valid/move-in-back-in-time.xml");
  message = with(message, "5da5bb6f-73b9-4265-acd1-91e6dfa89512", uuid(number));
  message = with(message, "707057599000504718", point);
  message = with(message, "2026-11-18T15:02:10+01:00", created);
  return with(message, "2026-11-09T00:00:00+01:00", on + "T00:00:00+02:00");
}

/// BRS-NO-611 without a purpose.
std::string query(std::uint64_t number, const std::string& created) {
  auto message = example("RequestUpfrontMeteringPointCharacteristics/valid/by-metering-point.xml");
  message = with(message, "94cd4a46-84f6-4bf2-9044-d4542b69d8b1", uuid(number));
  message = with(message, "707057599000100316", point);
  message = with(message, "2026-11-16T09:10:00+01:00", created);
  const auto at = message.find("<abie:Purpose>");
  REQUIRE(at != std::string::npos);
  const std::string end = "</abie:Purpose>";
  return message.erase(at, message.find(end) + end.size() - at);
}

}  // namespace

TEST_CASE("day of receipt: a deadline cannot be met by a Creation before it") {
  Today hub;
  CHECK(hub.hand_in(start(1, now, "2026-05-20")) == "EH003");
  CHECK(hub.hand_in(start(2, "2026-05-01T08:00:00+02:00", "2026-05-20")) == "EH003");
  CHECK(hub.hand_in(start(3, "2026-05-01T08:00:00+02:00", "2026-06-15")).empty());
}

TEST_CASE("day of receipt: what is back in time is not made so by a Creation after it") {
  Today hub;
  CHECK(hub.hand_in(moved_in(1, now, "2026-06-05")) == "EH003");
  CHECK(hub.hand_in(moved_in(2, "2026-06-10T08:00:00+02:00", "2026-06-05")) == "EH003");
  CHECK(hub.hand_in(moved_in(3, "2026-06-10T08:00:00+02:00", "2026-05-25")) != "EH003");
}

TEST_CASE("day of receipt: a rule that holds cannot be avoided by a Creation before its day") {
  Today hub;
  CHECK(hub.hand_in(query(1, now)) == "EH034");
  CHECK(hub.hand_in(query(2, "2026-04-05T23:59:59+02:00")) == "EH034");
  CHECK(hub.hand_in(query(3, "2020-01-01T00:00:00Z")) == "EH034");
}

TEST_CASE("day of receipt: whose contract has ended is no agent any more, whatever the message says") {
  Today hub;
  const auto by_agent = [](std::uint64_t number, const std::string& created) {
    auto message = with(start(number, created, "2026-06-20"), supplier, old_supplier);
    const auto at = message.find(old_supplier);  // the physical sender
    return message.replace(at, std::string(agent).size(), agent);
  };
  const auto is_refused = [&](const std::string& xml) {
    return count(hub.answer_to(hub.read(xml)), ">E36<") == 1;
  };
  CHECK_FALSE(is_refused(by_agent(1, now)));
  hub.load("agents:\n  - { agent: \"" + std::string(agent) + "\", for: \"" + old_supplier +
           "\", roles: [DDQ, QRY], from: 2024-01-01, to: 2026-06-01 }\n");
  CHECK(is_refused(by_agent(2, now)));
  CHECK(is_refused(by_agent(3, "2026-05-15T08:00:00+02:00")));
}

TEST_CASE("day of receipt: what was read before midnight is judged after it, and again by a replay") {
  const TestDatabase kept;
  Today hub(kept.location());
  hub.move_clock("2026-06-05T23:59:59+02:00");
  const auto early = hub.read(moved_in(1, "2026-06-05T23:59:00+02:00", "2026-06-06"));
  const auto refused = hub.read(moved_in(2, "2026-06-05T23:59:00+02:00", "2026-06-06"));
  CHECK(hub.hand_in(refused) == "EH003");
  hub.move_clock("2026-06-06T00:00:01+02:00");
  CHECK(hub.hand_in(early) != "EH003");
  hub::Hub::Options options;
  const auto again = hub::Hub::open(Today::engine(), options).value();
  REQUIRE(again->replay(kept.location()));
  std::string digest;
  REQUIRE_FALSE(
      again->run([&](hub::MessageProcessor&, ledger::Ledger& ledger) { digest = ledger.digest(); }));
  CHECK(digest == hub.digest());
}

}  // namespace cimgate::test
