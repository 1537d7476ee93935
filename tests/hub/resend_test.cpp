// A party has lost what it had fetched: the hub puts it into its queues again.
#include "gateway/elhub/hub/resend.hpp"

#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include <fstream>
#include <set>
#include <sstream>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/hub/hub.hpp"
#include "gateway/elhub/hub/replay.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"
#include "tests/temporary_folder.hpp"

namespace cimgate::test {
namespace {

constexpr auto letters = ledger::Channel::market_processes;
constexpr const char* morning = "2026-06-01T08:00:00+02:00";

std::shared_ptr<hub::Hub> open(const std::string& database) {
  static const auto engine = open_engine({}).value();
  hub::Hub::Options options;
  options.database = database;
  options.start = norway::parse_moment(morning).value();
  return hub::Hub::open(engine, options).value();
}

void in(hub::Hub& hub, const hub::Hub::Work& work) {
  REQUIRE_FALSE(hub.run(work));
}

/// Fetches and acknowledges all that waits.
std::vector<std::string> fetch(hub::Hub& hub, const std::string& party) {
  std::vector<std::string> all;
  in(hub, [&](hub::MessageProcessor& processor, ledger::Ledger&) {
    for (;;) {
      const auto set = processor.poll({party, party, letters}, 3);
      REQUIRE(set);
      if (!*set) return;
      all.insert(all.end(), (*set)->messages.begin(), (*set)->messages.end());
      REQUIRE(processor.acknowledge({party, party, letters}, (*set)->id));
    }
  });
  return all;
}

/// A hub with a takeover of yesterday: many messages for the supplier that took over.
void play(hub::Hub& hub) {
  in(hub, [](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
    std::ifstream file(std::string(CIMGATE_SOURCE_DIR) + "/examples/demo/market.yaml");
    std::ostringstream text;
    text << file.rdbuf();
    REQUIRE(hub::load_market(ledger, "demo", text.str()).errors.empty());
    REQUIRE(processor.take_over("7099990001053", supplier, rules::parse_day("2026-06-01").value()));
    processor.move_clock(norway::parse_moment("2026-06-02T08:00:00+02:00").value());
    REQUIRE(processor.take_over("7099990001015", supplier, rules::parse_day("2026-06-02").value()));
  });
}

hub::Resend all_of_june(std::size_t limit) {
  return {supplier, norway::parse_moment("2026-06-01").value(), norway::parse_moment("2026-07-01").value(), 0,
          limit};
}

struct Sum {
  std::size_t parts = 0, count = 0, waiting = 0;
};
Sum resend(hub::Hub& hub, hub::Resend wanted) {
  Sum sum;
  in(hub, [&](hub::MessageProcessor& processor, ledger::Ledger&) {
    do {
      const auto done = processor.resend(wanted);
      REQUIRE(done);
      CHECK(done->count + done->waiting <= wanted.limit);
      ++sum.parts;
      sum.count += done->count;
      sum.waiting += done->waiting;
      wanted.after = done->next;
    } while (wanted.after != 0);
  });
  return sum;
}

TEST_CASE("resend: a party gets all of a period again, part by part, as it was") {
  const TemporaryFolder folder;
  const auto path = folder.file("hub.db");
  std::vector<std::string> first;
  {
    const auto hub = open(path);
    play(*hub);
    // What still waits is left where it is.
    const auto waits = resend(*hub, all_of_june(1000));
    CHECK(waits.count == 0);
    CHECK(waits.waiting > 10);
    first = fetch(*hub, supplier);
    REQUIRE(first.size() == waits.waiting);
    CHECK(fetch(*hub, supplier).empty());
    const auto sum = resend(*hub, all_of_june(4));
    CHECK(sum.parts >= first.size() / 4);
    CHECK(sum.count == first.size());
    CHECK(sum.waiting == 0);
    // Once more, as after an answer that was lost: nothing is doubled.
    CHECK(resend(*hub, all_of_june(1000)).count == 0);
  }
  // The hub ended in between: it is there still.
  const auto hub = open(path);
  CHECK(fetch(*hub, supplier) == first);
  CHECK(fetch(*hub, "7099990001015").size() > 0);
  std::string digest;
  in(*hub, [&](hub::MessageProcessor&, ledger::Ledger& ledger) { digest = ledger.digest(); });
  const auto again = open(":memory:");
  REQUIRE(again->replay(path));
  in(*again, [&](hub::MessageProcessor&, ledger::Ledger& ledger) { CHECK(ledger.digest() == digest); });
}

TEST_CASE("resend: the period begins and ends where it is said") {
  const auto hub = open(":memory:");
  play(*hub);
  const auto all = fetch(*hub, supplier);
  auto one = all_of_june(1000);
  one.to = norway::parse_moment("2026-06-02T08:00:00+02:00").value();
  const auto before = resend(*hub, one).count;
  CHECK(before > 0);
  CHECK(fetch(*hub, supplier).size() == before);
  one.from = one.to;
  one.to += 1;
  CHECK(resend(*hub, one).count == all.size() - before);
  fetch(*hub, supplier);
  one.from = one.to;
  one.to += 1000;
  CHECK(resend(*hub, one).count == 0);
  in(*hub, [](hub::MessageProcessor& processor, ledger::Ledger&) {
    auto nobody = all_of_june(10);
    nobody.party = "7099990009998";
    const auto done = processor.resend(nobody);
    REQUIRE_FALSE(done);
    CHECK(done.error().member == "party");
  });
}

TEST_CASE("resend: what does not fit is told by its member") {
  Service hub;
  for (const auto& [body, status, member] : std::initializer_list<std::tuple<const char*, int, const char*>>{
           {"nothing", 400, "party"},
           {R"({"from": "2026-06-01"})", 400, "party"},
           {R"({"party": "7099990001022"})", 400, "from"},
           {R"({"party": "7099990001022", "from": "soon"})", 400, "from"},
           {R"({"party": "7099990001022", "from": "2026-06-01", "to": "later"})", 400, "to"},
           {R"({"party": "7099990001022", "from": "2026-06-01", "to": "2026-06-01"})", 400, "to"},
           {R"({"party": "7099990001022", "from": "2026-06-02"})", 400, "to"},
           {R"({"party": "7099990001022", "from": "2026-06-01", "limit": 1001})", 400, "limit"},
           {R"({"party": "7099990001022", "from": "2026-06-01", "limit": 0})", 400, "limit"},
           {R"({"party": "7099990001022", "from": "2026-06-01", "after": -1})", 400, "after"},
           {R"({"party": "7099990001022", "from": "2026-06-01", "after": 99999999999999999999})", 400,
            "after"},
           {R"({"party": "7099990001022", "since": "2026-06-01"})", 400, ""},
           {R"({"party": "7099990009998", "from": "2026-06-01"})", 422, "party"},
       }) {
    CAPTURE(body);
    const auto answer =
        ask(hub.port(), "POST", "/hub/v1/resends", "Content-Type: application/json\r\n", body);
    CHECK(answer.status == status);
    const auto problem = YAML::Load(answer.body);
    CHECK(problem["type"].as<std::string>() == "urn:cimgate:problem:bad-resend");
    CHECK(problem["member"].as<std::string>("") == member);
  }
  const auto none =
      YAML::Load(ask(hub.port(), "POST", "/hub/v1/resends", "Content-Type: application/json\r\n",
                     R"({"party": "7099990001022", "from": "2026-06-01"})")
                     .body);
  CHECK(none["resent"].as<int>() == 0);
  CHECK(none["next"].IsNull());
}

}  // namespace
}  // namespace cimgate::test
