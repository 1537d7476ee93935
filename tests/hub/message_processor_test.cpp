// What the hub refuses to take at all, and what it gives to whom.
#include "gateway/elhub/hub/message_processor.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <fstream>
#include <future>
#include <sstream>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/hub/hub.hpp"
#include "gateway/elhub/hub/message_parts.hpp"
#include "gateway/elhub/hub/replay.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "tests/hub/messages.hpp"
#include "tests/temporary_folder.hpp"

namespace cimgate::test {
namespace {

constexpr const char* nobody = "7099990009998";
constexpr const char* agent = "7099990004016";  ///< of old_supplier, from 2024

std::shared_ptr<const Engine> engine() {
  static const auto made = open_engine({});
  REQUIRE(made);
  return *made;
}

/// A hub of the demo market, and what it does.
class Played {
 public:
  explicit Played(const std::string& database = ":memory:") {
    hub::Hub::Options options;
    options.database = database;
    options.start = norway::parse_moment("2026-06-01T08:00:00+02:00").value();
    options.seed = ledger::Seed{};
    hub_ = hub::Hub::open(engine(), options).value();
    run([](hub::MessageProcessor&, ledger::Ledger& ledger) {
      std::ifstream file(std::string(CIMGATE_SOURCE_DIR) + "/examples/demo/market.yaml");
      std::ostringstream text;
      text << file.rdbuf();
      REQUIRE(hub::load_market(ledger, "demo", text.str()).errors.empty());
    });
  }

  hub::Hub& hub() { return *hub_; }
  void run(const hub::Hub::Work& work) { REQUIRE_FALSE(hub_->run(work)); }

  /// "taken", "again", or the group and the description of the fault.
  std::string receive(const std::string& xml) {
    const auto request = hub_->intake().read(xml);
    REQUIRE(request);
    std::string told;
    run([&](hub::MessageProcessor& processor, ledger::Ledger&) {
      const auto receipt = processor.receive(*request);
      told = !receipt ? std::string(to_string(receipt.error().group)) + ": " + receipt.error().description
             : receipt->repeated ? "again"
                                 : "taken";
      if (receipt) CHECK(receipt->id == request->id);
    });
    return told;
  }

  /// How many messages there are, or why they are not given.
  std::string poll(const hub::PollOrder& order, std::size_t limit = 100) {
    std::string told;
    run([&](hub::MessageProcessor& processor, ledger::Ledger&) {
      const auto set = processor.poll(order, limit);
      set_ = set && *set ? (*set)->id : "";
      told = !set               ? std::string(to_string(set.error().group)) + ": " + set.error().description
             : set->has_value() ? std::to_string((*set)->messages.size())
                                : "nothing";
    });
    return told;
  }
  const std::string& set() const { return set_; }

  std::string acknowledge(const hub::PollOrder& order, const std::string& set) {
    std::string told;
    run([&](hub::MessageProcessor& processor, ledger::Ledger&) {
      const auto done = processor.acknowledge(order, set);
      told = done ? "done" : std::string(to_string(done.error().group)) + ": " + done.error().description;
    });
    return told;
  }

