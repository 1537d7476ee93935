#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>

#include "gateway/scenario/built_in_hub.hpp"
#include "gateway/scenario/pack_file.hpp"
#include "gateway/scenario/play.hpp"

using namespace cimgate;

namespace {

/// Hands documents in at the address of their process.
class ByProcess final : public scenario::Exchange {
 public:
  explicit ByProcess(scenario::Exchange& hub) : hub_(hub) {}

  tl::expected<scenario::Reply, std::string> send(const scenario::Call& call) override {
    if (call.method != "POST" || call.target != "/cim/v1/documents") return hub_.send(call);
    auto typed = call;
    const auto process = process_in(call.body);
    REQUIRE_FALSE(process.empty());
    typed.target = "/cim/v1/processes/" + process;
    const auto reply = hub_.send(typed);
    if (reply && reply->status != 404) {
      ++taken;
      return reply;
    }
    ++unknown;  // a scenario about a process in which parties send nothing
    return hub_.send(call);
  }

  std::size_t taken = 0, unknown = 0;

 private:
  static std::string process_in(const std::string& body) {
    const std::string before = "process.processType\": {\"value\": \"";
    auto at = body.find(before);
    if (at == std::string::npos) return {};
    at += before.size();
    return body.substr(at, body.find('"', at) - at);
  }

  scenario::Exchange& hub_;
};

}  // namespace

TEST_CASE("every scenario goes as well by the operations of the processes") {
  const auto gateway = Gateway::open().value();
  const auto words = scenario::Words::read(*gateway.engine().store).value();
  const auto open = scenario::built_in_hub(gateway);
  const std::array same = {"SYS-DDQ101-01", "BRS-103-move-in-back-in-time", "BRS-313-values"};
  std::size_t taken = 0, unknown = 0, compared = 0;
  for (const auto& file : scenario::built_in_packs(*gateway.engine().store)) {
    const auto read = scenario::read_built_in_pack(gateway.engine(), words, file);
    REQUIRE_MESSAGE(read.faults.empty(), file);
    const auto& pack = read.pack;
    if (std::find(pack.by.begin(), pack.by.end(), "cim") == pack.by.end()) continue;
    const auto hub = open(pack.schema);
    REQUIRE(hub);
    ByProcess exchange(**hub);
    scenario::PlayOptions options;
    options.now = pack.clock;
    options.by = "cim";
    const auto typed = scenario::play(gateway, words, pack, exchange, options);
    CHECK_MESSAGE(typed.outcome() == scenario::Outcome::passed, pack.name);
    taken += exchange.taken;
    unknown += exchange.unknown;
    if (std::find(same.begin(), same.end(), pack.name) == same.end()) continue;
    const auto other_hub = open(pack.schema);
    REQUIRE(other_hub);
    options.by = "soap";
    const auto soap = scenario::play(gateway, words, pack, **other_hub, options);
    const auto step = scenario::same_received(gateway, soap, typed);
    CHECK_MESSAGE(step.outcome == scenario::Outcome::passed, pack.name, ": ", step.why.en);
    ++compared;
  }
  CHECK(compared == same.size());
  CHECK(taken > 300);
  CHECK(unknown == 0);
}
