#include <doctest/doctest.h>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"

// Who hears of changes of shared production, and how.
namespace cimgate::test {
namespace {

const std::string sharings = "/cim/v1/shared-productions";
const std::string subscriptions = "/cim/v1/shared-production-subscriptions";
constexpr const char* other_grid_company = "7099990002036";

Response say(const Service& hub, const char* method, const std::string& target, const std::string& body = {},
             const std::string& gln = grid_company) {
  return ask(hub.port(), method, target,
             "SenderGLN: " + gln + "\r\n" + (body.empty() ? "" : "Content-Type: application/json\r\n"), body);
}

std::string id_in(const Response& answer) {
  REQUIRE_MESSAGE(answer.status == 201, answer.body);
  return YAML::Load(answer.body)["id"].as<std::string>();
}

std::string share(const Service& hub, const std::string& gln = grid_company) {
  return id_in(say(hub, "POST", sharings,
                   R"({"start": "2026-07-01", "formula": "EquallyDistributed", "contributors": [)"
                   R"({"meteringPoint": "707057599002008153"}], "recipients": [)"
                   R"({"meteringPoint": "707057599002000386"}]})",
                   gln));
}

std::string subscribe(const Service& hub, const std::string& body = "{}",
                      const std::string& gln = grid_company) {
  return id_in(say(hub, "POST", subscriptions, body, gln));
}

void withdraw(const Service& hub, const std::string& sharing) {
  REQUIRE(say(hub, "PATCH", sharings + "/" + sharing + "/versions/1", R"({"status": "Inactive"})").status ==
          200);
}

/// "created withdrawn", and the number to go on behind.
std::string changes(const Service& hub, const std::string& id, const std::string& query = {}) {
  const auto answer = say(hub, "GET", subscriptions + "/" + id + "/changes" + query);
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
  const auto told = YAML::Load(answer.body);
  std::string text;
  for (const auto& one : told["changes"]) text += one["change"].as<std::string>() + " ";
  return text + told["next"].as<std::string>();
}

}  // namespace

TEST_CASE("subscriptions: changes are those since it was made, of what it is about, behind a number") {
  const Service hub;
  const auto roof = share(hub);
  const auto all = subscribe(hub);
  const auto one = subscribe(hub, fmt::format(R"({{"sharing": "{}"}})", roof));
  CHECK(changes(hub, all) == "0");
  const auto barn = share(hub);
  withdraw(hub, roof);
  CHECK(changes(hub, all) == "created withdrawn 3");
  CHECK(changes(hub, one) == "withdrawn 3");
  CHECK(changes(hub, all, "?after=2") == "withdrawn 3");
  CHECK(changes(hub, all, "?after=3") == "3");
  CHECK(changes(hub, all, "?after=0") == "created withdrawn 3");
  withdraw(hub, barn);
  CHECK(changes(hub, one, "?after=3") == "3");
  CHECK(changes(hub, all, "?after=3") == "withdrawn 4");
  for (const auto* bad : {"?after=-1", "?after=x", "?after=9223372036854775808", "?before=1"})
    CHECK(say(hub, "GET", subscriptions + "/" + all + "/changes" + bad).status == 400);
}

TEST_CASE("subscriptions: they are listed and ended, and each party has its own") {
  const Service hub;
  const auto roof = share(hub);
  const auto mine = subscribe(hub);
  const auto theirs = subscribe(hub, "{}", other_grid_company);
  const auto listed = [&](const std::string& gln) {
    return YAML::Load(say(hub, "GET", subscriptions, {}, gln).body)["subscriptions"];
  };
  REQUIRE(listed(grid_company).size() == 1);
  CHECK(listed(grid_company)[0]["id"].as<std::string>() == mine);
  CHECK(listed(grid_company)[0]["sharing"].IsNull());
  // What is not one's own is not there.
  CHECK(say(hub, "POST", subscriptions, fmt::format(R"({{"sharing": "{}"}})", roof), other_grid_company)
            .status == 404);
  for (const auto* below : {"/changes", "/events"})
    CHECK(say(hub, "GET", subscriptions + "/" + theirs + below).status == 404);
  CHECK(say(hub, "DELETE", subscriptions + "/" + theirs).status == 404);
  CHECK(say(hub, "GET", subscriptions + "/" + theirs + "/changes", {}, other_grid_company).status == 200);
  withdraw(hub, roof);
  CHECK(
      YAML::Load(
          say(hub, "GET", subscriptions + "/" + theirs + "/changes", {}, other_grid_company).body)["changes"]
          .size() == 0);
  CHECK(say(hub, "POST", subscriptions, "{}", supplier).status == 403);
  CHECK(say(hub, "GET", subscriptions, {}, supplier).status == 403);
  CHECK(say(hub, "POST", subscriptions, R"({"url": "http://127.0.0.1:1/"})").status == 400);
  CHECK(say(hub, "DELETE", subscriptions + "/" + mine).status == 204);
  CHECK(say(hub, "DELETE", subscriptions + "/" + mine).status == 404);
  CHECK(say(hub, "GET", subscriptions + "/" + mine + "/changes").status == 404);
  CHECK(listed(grid_company).size() == 0);
}

TEST_CASE("subscriptions: a party has at most a hundred") {
  const Service hub;
  for (int i = 0; i < 100; ++i) subscribe(hub);
  CHECK(say(hub, "POST", subscriptions, "{}").status == 409);
  CHECK(say(hub, "POST", subscriptions, "{}", other_grid_company).status == 201);
}

TEST_CASE("subscriptions: changes are heard as they happen, and from where one was") {
  const Service hub;
  const auto id = subscribe(hub);
  const auto target = subscriptions + "/" + id + "/events";
  Client first(hub.port());
  first.send(request_text("GET", target, fmt::format("SenderGLN: {}\r\n", grid_company)));
  CHECK(first.receive_until("\r\n\r\n").find("Content-Type: text/event-stream") != std::string::npos);
  first.receive_until(":\n\n");
  const auto roof = share(hub);
  const auto heard = first.receive_until("\"created\"}\n\n");
  CHECK(heard.find("id: 1\nevent: change\ndata: {\"sequence\":1,") != std::string::npos);
  CHECK(heard.find(roof) != std::string::npos);
  withdraw(hub, roof);
  CHECK(first.receive_until("\"withdrawn\"}\n\n").find("id: 2\n") != std::string::npos);
  Client again(hub.port());
  again.send(request_text("GET", target, fmt::format("SenderGLN: {}\r\nLast-Event-ID: 1\r\n", grid_company)));
  const auto rest = again.receive_until("\"withdrawn\"}\n\n");
  CHECK(rest.find("id: 2\n") != std::string::npos);
  CHECK(rest.find("id: 1\n") == std::string::npos);
  CHECK(ask(hub.port(), "GET", target, fmt::format("SenderGLN: {}\r\nLast-Event-ID: x\r\n", grid_company))
            .status == 400);
  // It ends with the subscription.
  REQUIRE(say(hub, "DELETE", subscriptions + "/" + id).status == 204);
  first.receive_until("0\r\n\r\n");
  CHECK(say(hub, "GET", target).status == 404);
}

}  // namespace cimgate::test
