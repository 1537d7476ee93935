#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "gateway/elhub/cim_rest/hub_counterpart.hpp"
#include "gateway/elhub/cim_rest/routes.hpp"
#include "gateway/elhub/emif/routes.hpp"
#include "gateway/elhub/hub_api/routes.hpp"
#include "gateway/scenario/pack_file.hpp"
#include "gateway/scenario/play.hpp"
#include "gateway/scenario/route_exchange.hpp"
#include "tests/unit/example_files.hpp"

using namespace cimgate;

namespace {

/// Scenarios that together make every kind of event.
constexpr const char* played[] = {"BRS-101-cancelled",
                                  "BRS-102-crossing-same-day",
                                  "BRS-102-late-activation",
                                  "BRS-111-own-customer-before",
                                  "BRS-201-move-out",
                                  "BRS-214-waiting-processes",
                                  "BRS-223-rollback",
                                  "BRS-301-customer-data",
                                  "BRS-302-status",
                                  "BRS-311-refused",
                                  "BRS-313-replaced",
                                  "BRS-402-activates",
                                  "BRS-601-question",
                                  "BRS-622-given-up",
                                  "BRS-701-versions",
                                  "SYS-DDM102-02",
                                  "SYS-DDM211-03",
                                  "SYS-DDM222-01",
                                  "BRS-305-portfolio-takeover"};

/// What a hub tells of itself, an event a line: kind, process, metering point, party, message, text.
std::string told(hub::Hub& hub) {
  std::string lines;
  hub.run([&](hub::MessageProcessor&, ledger::Ledger& ledger) {
    ledger::EventFilter filter;
    filter.limit = 10000;
    for (const auto& one : ledger.events(filter))
      lines += fmt::format("{} {} {} {} {}: {}\n", one.kind, one.process.empty() ? "-" : one.process,
                           one.gsrn.empty() ? "-" : one.gsrn, one.party.empty() ? "-" : one.party,
                           one.message_name.empty() ? "-" : one.message_name, one.text.en);
  });
  return lines;
}

std::string events_of(const Gateway& gateway, const scenario::Words& words, const std::string& name) {
  const auto read = scenario::read_built_in_pack(gateway.engine(), words, "scenarios/" + name + ".yaml");
  REQUIRE_MESSAGE(read.faults.empty(), name);
  hub::Hub::Options options;
  options.seed = ledger::Seed{};  // the same ids every time
  options.version = read.pack.schema;
  const std::shared_ptr<const Engine> engine(std::make_shared<Gateway>(gateway), &gateway.engine());
  const auto hub = hub::Hub::open(engine, options);
  REQUIRE(hub);
  std::vector<http::Route> routes;
  for (auto part : {emif::routes(*hub), cim_rest::routes(gateway, cim_rest::counterpart_of(*hub)),
                    hub_api::routes(gateway, *hub)})
    std::move(part.routes.begin(), part.routes.end(), std::back_inserter(routes));
  const auto system = scenario::route_exchange(std::move(routes), *hub);
  REQUIRE(system);
  scenario::PlayOptions play;
  play.now = read.pack.clock;
  scenario::play(gateway, words, read.pack, **system, play);
  return told(**hub);
}

}  // namespace

// What the page and GET /hub/v1/events show. With CIMGATE_UPDATE_GOLDEN=1 the test writes what it then
// compares with.
TEST_CASE("events: the hub tells of everything that happens, and of whom it is about") {
  const auto gateway = Gateway::open().value();
  const auto words = scenario::Words::read(*gateway.engine().store).value();
  const bool update = std::getenv("CIMGATE_UPDATE_GOLDEN") != nullptr;
  for (const auto* name : played) {
    const auto file = fmt::format(CIMGATE_SOURCE_DIR "/tests/hub/events/{}.txt", name);
    const auto events = events_of(gateway, words, name);
    if (update)
      std::ofstream(file, std::ios::binary) << events;
    else
      CHECK_MESSAGE(events == test::file_text(file), name);
  }
}