 private:
  std::shared_ptr<hub::Hub> hub_;
  std::string set_;
};

std::string sent_by(const std::string& message, const std::string& physical, const std::string& juridical) {
  const std::string element = "JuridicalSenderEnergyParty>";
  const auto first = message.find(supplier);
  const auto second = message.find(supplier, message.find(element));
  REQUIRE(first < second);
  auto changed = message;
  changed.replace(second, juridical.size(), juridical);
  return changed.replace(first, physical.size(), physical);
}

constexpr auto letters = ledger::Channel::market_processes;
const std::string not_physical = "Security: The physical sender is not registered in this market.";
const std::string not_juridical = "Security: The juridical sender is not registered in this market.";
const std::string no_party = "Security: The party is not registered in this market.";
const std::string not_for_him = "Security: The sender may not fetch the messages of this party.";
const std::string used = "UUID: The message id has been used before.";

}  // namespace

TEST_CASE("processor: who is not registered is told so, and leaves no trace") {
  Played hub;
  const auto message = start_of_supply(uuid(1));
  std::int64_t events = 0;
  hub.run([&](hub::MessageProcessor&, ledger::Ledger& ledger) { events = ledger.last_event(); });
  CHECK(hub.receive(sent_by(message, nobody, supplier)) == not_physical);
  CHECK(hub.receive(sent_by(message, supplier, nobody)) == not_juridical);
  CHECK(hub.receive(sent_by(message, nobody, nobody)) == not_physical);
  hub.run([&](hub::MessageProcessor&, ledger::Ledger& ledger) {
    CHECK(ledger.last_event() == events);
    CHECK_FALSE(ledger.message(uuid(1)));
  });
  CHECK(hub.receive(message) == "taken");
  CHECK(hub.receive(message) == "again");
  CHECK(hub.receive(with(message, "2026-06-15", "2026-06-16")) == used);
  // The id of a message of the hub's is used, too.
  CHECK(hub.receive(start_of_supply(uuid(2), point, true)) == "taken");
  std::string of_hub;
  hub.run([&](hub::MessageProcessor&, ledger::Ledger& ledger) {
    of_hub = ledger.waiting(supplier, letters, 1).at(0).id;
  });
  CHECK(hub.receive(start_of_supply(of_hub)) == used);
}

TEST_CASE("processor: a queue is given to its party, and to its agent from the first day on") {
  Played hub;
  REQUIRE(hub.receive(start_of_supply(uuid(1), point, true)) == "taken");
  REQUIRE(hub.receive(start_of_supply(uuid(2), "707057599002999994", true)) == "taken");
  CHECK(hub.poll({supplier, nobody, letters}) == no_party);
  CHECK(hub.poll({nobody, supplier, letters}) == no_party);
  CHECK(hub.poll({supplier, old_supplier, letters}) == not_for_him);
  CHECK(hub.poll({supplier, agent, letters}) == not_for_him);
  CHECK(hub.poll({old_supplier, agent, letters}) == "nothing");
  CHECK(hub.poll({old_supplier, old_supplier, letters}) == "nothing");
  CHECK(hub.poll({supplier, supplier, ledger::Channel::metering_values}) == "nothing");
  CHECK(hub.poll({supplier, supplier, letters}, 1) == "1");
  const auto set = hub.set();
  CHECK(hub.poll({supplier, supplier, letters}, 2) == "1");
  CHECK(hub.set() == set);
  CHECK(hub.acknowledge({supplier, old_supplier, letters}, set) == not_for_him);
  CHECK(hub.acknowledge({supplier, nobody, letters}, set) == no_party);
  CHECK(hub.acknowledge({supplier, supplier, letters}, uuid(9)) ==
        "UUID: There is no poll result with this id to acknowledge.");
  CHECK(hub.acknowledge({supplier, supplier, letters}, set) == "done");
  CHECK(hub.acknowledge({supplier, supplier, letters}, set) == "done");
  CHECK(hub.poll({supplier, supplier, letters}, 2) == "1");
  CHECK(hub.set() != set);
}

TEST_CASE("processor: the clock does what is due up to its time, that itself included, and never goes back") {
  Played hub;
  REQUIRE(hub.receive(start_of_supply(uuid(1), point)) == "taken");
  hub.run([&](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
    const auto now = ledger.now();
    CHECK(processor.move_clock(now - 1) == 0);
    CHECK(ledger.now() == now);
    REQUIRE(ledger.steps(10).size() == 1);
    const auto due = ledger.steps(10).front().at;
    REQUIRE(due > now);
    CHECK(processor.move_clock(due - 1) == 0);
    CHECK(ledger.now() == due - 1);
    CHECK(processor.move_clock(due) == 1);
    CHECK(ledger.now() == due);
    CHECK(processor.move_clock(due) == 0);
    // What it brings about on the way is due on the way, too.
    const auto end = norway::parse_moment("2026-06-15T00:00:00+02:00").value();
    CHECK(processor.move_clock(end) == 1);
    CHECK(ledger.steps(10).empty());
  });
}

TEST_CASE("processor: a takeover is for two suppliers that are there, on its day or at once") {
  Played hub;
  const auto day = [](const char* text) { return *rules::parse_day(text); };
  const auto supplied = [&](const char* by) {
    std::size_t count = 0;
    hub.run([&](hub::MessageProcessor&, ledger::Ledger& ledger) {
      for (const auto& one : ledger.contracts_of_supplier(by))
        if (!one.period.to) ++count;
    });
    return count;
  };
  const auto before = supplied(old_supplier);
  REQUIRE(before > 0);
  const auto own = supplied(supplier);
  hub.run([&](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
    CHECK_FALSE(processor.take_over(nobody, supplier, day("2026-06-01")));
    CHECK_FALSE(processor.take_over(supplier, nobody, day("2026-06-01")));
    CHECK_FALSE(processor.take_over(supplier, supplier, day("2026-06-01")));
    CHECK(ledger.steps(10).empty());
    CHECK(processor.take_over(old_supplier, supplier, day("2026-06-02")));
    CHECK(ledger.steps(10).size() == 1);
  });
  CHECK(supplied(old_supplier) == before);
  hub.run([&](hub::MessageProcessor& processor, ledger::Ledger&) {
    processor.move_clock(norway::parse_moment("2026-06-02T00:00:00+02:00").value());
  });
  CHECK(supplied(old_supplier) == 0);
  CHECK(supplied(supplier) == own + before);
  // It is midnight: the day that begins has come.
  hub.run([&](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
    CHECK(processor.take_over(supplier, old_supplier, day("2026-06-02")));
    CHECK(ledger.steps(10).empty());
  });
  CHECK(supplied(supplier) == 0);
}

TEST_CASE("processor: all of this, done again, gives the same hub") {
  const TemporaryFolder folder;
  const auto path = folder.file("hub.db");
  std::string first;
  const auto digest = [](hub::Hub& hub) {
    std::string made;
    REQUIRE_FALSE(hub.run([&](hub::MessageProcessor&, ledger::Ledger& ledger) { made = ledger.digest(); }));
    return made;
  };
  {
    Played hub(path);
    REQUIRE(hub.receive(start_of_supply(uuid(1), point, true)) == "taken");
    REQUIRE(hub.poll({supplier, supplier, letters}) == "1");
    const auto before = digest(hub.hub());
    REQUIRE(hub.acknowledge({supplier, supplier, letters}, hub.set()) == "done");
    CHECK(digest(hub.hub()) != before);
    first = digest(hub.hub());
  }
  hub::Hub::Options options;
  const auto again = hub::Hub::open(engine(), options).value();
  const auto done = again->replay(path);
  REQUIRE(done);
  CHECK(*done == 4);
  CHECK(digest(*again) == first);
  CHECK_FALSE(again->replay(folder.file("nothing/hub.db")));
}

TEST_CASE("hub: a message waits in the queue of its kind, an acknowledgement in that of what it answers") {
  using ledger::Channel;
  for (const auto* message : {"NotifyValidatedDataForBillingEnergy", "CollectedData",
                              "PriceVolumeCombinationForReconciliation", "RequestCollectedData"})
    for (const auto* process : {"BRS-NO-101", "BRS-NO-311", "BRS-NO-314", "BRS-NO-324"})
      CHECK(hub::channel_of(message, process) == Channel::metering_values);
  for (const auto* process :
       {"BRS-NO-311", "BRS-NO-312", "BRS-NO-313", "BRS-NO-315", "BRS-NO-324", "BRS-NO-332"}) {
    CHECK(hub::channel_of("Acknowledgement", process) == Channel::metering_values);
    CHECK(hub::channel_of("NotifyStartOfSupply", process) == Channel::market_processes);
  }
  for (const auto* process : {"BRS-NO-101", "BRS-NO-302", "BRS-NO-314", "BRS-NO-622", ""})
    CHECK(hub::channel_of("Acknowledgement", process) == Channel::market_processes);
}

TEST_CASE("hub: its fingerprint is that of all it knows, in memory and in a file") {
  const TemporaryFolder folder;
  for (const auto& database : {std::string(":memory:"), folder.file("hub.db")}) {
    Played hub(database);
    REQUIRE(hub.receive(start_of_supply(uuid(1))) == "taken");
    std::string of_ledger;
    hub.run([&](hub::MessageProcessor&, ledger::Ledger& ledger) { of_ledger = ledger.digest(); });
    for (int again = 0; again < 2; ++again) {
      std::promise<hub::Hub::Digest> promise;
      hub.hub().digest([&](tl::expected<hub::Hub::Digest, hub::Fault> made) {
        promise.set_value(made ? *std::move(made) : hub::Hub::Digest());
      });
      auto answer = promise.get_future();
      REQUIRE(answer.wait_for(std::chrono::seconds(60)) == std::future_status::ready);
      const auto make = answer.get();
      REQUIRE(make);
      // One at a time.
      bool refused = false;
      hub.hub().digest([&](const tl::expected<hub::Hub::Digest, hub::Fault>& made) { refused = !made; });
      CHECK(refused);
      const auto made = make();
      REQUIRE(made);
      CHECK(*made == of_ledger);
    }
  }
}

TEST_CASE("hub: files of market state that were loaded together are loaded again one by one") {
  Played hub;
  hub.run([](hub::MessageProcessor&, ledger::Ledger& ledger) {
    const std::string first = "parties: [{ gln: \"7099990009974\", name: A, roles: [DDQ] }]\n";
    const std::string second = "parties: [{ gln: \"7099990009981\", name: B, roles: [DDQ] }]\n";
    const auto loaded = hub::load_market(ledger, "two", first + '\x1e' + second);
    CHECK(loaded.errors.empty());
    CHECK(ledger.knows_party("7099990009974"));
    CHECK(ledger.knows_party("7099990009981"));
    const auto wrong = hub::load_market(ledger, "wrong", first + '\x1e' + "partes: []\n");
    CHECK(wrong.errors.count() == 1);
  });
}

}  // namespace cimgate::test
