#include "gateway/elhub/bridge/replay.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdio>
#include <mutex>
#include <set>

#include "tests/bridge/market.hpp"
#include "tests/bridge/rehearsal.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/service.hpp"
#include "tests/test_database.hpp"

/// A period is sent again: everything, once, under new ids that fit together.
namespace cimgate::test {
namespace {

/// A market that takes everything, and what it got: the ids, in order.
struct Takes {
  std::mutex mutex;
  std::vector<std::string> ids, points;
  const Market market{[this](const Market::Asked& asked) -> Market::Said {
    if (asked.action == "PollForData") return {200, result_set("", {}), false};
    const std::lock_guard lock(mutex);
    ids.push_back(element(asked.body, "Identification"));
    for (std::uint64_t i = 1; i < 10; ++i)
      if (asked.body.find(unknown_point(i)) != std::string::npos) points.push_back(unknown_point(i));
    return {200, soap(""), false};
  }};
  bool have(std::size_t number) {
    return eventually([&] {
      const std::lock_guard lock(mutex);
      return ids.size() >= number;
    });
  }
};

}  // namespace

TEST_CASE("new ids stand for old ones wherever these are named, and nothing else is changed") {
  const auto a = uuid(1), b = uuid(2), other = uuid(3);
  const bridge::NewIds ids = {{a, bridge::replay_id("n", a)}, {b, bridge::replay_id("n", b)}};
  const auto made =
      bridge::renamed("<x>" + a + "</x><y r=\"" + b + "\">" + other + "</y><z>707057599002000010</z>", ids);
  CHECK(made ==
        "<x>" + ids.at(a) + "</x><y r=\"" + ids.at(b) + "\">" + other + "</y><z>707057599002000010</z>");
  // A part of something longer is no id.
  for (const auto& longer : {a + "0", "0" + a, "-" + a}) CHECK(bridge::renamed(longer, {{a, "x"}}) == longer);
  CHECK(bridge::replay_id("n", a) == bridge::replay_id("n", a));
  CHECK(bridge::replay_id("n", a) != bridge::replay_id("m", a));
  CHECK(bridge::replay_id("n", a).size() == a.size());
}

TEST_CASE("a period is sent again once, in its order, and by another name once more") {
  const Service translator;
  Takes takes;
  const TestDatabase kept;
  auto options = bridge_options(takes.market.url(), kept.location());
  options.insert(options.end(), {"--connections", "1"});
  const Service bridge(options, "bridge");
  for (std::uint64_t i = 1; i <= 3; ++i)
    CHECK(try_ask(bridge.port(), "POST", "/cim/v1/documents",
                  start_in_cim(translator.port(), uuid(i), unknown_point(i)))
              ->status == 202);
  REQUIRE(takes.have(3));
  REQUIRE(eventually([&] {
    return member(try_ask(bridge.port(), "GET", "/cim/v1/documents/" + uuid(3))->body, "state") == "sent";
  }));
  const auto replay = [&](const std::string& more) {
    return *try_ask(bridge.port(), "POST", "/bridge/v1/replays?from=2020-01-01&to=2100-01-01" + more);
  };
  const auto counted = replay("&dry-run=true");
  CHECK(counted.status == 200);
  CHECK(member(counted.body, "messages") == "3");
  CHECK(member(replay("&process=BRS-NO-103&dry-run=true").body, "messages") == "0");
  const auto first = replay("");
  CHECK(first.status == 202);
  CHECK(member(first.body, "messages") == "3");
  REQUIRE(takes.have(6));
  // What was broken off can be ordered again.
  CHECK(eventually([&] {
    return try_ask(bridge.port(), "GET", "/bridge/v1/outbox?state=accepted")->body.find("\"id\"") ==
           std::string::npos;
  }));
  const auto again = replay("");
  CHECK(member(again.body, "repeated") == "3");
  CHECK(member(again.body, "messages") == "0");
  CHECK(member(replay("&name=two").body, "messages") == "3");
  REQUIRE(takes.have(9));
  const std::lock_guard lock(takes.mutex);
  CHECK(std::set<std::string>(takes.ids.begin(), takes.ids.end()).size() == takes.ids.size());
  CHECK(takes.ids.at(3) == bridge::replay_id("1", uuid(1)));
  CHECK(std::vector<std::string>(takes.points.begin(), takes.points.begin() + 3) ==
        std::vector<std::string>(takes.points.begin() + 3, takes.points.begin() + 6));
}

TEST_CASE("a period that is none") {
  const Market market([](const Market::Asked&) -> Market::Said { return {200, result_set("", {}), false}; });
  const TestDatabase kept;
  const Service bridge(bridge_options(market.url(), kept.location()), "bridge");
  for (const char* wrong :
       {"", "?from=2026-11-28", "?from=2026-11-28&to=yesterday", "?from=2026-11-28&to=2026-11-28",
        "?from=2026-11-28&to=2026-11-29&dry-run=perhaps",
        "?from=2026-11-28&to=2026-11-29&name=", "?from=2026-11-28&to=2026-11-29&until=x"}) {
    CAPTURE(wrong);
    CHECK(try_ask(bridge.port(), "POST", std::string("/bridge/v1/replays") + wrong)->status == 400);
  }
  // The verb asks the same.
  const auto run = [&](const std::string& arguments) {
    const auto command =
        fmt::format("{} replay http://127.0.0.1:{} {} 2>&1", CIMGATE_BINARY, bridge.port(), arguments);
    std::string said;
    auto* pipe = popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    for (int c = 0; (c = std::fgetc(pipe)) != EOF;) said += static_cast<char>(c);
    return std::pair(WEXITSTATUS(pclose(pipe)), said);
  };
  CHECK(run("--from 2026-11-28 --to 2026-11-29").second ==
        "0 messages are sent again, 0 were so before, 0 left out\n");
  const auto wrong = run("--from 2026-11-28 --to 2026-11-27");
  CHECK(wrong.first == 2);
  CHECK(wrong.second.find("to: it is not after from") != std::string::npos);
}

}  // namespace cimgate::test
