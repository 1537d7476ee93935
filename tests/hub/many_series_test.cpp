#include <doctest/doctest.h>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/hub/hub.hpp"
#include "gateway/elhub/hub/replay.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/service.hpp"

namespace cimgate::test {
namespace {

constexpr std::size_t many = 1100;  // more than the findings that a report keeps

/// So many readings of the supplier's, each of one metering point.
std::string readings(const std::string& gsrn) {
  const auto one = with(example("CollectedData/valid/meter-index.xml"), "707057599000403691", gsrn);
  const std::string end = "</rsm:PayloadEnergyTimeSeries>";
  const auto from = one.find("  <rsm:PayloadEnergyTimeSeries>");
  const auto to = one.find(end) + end.size();
  const auto series = one.substr(from, to - from);
  auto message = one.substr(0, from);
  for (std::uint64_t i = 0; i < many; ++i)
    message += with(series, "620c9d2b-ee01-41a0-82d5-7501901dd239", uuid(i + 1));
  return message + one.substr(to);
}

std::shared_ptr<hub::Hub> hub_of_demo_market() {
  static const auto engine = open_engine({});
  REQUIRE(engine);
  hub::Hub::Options options;
  options.start = 1780293600;  // 2026-06-01T08:00:00+02:00
  auto made = hub::Hub::open(*engine, options);
  REQUIRE(made);
  REQUIRE_FALSE((*made)->run([](auto&, ledger::Ledger& ledger) {
    REQUIRE(hub::load_market(ledger, "demo", example("demo/market.yaml")).errors.empty());
  }));
  return *made;
}

/// How many events of a kind there are after the hub has received a message.
std::size_t events(hub::Hub& hub, const std::string& message, const char* kind) {
  auto request = hub.intake().read(message);
  REQUIRE(request);
  std::size_t found = 0;
  REQUIRE_FALSE(hub.run([&](auto& processor, ledger::Ledger& ledger) {
    ledger::EventFilter filter;
    filter.kind = kind;
    filter.limit = 10 * many;
    const auto before = ledger.events(filter).size();
    REQUIRE(processor.receive(*request));
    found = ledger.events(filter).size() - before;
  }));
  return found;
}

}  // namespace

TEST_CASE("of many series each one that is wrong is refused, whether the message or the market says so") {
  const auto hub = hub_of_demo_market();
  const auto id = [](std::uint64_t number) {
    return [number](const std::string& message) {
      return with(message, "94e7ddf6-65f5-420a-aeb2-a938fdcdad66", uuid(90000 + number));
    };
  };
  // No metering point of this market.
  CHECK(events(*hub, id(1)(readings("707057599002999994")), "message-rejected") == many);
  // Its check digit is wrong.
  CHECK(events(*hub, id(2)(readings("707057599002000011")), "message-rejected") == many);
}

}  // namespace cimgate::test
