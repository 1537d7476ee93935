// Reactive channels that are opened and closed by Elhub: what of a request does not fit, and that all of it
// is done or nothing. What happens is in scenarios/BRS-305-reactive-channels.yaml.
#include "gateway/elhub/hub/reactive_channels.hpp"

#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"

namespace cimgate::test {
namespace {

const std::string open_one = R"("open": [{"product": "8716867000139", "direction": "Out"}])";

Response post(std::uint16_t port, const std::string& body) {
  return ask(port, "POST", "/hub/v1/reactive-channels", "Content-Type: application/json\r\n", body);
}

std::string many(std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i)
    all += std::string(i == 0 ? "" : ", ") + "\"" + std::to_string(707057599002000010ULL + i) + "\"";
  return all;
}

TEST_CASE("reactive channels: what does not fit is told by its place, and nothing is done") {
  Service hub;
  const auto before = ask(hub.port(), "GET", "/hub/v1/digest").body;
  const auto points = R"("meteringPoints": ["707057599002000010"])";
  const auto body = [&](const std::string& rest) { return R"({"day": "2026-06-02", )" + rest + "}"; };
  struct Wrong {
    std::string body;
    int status;
    std::string member;
  };
  for (const auto& wrong : {
           Wrong{"[]", 400, ""},
           Wrong{"{}", 400, "day"},
           Wrong{body(open_one + ", \"when\": 1, " + points), 400, ""},
           Wrong{R"({"day": "soon", )" + open_one + ", " + points + "}", 400, "day"},
           Wrong{body(points), 400, "open"},
           Wrong{body(R"("open": "8716867000139", )" + std::string(points)), 400, "open"},
           Wrong{
               body(R"("open": [{"product": "8716867000030", "direction": "Out"}], )" + std::string(points)),
               400, "open[0]"},
           Wrong{
               body(open_one + R"(, "close": [{"product": "8716867000047", "direction": "up"}], )" + points),
               400, "close[0]"},
           Wrong{body(open_one), 400, "meteringPoints"},
           Wrong{body(open_one + ", \"meteringPoints\": []"), 400, "meteringPoints"},
           Wrong{body(open_one + ", \"meteringPoints\": [" + many(1001) + "]"), 400, "meteringPoints"},
           Wrong{body(open_one + R"(, "meteringPoints": ["707057599002000010", "70705"])"), 400,
                 "meteringPoints[1]"},
           Wrong{body(open_one + R"(, "meteringPoints": ["707057599002000010", "707057599002000010"])"), 400,
                 "meteringPoints[1]"},
           Wrong{body(open_one + ", \"notOpen\": \"707057599002000010\", " + points), 400, "notOpen"},
           Wrong{body(open_one + R"(, "notClose": ["707057599002000027"], )" + points), 400, "notClose[0]"},
           Wrong{body(open_one + R"(, "notOpen": ["707057599002000010", "707057599002000027"], )" + points),
                 400, "notOpen"},
           // The market is not so.
           Wrong{body(open_one + R"(, "meteringPoints": ["707057599002000010", "707057599002999994"])"), 422,
                 "meteringPoints[1]"},
           Wrong{R"({"day": "2026-05-31", )" + open_one + ", " + points + "}", 422, "day"},
       }) {
    CAPTURE(wrong.body.substr(0, 200));
    const auto answer = post(hub.port(), wrong.body);
    CHECK(answer.status == wrong.status);
    const auto problem = YAML::Load(answer.body);
    CHECK(problem["type"].as<std::string>() == "urn:cimgate:problem:bad-channels");
    CHECK(problem["member"].as<std::string>("") == wrong.member);
  }
  CHECK(ask(hub.port(), "GET", "/hub/v1/digest").body == before);
  // Where no reactive channel is, none is opened: nothing says with which resolution.
  const auto done = YAML::Load(post(hub.port(), body(open_one + ", " + points)).body);
  CHECK(done["meteringPoints"][0]["opened"].as<int>() == 0);
}

TEST_CASE("reactive channels: what is blocked is said again as it was") {
  const auto change = hub::read_reactive_change(
      R"({"day": "2026-06-02", "close": [{"product": "8716867000047", "direction": "In"}], "meteringPoints": )"
      R"(["707057599002000010", "707057599002000027", "707057599002000034"], "notOpen": ["707057599002000027"], )"
      R"("notClose": ["707057599002000034"]})");
  REQUIRE(change);
  CHECK(change->points[0].may_open);
  CHECK_FALSE(change->points[1].may_open);
  CHECK(change->points[1].may_close);
  CHECK_FALSE(change->points[2].may_close);
  const auto again = hub::read_reactive_change(hub::to_json(*change));
  REQUIRE(again);
  CHECK(hub::to_json(*again) == hub::to_json(*change));
}

}  // namespace
}  // namespace cimgate::test
