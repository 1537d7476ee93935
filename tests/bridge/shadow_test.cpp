#include <doctest/doctest.h>
#include <fmt/format.h>

#include <atomic>
#include <ctime>

#include "tests/bridge/market.hpp"
#include "tests/bridge/rehearsal.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/service.hpp"
#include "tests/test_database.hpp"

/// Shadow mode: what CIM would have sent beside what SOAP sent, and nothing of it leaves the bridge.
namespace cimgate::test {
namespace {

std::string soap_of(const std::string& message) {
  return enveloped(market_ns, "RequestStartOfSupplyRequest", message);
}

/// Today in Norway, and tomorrow: the test may run over midnight.
std::vector<std::string> days() {
  std::vector<std::string> all;
  for (const int hours : {1, 2, 26}) {
    const std::time_t at = std::time(nullptr) + hours * 3600;
    char text[16];
    std::tm broken{};
    std::strftime(text, sizeof text, "%Y-%m-%d", gmtime_r(&at, &broken));
    if (all.empty() || all.back() != text) all.emplace_back(text);
  }
  return all;
}

}  // namespace

TEST_CASE("a day of two sides is compared, and nothing is sent") {
  const Service translator;
  std::atomic<int> asked{0};
  const Market market([&](const Market::Asked&) -> Market::Said {
    ++asked;
    return {200, result_set("", {}), false};
  });
  const TestDatabase kept;
  auto options = bridge_options(market.url(), kept.location());
  options.push_back("--shadow");
  const Service bridge(options, "bridge");
  const auto by_cim = [&](std::uint64_t id, const std::string& xml) {
    const auto cim = ask(translator.port(), "POST", "/v1/translate?profile=nmeg-no/0.1",
                         "Content-Type: application/xml\r\n", with(xml, uuid(id), uuid(id + 100)));
    CHECK(try_ask(bridge.port(), "POST", "/cim/v1/documents", cim.body)->status == 202);
  };
  const auto by_soap = [&](const std::string& body) {
    return ask(bridge.port(), "POST", "/bridge/v1/shadow/messages",
               "Content-Type: text/xml; charset=utf-8\r\n", body);
  };
  // Equal but for ids and the time of making; different in a date; each side alone; not to be read.
  const auto equal = start_of_supply(uuid(1), unknown_point(1));
  by_soap(soap_of(with(equal, "2026-06-01T08:00:00+02:00", "2026-06-01T08:00:07+02:00")));
  by_cim(1, equal);
  const auto different = start_of_supply(uuid(2), unknown_point(2));
  by_cim(2, different);
  by_soap(soap_of(with(different, "2026-06-15T00:00:00+02:00", "2026-06-16T00:00:00+02:00")));
  by_soap(soap_of(start_of_supply(uuid(3), unknown_point(3))));
  by_cim(4, start_of_supply(uuid(4), unknown_point(4)));
  CHECK(member(by_soap("<odd/>").body, "message").empty());
  // The same once more is the same.
  CHECK(by_soap(soap_of(start_of_supply(uuid(3), unknown_point(3)))).status == 202);

  std::string report;
  for (const auto& day : days()) {
    const auto one = try_ask(bridge.port(), "GET", "/bridge/v1/shadow/report?day=" + day);
    REQUIRE(one->status == 200);
    if (member(one->body, "soap") != "0") report = one->body;
  }
  CAPTURE(report);
  CHECK(member(report, "soap") == "4");
  CHECK(member(report, "cim") == "3");
  CHECK(member(report, "equal") == "1");
  CHECK(member(report, "different") == "1");
  CHECK(member(report, "alone") == "3");
  CHECK(count(report, "StartOfOccurrence") == 1);
  CHECK(report.find("Creation") == std::string::npos);
  CHECK(report.find(uuid(3)) != std::string::npos);
  CHECK(report.find(uuid(104)) != std::string::npos);
  CHECK(count(report, "it cannot be read") == 1);
  // Places, no values.
  CHECK(report.find("2026-06-15") == std::string::npos);
  CHECK(report.find(unknown_point(2)) == std::string::npos);

  CHECK(member(try_ask(bridge.port(), "GET", "/cim/v1/documents/" + uuid(101))->body, "state") == "accepted");
  CHECK(try_ask(bridge.port(), "GET", "/bridge/v1/shadow/report?day=today")->status == 400);
  CHECK(try_ask(bridge.port(), "GET", "/bridge/v1/outbox")->body.find("\"id\"") == std::string::npos);
  CHECK(asked == 0);
}

TEST_CASE("a bridge that sends has no shadow") {
  const Market market([](const Market::Asked&) -> Market::Said { return {200, result_set("", {}), false}; });
  const TestDatabase kept;
  const Service bridge(bridge_options(market.url(), kept.location()), "bridge");
  CHECK(try_ask(bridge.port(), "GET", "/bridge/v1/shadow/report?day=2026-11-28")->status == 404);
}

}  // namespace cimgate::test
