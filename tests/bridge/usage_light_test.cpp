#include "gateway/elhub/bridge/usage_light.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/bridge/market.hpp"
#include "tests/bridge/rehearsal.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/service.hpp"
#include "tests/test_database.hpp"

/// The traffic light of BRS-NO-611, over what passes through the bridge.
namespace cimgate::test {
namespace {

using bridge::UsageLight;
using usage::Level;

/// 2026-06-01T08:00:00Z
constexpr std::int64_t morning = 1780300800;

usage::Limits limits() {
  return *usage::read_limits("limits.yaml", R"(
source: { status: assumed, ref: "test" }
queries: BRS-NO-611
starts: [BRS-NO-101]
purpose: StartOfSupply
measures:
  - { id: accepted-per-hour, title: { en: an hour, nb: per time }, yellow: { above: 2 }, red: { above: 4 } }
  - { id: rejected-per-day, title: { en: rejected, nb: avvist }, yellow: { above: 1 }, red: { above: 2 } }
  - { id: queries-per-start, title: { en: a start, nb: per start }, days: 30, yellow: { from: 10 }, red: { above: 50 } }
)");
}

usage::Sent query(std::int64_t at, bool accepted = true) {
  return {at, supplier, "BRS-NO-611", point, accepted, ""};
}

Level level_of(const UsageLight& light, std::int64_t seconds) {
  for (const auto& one : light.usage(seconds))
    if (one.party == supplier) return one.level;
  FAIL("the supplier is not counted");
  return Level::green;
}

}  // namespace

TEST_CASE("yellow warns and red stops; what is not taken is not counted; an hour later it is green again") {
  UsageLight light(limits(), true);
  std::string seen;
  for (int i = 0; i < 6; ++i) {
    const auto verdict = light.take(query(morning + i));
    seen += verdict.level == Level::green    ? 'g'
            : verdict.level == Level::yellow ? 'y'
            : verdict.taken                  ? 'r'
                                             : 'x';
    CHECK(verdict.why.empty() == (verdict.level == Level::green));
  }
  CHECK(seen == "ggyyxx");
  CHECK(level_of(light, morning) == Level::yellow);
  CHECK(light.take(query(morning + 3600)).level == Level::green);
}

TEST_CASE("where red does not stop, everything is taken and counted") {
  UsageLight light(limits(), false);
  for (int i = 0; i < 5; ++i) CHECK(light.take(query(morning)).taken);
  CHECK(level_of(light, morning) == Level::red);
}

TEST_CASE("what the market rejects is counted as rejected, and what was not handed in not at all") {
  UsageLight light(limits(), true);
  for (int i = 0; i < 3; ++i) light.take(query(morning));
  for (int i = 0; i < 2; ++i) light.rejected(query(morning));
  CHECK(level_of(light, morning) == Level::yellow);  // two rejected, one accepted
  light.take_back(query(morning));
  for (int i = 0; i < 2; ++i) CHECK(light.take(query(morning)).taken);
  light.rejected(query(morning));
  CHECK(level_of(light, morning) == Level::red);
  CHECK(!light.take(query(morning)).taken);
}

TEST_CASE("each party has its own light, and starts are what queries should lead to") {
  UsageLight light(limits(), true);
  auto asks = query(morning);
  asks.purpose = "StartOfSupply";
  for (int i = 0; i < 10; ++i) {
    asks.seconds += 3600;
    light.take(asks);
  }
  CHECK(level_of(light, asks.seconds) == Level::yellow);
  light.take({asks.seconds, supplier, "BRS-NO-101", point, true, ""});
  light.take({asks.seconds, supplier, "BRS-NO-101", point, true, ""});
  CHECK(level_of(light, asks.seconds) == Level::green);
  auto other = query(asks.seconds);
  other.party = old_supplier;
  CHECK(light.take(other).level == Level::green);
  CHECK(light.usage(asks.seconds).size() == 2);
}

TEST_CASE("a bridge takes no query that would be red, also when it was started again") {
  const Service translator;
  const auto document = [&](std::uint64_t number) {
    auto xml = example("RequestUpfrontMeteringPointCharacteristics/valid/by-metering-point.xml");
    xml = with(with(xml, element(xml, "Identification"), uuid(number)), old_supplier, supplier);
    const auto answer = ask(translator.port(), "POST", "/v1/translate?profile=nmeg-no/0.1",
                            "Content-Type: application/xml\r\n", xml);
    CHECK(answer.status == 200);
    return answer.body;
  };
  // It answers no query: what counts is what is handed in.
  const Market market([](const Market::Asked& asked) -> Market::Said {
    return {asked.action == "PollForData" ? 200 : 503, result_set("", {})};
  });
  const TestDatabase kept;
  auto options = bridge_options(market.url(), kept.location());
  options.insert(options.end(), {"--usage-611", "stop", "--log", "json"});
  std::uint64_t number = 100;
  {
    Service bridge(options, "bridge");
    // More than 20 queries a metering point and day are red (rules/usage-611.yaml).
    for (int i = 0; i < 20; ++i)
      CHECK(try_ask(bridge.port(), "POST", "/cim/v1/documents", document(number++))->status == 202);
    CHECK(bridge.errors().find("\"usage-yellow\"") != std::string::npos);
    bridge.signal(9);
    bridge.wait();
  }
  const Service bridge(options, "bridge");
  const auto stopped = try_ask(bridge.port(), "POST", "/cim/v1/documents", document(number));
  CHECK(stopped->status == 429);
  CHECK(stopped->body.find("urn:cimgate:problem:too-many-queries") != std::string::npos);
  CHECK(try_ask(bridge.port(), "GET", "/cim/v1/documents/" + uuid(number))->status == 404);
  CHECK(bridge.errors().find("\"usage-stopped\"") != std::string::npos);
  const auto metrics = try_ask(bridge.port(), "GET", "/metrics");
  CHECK(metrics->body.find(fmt::format("cimgate_bridge_usage_611{{party=\"{}\"}} 1", supplier)) !=
        std::string::npos);
  // Others are taken.
  CHECK(try_ask(bridge.port(), "POST", "/cim/v1/documents", start_in_cim(translator.port(), uuid(1), point))
            ->status == 202);
}

}  // namespace cimgate::test
