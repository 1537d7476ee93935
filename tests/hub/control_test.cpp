#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"

namespace cimgate::test {
namespace {

Response put_clock(std::uint16_t port, const std::string& body) {
  return ask(port, "PUT", "/hub/v1/clock", "Content-Type: application/json\r\n", body);
}

}  // namespace

TEST_CASE("the clock goes on when it is told to, and never back") {
  Service hub;
  const auto clock = YAML::Load(ask(hub.port(), "GET", "/hub/v1/clock").body);
  CHECK(clock["now"].as<std::string>() == "2026-06-01T08:00:00+02:00");
  CHECK(clock["next"].IsNull());
  CHECK(YAML::Load(put_clock(hub.port(), "{\"by\": \"P1D\"}").body)["now"].as<std::string>() ==
        "2026-06-02T08:00:00+02:00");
  CHECK(YAML::Load(put_clock(hub.port(), "{\"by\": \"PT90M\"}").body)["now"].as<std::string>() ==
        "2026-06-02T09:30:00+02:00");
  CHECK(YAML::Load(put_clock(hub.port(), "{\"to\": \"2026-11-01\"}").body)["now"].as<std::string>() ==
        "2026-11-01T00:00:00+01:00");
  CHECK(put_clock(hub.port(), "{\"to\": \"2026-06-01\"}").status == 409);
  for (const auto* wrong :
       {"{}", "[]", "{\"to\": \"soon\"}", "{\"by\": \"1 day\"}", "{\"to\": \"2200-01-01\"}", "{",
        "{\"by\": \"PT99999999999D\"}", "{\"by\": \"P99999999999D\"}", "{\"by\": \"PT99999999999H\"}",
        "{\"by\": \"P2147483647W\"}", "{\"by\": \"P-1D\"}", "{\"by\": \"PD\"}"}) {
    CAPTURE(wrong);
    CHECK(put_clock(hub.port(), wrong).status == 400);
  }
}

TEST_CASE("market state is loaded as a whole or not at all, with mistakes told by place") {
  Service hub;
  const auto load = [&](const std::string& yaml) {
    return ask(hub.port(), "POST", "/hub/v1/market", "Content-Type: application/yaml\r\n", yaml);
  };
  const std::string good = "parties:\n  - { gln: \"7099990001060\", name: Utsikt Kraft AS, roles: [DDQ] }\n";
  const auto wrong = load(good + "  - { gln: \"7099990001077\", roles: [XXX] }\n");
  CHECK(wrong.status == 422);
  CHECK(YAML::Load(wrong.body)["errors"][0]["line"].as<int>() == 3);
  const auto parties = [&] {
    return count(ask(hub.port(), "GET", "/hub/v1/market?limit=1").body, "Utsikt Kraft AS");
  };
  CHECK(parties() == 0);
  CHECK(load(good).status == 200);
  CHECK(parties() == 1);
  CHECK(load(good).status == 200);  // a second time changes nothing
}

TEST_CASE("metering points are found by the beginning of their id, page by page; customers are covered") {
  Service hub;
  const auto first = YAML::Load(ask(hub.port(), "GET", "/hub/v1/market?limit=2").body);
  CHECK(first["total"].as<int>() == 300);
  REQUIRE(first["meteringPoints"].size() == 2);
  const auto last = first["meteringPoints"][1]["gsrn"].as<std::string>();
  const auto second = YAML::Load(ask(hub.port(), "GET", "/hub/v1/market?limit=2&after=" + last).body);
  CHECK(second["meteringPoints"][0]["gsrn"].as<std::string>() > last);
  const auto one = ask(hub.port(), "GET", std::string("/hub/v1/market?search=") + point);
  CHECK(YAML::Load(one.body)["total"].as<int>() == 1);
  CHECK(one.body.find("310000000") == std::string::npos);
  CHECK(YAML::Load(one.body)["meteringPoints"][0]["contracts"][0]["customer"].as<std::string>() == "…");
}

TEST_CASE("a takeover moves every contract on its day") {
  Service hub;
  const auto wanted = R"({"from": "7099990001053", "to": "7099990001015", "day": "2026-07-01"})";
  CHECK(ask(hub.port(), "POST", "/hub/v1/takeovers", "Content-Type: application/json\r\n", wanted).status ==
        200);
  const auto before = ask(hub.port(), "GET", "/hub/v1/market?limit=500").body;
  CHECK(count(before, "BRS-NO-305") == 0);
  CHECK(put_clock(hub.port(), "{\"step\": true}").status == 200);
  const auto after = ask(hub.port(), "GET", "/hub/v1/market?limit=500").body;
  CHECK(count(after, "BRS-NO-305") > 10);
  CHECK(ask(hub.port(), "POST", "/hub/v1/takeovers", "", "{}").status == 400);
}

TEST_CASE("a takeover is from one supplier to another, on a day to come") {
  Service hub;
  struct Wrong {
    const char* from;
    const char* to;
    const char* day;
    const char* member;
  };
  const auto before = ask(hub.port(), "GET", "/hub/v1/digest").body;
  for (const Wrong& wrong :
       {Wrong{"7099990002012", "7099990001015", "2026-07-01", "from: "},  // a grid company
        Wrong{"7099990001053", "7099990002012", "2026-07-01", "to: "},
        Wrong{"7099990001053", "7099990009998", "2026-07-01", "to: "},  // nobody
        Wrong{"7099990001053", "7099990001053", "2026-07-01", "to: "},
        Wrong{"7099990001053", "7099990001015", "2026-05-31", "day: "}}) {
    CAPTURE(wrong.member);
    const auto answer = ask(hub.port(), "POST", "/hub/v1/takeovers", "Content-Type: application/json\r\n",
                            std::string("{\"from\": \"") + wrong.from + "\", \"to\": \"" + wrong.to +
                                "\", \"day\": \"" + wrong.day + "\"}");
    CHECK(answer.status == 422);
    CHECK(YAML::Load(answer.body)["detail"].as<std::string>().starts_with(wrong.member));
  }
  CHECK(ask(hub.port(), "GET", "/hub/v1/digest").body == before);
}

TEST_CASE("events are read in order, from anywhere, and by what they are about") {
  Service hub;
  CHECK(put_clock(hub.port(), "{\"by\": \"P1D\"}").status == 200);
  CHECK(put_clock(hub.port(), "{\"by\": \"P1D\"}").status == 200);
  const auto all = YAML::Load(ask(hub.port(), "GET", "/hub/v1/events").body);
  CHECK(all["events"].size() == 3);
  const auto later = YAML::Load(ask(hub.port(), "GET", "/hub/v1/events?after=2").body);
  CHECK(later["events"].size() == 1);
  CHECK(later["last"].as<int>() == 3);
  CHECK(YAML::Load(ask(hub.port(), "GET", "/hub/v1/events?kind=clock-moved").body)["events"].size() == 2);
  CHECK(YAML::Load(ask(hub.port(), "GET", "/hub/v1/events?party=7099990001015").body)["events"].size() == 0);
}

}  // namespace cimgate::test
