// What the hub puts right by hand after a portfolio takeover: what of a request does not fit, that it is done
// as a whole or not at all, and that it is done again when the hub is.
#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include <fstream>
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

constexpr const char* taken = "707057599002001499";  ///< supplied by `leaver` since 2021-08-01
constexpr const char* leaver = "7099990001053";
constexpr const char* taker = "7099990001015";

Response post(std::uint16_t port, const std::string& route, const std::string& body) {
  return ask(port, "POST", "/hub/v1/" + route, "Content-Type: application/json\r\n", body);
}

void take_over(std::uint16_t port, const std::string& day) {
  REQUIRE(
      post(port, "takeovers",
           std::string("{\"from\": \"") + leaver + "\", \"to\": \"" + taker + "\", \"day\": \"" + day + "\"}")
          .status == 200);
}

struct Wrong {
  const char* body;
  int status;
  const char* member;  ///< of the request; "" = the problem names none
};

std::string digest(std::uint16_t port) {
  return ask(port, "GET", "/hub/v1/digest").body;
}

TEST_CASE("corrections: what does not fit is told by its member, and nothing is done") {
  Service hub;
  take_over(hub.port(), "2026-06-01");
  const auto before = digest(hub.port());
  for (const auto& wrong : {
           Wrong{"", 411, ""},
           Wrong{"nothing", 400, "kind"},
           Wrong{"[]", 400, "kind"},
           Wrong{R"({"kind": "undo", "meteringPoint": "707057599002001499"})", 400, "kind"},
           Wrong{R"({"kind": ["reopen"], "meteringPoint": "707057599002001499"})", 400, "kind"},
           Wrong{R"({"kind": "reopen"})", 400, "meteringPoint"},
           Wrong{R"({"kind": "reopen", "meteringPoint": "70705759900200149"})", 400, "meteringPoint"},
           Wrong{R"({"kind": "reopen", "meteringPoint": "707057599002001499", "dey": "2026-06-01"})", 400,
                 "day"},
           Wrong{R"({"kind": "reopen", "meteringPoint": "707057599002001499", "lastResort": true})", 400, ""},
           Wrong{R"({"kind": "reopen", "meteringPoint": "707057599002001499", "day": {"on": 1}})", 400,
                 "day"},
           Wrong{R"({"kind": "reopen", "meteringPoint": "707057599002001499", "day": "soon"})", 400, "day"},
           Wrong{R"({"kind": "reopen", "meteringPoint": "707057599002001499", "supplier": "taker"})", 400,
                 "supplier"},
           Wrong{R"({"kind": "remove-switch", "meteringPoint": "707057599002001499"})", 400, "day"},
           Wrong{R"({"kind": "end-supply", "meteringPoint": "707057599002001499", "day": "2026-06-02", )"
                 R"("lastResort": "perhaps"})",
                 400, "lastResort"},
           // The market is not so.
           Wrong{R"({"kind": "remove-switch", "meteringPoint": "707057599002999994", "day": "2026-05-01"})",
                 422, "meteringPoint"},
           Wrong{R"({"kind": "remove-switch", "meteringPoint": "707057599002000010", "day": "2026-05-01"})",
                 422, "meteringPoint"},
           Wrong{R"({"kind": "remove-switch", "meteringPoint": "707057599002001499", "day": "2026-06-01"})",
                 422, "day"},
           Wrong{R"({"kind": "remove-switch", "meteringPoint": "707057599002001499", "day": "2021-08-01"})",
                 422, "day"},
           Wrong{R"({"kind": "remove-switch", "meteringPoint": "707057599002001499", "day": "2026-05-20", )"
                 R"("message": "00000000-0000-4000-8000-000000000001"})",
                 422, "message"},
           Wrong{R"({"kind": "end-supply", "meteringPoint": "707057599002001499", "day": "2026-06-02"})", 422,
                 "meteringPoint"},
           Wrong{R"({"kind": "end-supply", "meteringPoint": "707057599002001499", "day": "2019-06-02"})", 422,
                 "day"},
           Wrong{R"({"kind": "reopen", "meteringPoint": "707057599002000010"})", 422, "meteringPoint"},
           Wrong{R"({"kind": "reopen", "meteringPoint": "707057599002001499"})", 422, "meteringPoint"},
       }) {
    CAPTURE(wrong.body);
    const auto answer = post(hub.port(), "corrections", wrong.body);
    CHECK(answer.status == wrong.status);
    if (answer.status == 411) continue;
    const auto problem = YAML::Load(answer.body);
    CHECK(problem["type"].as<std::string>() == "urn:cimgate:problem:bad-correction");
    CHECK(problem["member"].as<std::string>("") == wrong.member);
    CHECK(count(answer.body, "undo") + count(answer.body, "dey") == 0);
  }
  CHECK(digest(hub.port()) == before);
}

