// Access as roles have it, at the bridge: by the clock of the machine, in its database, in its log.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <chrono>
#include <fstream>

#include "gateway/elhub/norway/calendar.hpp"
#include "tests/bridge/market.hpp"
#include "tests/bridge/rehearsal.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/service.hpp"
#include "tests/test_database.hpp"

namespace cimgate::test {
namespace {

const std::string queue = "/cim/v1/queues/market-processes";

/// So many days from today.
std::string days_on(int days) {
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  return time::to_text(norway::day_of(now) + std::chrono::days(days));
}

/// A system of `supplier` with a role from one day to another, so many days from today.
std::string users_of(const std::string& role, int from, int to) {
  return fmt::format(
      "organisations:\n  - gln: \"{}\"\n    users:\n      - {{ id: order-system, system: true, roles: [{{ "
      "role: {}, "
      "from: {}, to: {} }}] }}\n",
      supplier, role, days_on(from), days_on(to));
}

Market quiet_market() {
  return Market([](const Market::Asked& asked) -> Market::Said {
    return {200, asked.action == "PollForData" ? result_set("", {}) : soap(""), false};
  });
}

int peek(const Service& bridge) {
  return try_ask(bridge.port(), "GET", queue)->status;
}

void take(const Service& bridge, const std::string& users) {
  const auto answer = try_ask(bridge.port(), "PUT", "/bridge/v1/users", users);
  CAPTURE(answer->body);
  REQUIRE(answer->status == 200);
}

std::size_t times_said(const Service& bridge, const std::string& event) {
  return count(bridge.errors(), '"' + event + '"');
}

}  // namespace

TEST_CASE("users of a bridge: what no role grants is refused; a role ends on its day; who did what is kept") {
  const Service translator;
  const TemporaryFolder folder;
  const TestDatabase kept;
  const auto market = quiet_market();
  std::ofstream(folder.file("users.yaml")) << users_of("full", -100, 1);
  auto options = bridge_options(market.url(), kept.location());
  options.insert(options.end(), {"--users", folder.file("users.yaml")});
  {
    const Service bridge(options, "bridge");
    CHECK(peek(bridge) == 204);
    CHECK(try_ask(bridge.port(), "POST", "/cim/v1/documents", start_in_cim(translator.port(), uuid(1), point))
              ->status == 202);
    CHECK(try_ask(bridge.port(), "GET", "/cim/v1/documents/" + uuid(1))->status == 200);
    take(bridge, users_of("read", -100, 100));
    CHECK(peek(bridge) == 204);
    CHECK(try_ask(bridge.port(), "DELETE", queue + "/" + uuid(7))->status == 403);
    const auto refused =
        try_ask(bridge.port(), "POST", "/cim/v1/documents", start_in_cim(translator.port(), uuid(2), point));
    CHECK(refused->status == 403);
    CHECK(refused->body.find("The role read does not allow it.") != std::string::npos);
    take(bridge, users_of("query", -100, 100));
    CHECK(peek(bridge) == 403);
    CHECK(try_ask(bridge.port(), "GET", "/cim/v1/documents/" + uuid(1))->status == 403);
    take(bridge, users_of("full", -100, 0));
    CHECK(peek(bridge) == 403);
    CHECK(try_ask(bridge.port(), "PUT", "/bridge/v1/users", "{}")->status == 422);
    CHECK(peek(bridge) == 403);
  }
  // It stays as it was, though the file says something else; what was refused has left nothing.
  const Service bridge(options, "bridge");
  CHECK(peek(bridge) == 403);
  const auto acts = YAML::Load(try_ask(bridge.port(), "GET", "/bridge/v1/acts")->body)["acts"];
  REQUIRE(acts.size() == 11);
  CHECK(acts[0]["outcome"].as<std::string>() == "done");
  CHECK(acts[1]["about"].as<std::string>() == "BRS-NO-101");
  CHECK(acts[1]["user"].as<std::string>() == "order-system");
  CHECK(acts[1]["role"].as<std::string>() == "full");
  CHECK(acts[4]["outcome"].as<std::string>() == "refused");
  CHECK(try_ask(bridge.port(), "GET", "/bridge/v1/users")->body.find("\"expired\"") != std::string::npos);
  CHECK(try_ask(bridge.port(), "DELETE", "/bridge/v1/users")->status == 200);
  CHECK(peek(bridge) == 204);
  CHECK(try_ask(bridge.port(), "GET", "/cim/v1/documents/" + uuid(2))->status == 404);
}

TEST_CASE(
    "users of a bridge: that a role is about to end is in its log once, also when it was started again") {
  const TemporaryFolder folder;
  const TestDatabase kept;
  const auto market = quiet_market();
  std::ofstream(folder.file("users.yaml")) << users_of("full", -100, 31);
  auto options = bridge_options(market.url(), kept.location());
  options.insert(options.end(), {"--users", folder.file("users.yaml"), "--log", "json"});
  {
    const Service bridge(options, "bridge");
    CHECK(try_ask(bridge.port(), "GET", "/bridge/v1/users")->body.find("\"active\"") != std::string::npos);
    take(bridge, users_of("full", -100, 30));
    CHECK(eventually([&] { return times_said(bridge, "role-ends-soon") == 1; }));
    CHECK(try_ask(bridge.port(), "GET", "/bridge/v1/users")->body.find("\"expiring\"") != std::string::npos);
  }
  const Service bridge(options, "bridge");
  // Another one is told, and the first is not told again.
  take(bridge, users_of("full", -100, 29));
  CHECK(eventually([&] { return times_said(bridge, "role-ends-soon") == 1; }));
  CHECK(bridge.errors().find("ends on " + days_on(29)) != std::string::npos);
  CHECK(bridge.errors().find("ends on " + days_on(30)) == std::string::npos);
}

}  // namespace cimgate::test
