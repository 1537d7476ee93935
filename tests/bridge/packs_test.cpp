#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "gateway/scenario/pack_file.hpp"
#include "gateway/scenario/reports.hpp"
#include "tests/bridge/through_bridge.hpp"

/// The built-in scenarios, through the bridge: what a party asks for by CIM has the same effect, and brings
/// all parties the same, as SOAP handed to the hub itself. CIMGATE_BRIDGE_PACKS=all plays all of them, or
/// those whose names begin so (scripts/rehearse-bridge); else the first of each process, and those here.
namespace cimgate::test {
namespace {

/// A provider sends for another; an id is used twice; the hub refuses at once; an answer comes at once.
constexpr std::string_view also[] = {"BRS-101-by-a-provider", "BRS-101-same-id-again", "BRS-101-not-valid",
                                     "BRS-303-master-data"};

class Wanted {
 public:
  bool operator()(const scenario::Pack& pack) {
    if (asks_the_hub(pack)) return false;
    if (const auto* asked = std::getenv("CIMGATE_BRIDGE_PACKS"))
      return std::string_view(asked) == "all" || pack.name.starts_with(asked);
    const bool first = !pack.processes.empty() && seen_.insert(pack.processes.front()).second;
    return first || std::find(std::begin(also), std::end(also), pack.name) != std::end(also);
  }

 private:
  /// Whom the hub lets do what: a bridge has queues and users of its own.
  static bool asks_the_hub(const scenario::Pack& pack) {
    return !pack.users.empty() ||
           std::any_of(pack.steps.begin(), pack.steps.end(), [](const scenario::Step& step) {
             return std::holds_alternative<scenario::Fetch>(step.what);
           });
  }

  std::set<std::string> seen_;
};

}  // namespace

TEST_CASE("scenarios through the bridge are as without it") {
  const auto opened = Gateway::open({});
  REQUIRE(opened);
  const auto& gateway = *opened;
  const auto words = scenario::Words::read(*gateway.engine().store);
  REQUIRE(words);
  Wanted wanted;
  std::size_t played = 0, by_soap_alone = 0;
  for (const auto& file : scenario::built_in_packs(*gateway.engine().store)) {
    const auto read = scenario::read_built_in_pack(gateway.engine(), *words, file);
    if (!wanted(read.pack)) continue;
    if (std::find(read.pack.by.begin(), read.pack.by.end(), "cim") == read.pack.by.end()) {
      ++by_soap_alone;
      continue;
    }
    const auto rehearsal = rehearse_through_bridge(gateway, *words, read.pack);
    REQUIRE_MESSAGE(rehearsal, rehearsal.error());
    ++played;
    CHECK_MESSAGE(rehearsal->outcome() == scenario::Outcome::passed, scenario::text_report({*rehearsal}, {}));
  }
  fmt::print("{} scenarios through the bridge; {} are about SOAP alone\n", played, by_soap_alone);
  CHECK(played > 0);
}

}  // namespace cimgate::test