TEST_CASE("corrections: the change of supplier goes, and the contract before goes on") {
  Service hub;
  take_over(hub.port(), "2026-06-01");
  const auto answer =
      post(hub.port(), "corrections",
           R"({"kind": "remove-switch", "meteringPoint": "707057599002001499", "day": "2026-05-20"})");
  REQUIRE(answer.status == 200);
  const auto contracts = YAML::Load(answer.body)["contracts"];
  REQUIRE(contracts.size() == 1);
  CHECK(contracts[0]["supplier"].as<std::string>() == leaver);
  CHECK(contracts[0]["to"].IsNull());
  CHECK(contracts[0]["customer"].as<std::string>() == "…");
  // Both are told with BRS-NO-305: the one is in the market still.
  const auto told = [&](const std::string& party) {
    return count(ask(hub.port(), "GET",
                     std::string("/hub/v1/events?kind=message-queued&process=BRS-NO-305&meteringPoint=") +
                         taken + "&party=" + party)
                     .body,
                 "\"seq\"");
  };
  CHECK(told(leaver) == 2);  // the end, and that it goes on
  CHECK(told(taker) == 2);
  CHECK(post(hub.port(), "corrections",
             R"({"kind": "remove-switch", "meteringPoint": "707057599002001499", "day": "2026-05-20"})")
            .status == 422);
}

TEST_CASE("corrections: done again when the hub is, and the order of what was asked is kept") {
  const TemporaryFolder folder;
  const auto path = folder.file("hub.db");
  const auto engine = open_engine({}).value();
  const auto open = [&](const std::string& database) {
    hub::Hub::Options options;
    options.database = database;
    options.start = norway::parse_moment("2026-06-01T08:00:00+02:00").value();
    return hub::Hub::open(engine, options).value();
  };
  const auto digest_of = [](hub::Hub& hub) {
    std::string made;
    REQUIRE_FALSE(hub.run([&](hub::MessageProcessor&, ledger::Ledger& ledger) { made = ledger.digest(); }));
    return made;
  };
  std::string first;
  {
    const auto hub = open(path);
    REQUIRE_FALSE(hub->run([](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
      std::ifstream file(std::string(CIMGATE_SOURCE_DIR) + "/examples/demo/market.yaml");
      std::ostringstream text;
      text << file.rdbuf();
      REQUIRE(hub::load_market(ledger, "demo", text.str()).errors.empty());
      REQUIRE(processor.take_over(leaver, taker, rules::parse_day("2026-06-20").value()));
      hub::Correction end{
          hub::Correction::Kind::end_supply, taken, rules::parse_day("2026-06-04"), {}, true, {}};
      REQUIRE(processor.correct(end));
      // What does not fit is not noted either.
      CHECK_FALSE(processor.correct(end));
      const auto read = hub::read_correction(hub::to_json(end));
      REQUIRE(read);
      CHECK(hub::to_json(*read) == hub::to_json(end));
      CHECK(read->last_resort);
      processor.move_clock(norway::parse_moment("2026-06-20T12:00:00+02:00").value());
      const auto contracts = ledger.market()->contracts_of(taken);
      REQUIRE(contracts.size() == 2);
      CHECK(contracts[1].role == "SLR");
      CHECK(contracts[1].origin == "BRS-NO-305");
    }));
    first = digest_of(*hub);
  }
  const auto again = open(":memory:");
  const auto done = again->replay(path);
  REQUIRE(done);
  CHECK(*done == 4);  // market, takeover, correction, clock
  CHECK(digest_of(*again) == first);
}

}  // namespace
}  // namespace cimgate::test
