// Shared production over REST, beside the messages of BRS-NO-701: asked of the program as clients ask it.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <fstream>

#include "tests/hub/in_cim.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"

namespace cimgate::test {
namespace {

const std::string all = "/cim/v1/shared-productions";
constexpr const char* other_grid_company = "7099990002036";
constexpr const char* roof = "707057599002008153";
constexpr const char* flat = "707057599002000386";
constexpr const char* loft = "707057599002001123";
constexpr const char* barn = "707057599002002236";

Response say(const Service& hub, const char* method, const std::string& target, const std::string& body = {},
             const std::string& gln = grid_company, const std::string& more = {}) {
  return ask(hub.port(), method, target,
             "SenderGLN: " + gln + "\r\n" + more + (body.empty() ? "" : "Content-Type: application/json\r\n"),
             body);
}

void move(const Service& hub, const std::string& to) {
  REQUIRE(say(hub, "PUT", "/hub/v1/clock", "{\"to\": \"" + to + "\"}").status == 200);
}

/// "409 overlapping-versions", or the status alone.
std::string told(const Response& answer) {
  if (answer.status < 400) return std::to_string(answer.status);
  CHECK(answer.headers.at("content-type") == "application/problem+json");
  const auto type = YAML::Load(answer.body)["type"].as<std::string>();
  return fmt::format("{} {}", answer.status, type.substr(type.rfind(':') + 1));
}

std::string point_of(const std::string& gsrn, const std::string& share = {}) {
  return fmt::format(R"({{"meteringPoint": "{}"{}}})", gsrn,
                     share.empty() ? "" : fmt::format(R"(, "share": {})", share));
}

std::string body(const std::string& start = "2026-07-01", const std::string& more = {}) {
  return fmt::format(
      R"({{"start": "{}", "name": "Taket", "formula": "EquallyDistributed", "contributors": [{}], "recipients": [{}, {}]{}}})",
      start, point_of(roof), point_of(flat), point_of(loft), more);
}

std::string made(const Service& hub, const std::string& said = body()) {
  const auto answer = say(hub, "POST", all, said);
  REQUIRE_MESSAGE(answer.status == 201, answer.body);
  const auto id = YAML::Load(answer.body)["id"].as<std::string>();
  CHECK(answer.headers.at("location") == all + "/" + id);
  return id;
}

std::string versions_of(const std::string& id) {
  return all + "/" + id + "/versions";
}

/// "1 Active 2026-07-01 - Recipient" of each version.
std::vector<std::string> list(const Service& hub, const std::string& id) {
  const auto answer = say(hub, "GET", versions_of(id));
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
  std::vector<std::string> lines;
  for (const auto& one : YAML::Load(answer.body)["versions"])
    lines.push_back(fmt::format("{} {} {} {} {}", one["version"].as<int>(), one["status"].as<std::string>(),
                                one["start"].as<std::string>(),
                                one["end"].IsNull() ? "-" : one["end"].as<std::string>(),
                                one["surplusTo"].as<std::string>()));
  return lines;
}
using Lines = std::vector<std::string>;

/// A message of BRS-NO-701.
std::string message(std::uint64_t number, const std::string& id, const std::string& what,
                    const std::string& start, const std::string& gln = grid_company) {
  auto text = example("RequestUpdateSharedProduction/valid/new-shares.xml");
  text = text.substr(text.find("<rsm:"));
  text = with(text, "69ae3ec0-bd18-479a-a39d-ca94007a8e74", uuid(number));
  text = with(text, "2026-11-09T09:00:00+01:00", "2026-06-01T08:00:00+02:00");
  text = with(text, "2026-11-16T00:00:00+01:00", start + "T00:00:00+02:00");
  text = with(text, ">Update<", ">" + what + "<");
  text = with(text, "0e8daef5-fcdd-453c-b6a6-310c3b3bad56", id);
  text = with(text, "707057599000130375", roof);
  text = with(text, "707057599000140466", flat);
  text = with(text, "707057599000150557", loft);
  text = with(text, "707057599000160648", barn);
  return with(text, grid_company, gln);
}

void by_soap(const Service& hub, const std::string& text) {
  const auto answer = ask(hub.port(), "POST", "/emif/services/MarketProcesses", "Content-Type: text/xml\r\n",
                          enveloped(market_ns, "RequestUpdateSharedProductionRequest", text));
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
}

void by_cim(const Service& hub, const std::string& text, const std::string& gln = grid_company) {
  const auto answer = ask(hub.port(), "POST", "/cim/v1/documents", sender(gln), bundle(hub.port(), text));
  REQUIRE_MESSAGE(answer.status == 202, answer.body);
}

/// What waits for a party.
std::string queue_of(const Service& hub, const std::string& gln) {
  return say(hub, "GET", "/cim/v1/queues/market-processes", {}, gln).body;
}

/// Takes what waits for a party out of its queue.
void empty_queue(const Service& hub, const std::string& gln) {
  for (;;) {
    const auto set = say(hub, "GET", "/cim/v1/queues/market-processes", {}, gln);
    if (set.status == 204) return;
    REQUIRE(say(hub, "DELETE",
                "/cim/v1/queues/market-processes/" + YAML::Load(set.body)["id"].as<std::string>(), {}, gln)
                .status == 204);
  }
}

std::string digest(const Service& hub) {
  return YAML::Load(say(hub, "GET", "/hub/v1/digest").body)["digest"].as<std::string>();
}

}  // namespace

TEST_CASE("shared production: a version is made, holds from its day on, and is told as by BRS-NO-701") {
  const Service hub;
  const auto id = made(hub);
  CHECK(list(hub, id) == Lines{"1 New 2026-07-01 - Recipient"});
  for (const auto* gln : {grid_company, old_supplier}) {
    const auto waiting = queue_of(hub, gln);
    CHECK(count(waiting, id) == 1);
    CHECK(waiting.find("Taket") != std::string::npos);
  }
  const auto version = YAML::Load(say(hub, "GET", versions_of(id)).body)["versions"][0];
  CHECK(version["formula"].as<std::string>() == "EquallyDistributed");
  CHECK(version["name"].as<std::string>() == "Taket");
  CHECK(version["contributors"][0]["meteringPoint"].as<std::string>() == roof);
  CHECK(version["recipients"][1]["meteringPoint"].as<std::string>() == loft);
  CHECK(version["createdAt"].as<std::string>() == "2026-06-01T08:00:00+02:00");
  CHECK_FALSE(version["withdrawn"].as<bool>());
  // The last second before it begins, and the first in which it holds.
  move(hub, "2026-06-30T23:59:59+02:00");
  CHECK(list(hub, id) == Lines{"1 New 2026-07-01 - Recipient"});
  CHECK(YAML::Load(say(hub, "GET", all + "/" + id).body)["holds"].IsNull());
  move(hub, "2026-07-01");
  CHECK(list(hub, id) == Lines{"1 Active 2026-07-01 - Recipient"});
  const auto now = YAML::Load(say(hub, "GET", all + "/" + id).body);
  CHECK(now["holds"]["version"].as<int>() == 1);
  CHECK(now["gridCompany"].as<std::string>() == grid_company);
}

TEST_CASE("shared production: REST, SOAP and CIM work on the same versions") {
  const Service hub;
  const auto id = made(hub);
  by_soap(hub, message(1, id, "Update", "2026-08-01"));
  by_cim(hub, message(2, id, "Update", "2026-09-01"));
  CHECK(list(hub, id) == Lines{"1 New 2026-07-01 2026-08-01 Recipient",
                               "2 New 2026-08-01 2026-09-01 Recipient", "3 New 2026-09-01 - Recipient"});
  const auto third = YAML::Load(say(hub, "GET", versions_of(id)).body)["versions"][2];
  CHECK(third["recipients"][1]["share"].as<std::string>() == "0.333333");
  CHECK(third["sumOfShares"].as<std::string>() == "1");
  // What is not said is as in the version before.
  const auto next =
      say(hub, "POST", versions_of(id), R"({"start": "2026-09-15", "surplusTo": "Contributor"})");
  REQUIRE_MESSAGE(next.status == 201, next.body);
  CHECK(next.headers.at("location") == versions_of(id) + "/4");
  CHECK(YAML::Load(next.body)["version"].as<int>() == 4);
  CHECK(YAML::Load(next.body)["recipients"].size() == 3);
  // The model stays with those who do not speak of it.
  by_soap(hub, message(3, id, "Update", "2026-10-01"));
  by_cim(hub, message(4, id, "Delete", "2026-10-15"));
  CHECK(list(hub, id) ==
        Lines{"1 New 2026-07-01 2026-08-01 Recipient", "2 New 2026-08-01 2026-09-01 Recipient",
              "3 New 2026-09-01 2026-09-15 Recipient", "4 New 2026-09-15 2026-10-01 Contributor",
              "5 New 2026-10-01 2026-10-15 Contributor", "6 Terminated 2026-10-15 - Contributor"});
  // One that a message made is changed over REST, too.
  CHECK(told(say(hub, "PATCH", versions_of(id) + "/5", R"({"start": "2026-10-08"})")) == "200");
  CHECK(list(hub, id)[4] == "5 New 2026-10-08 2026-10-15 Contributor");
  // And made by a message, found over REST.
  by_soap(hub, message(5, uuid(900), "Add", "2026-07-01"));
  CHECK(list(hub, uuid(900)) == Lines{"1 New 2026-07-01 - Recipient"});
}

TEST_CASE("shared production: a sharing that was loaded with the market has an owner, and no versions yet") {
  const Service hub;
  const std::string id = "0e8daef5-fcdd-453c-b6a6-310c3b3bad56";
  REQUIRE(ask(hub.port(), "POST", "/hub/v1/market", "Content-Type: application/yaml\r\n",
              fmt::format("sharings:\n  - {{ id: {}, owner: \"{}\" }}\n", id, grid_company))
              .status == 200);
  CHECK(list(hub, id).empty());
  CHECK(told(say(hub, "POST", versions_of(id), R"({"start": "2026-07-01"})")) == "400 bad-sharing");
  CHECK(told(say(hub, "POST", versions_of(id), body())) == "201");
  CHECK(list(hub, id) == Lines{"1 New 2026-07-01 - Recipient"});
}

TEST_CASE("shared production: versions that would overlap are refused, and leave no trace") {
  const Service hub;
  const auto id = made(hub);
  const auto add = [&](const std::string& start, const std::string& more = "") {
    return told(say(hub, "POST", versions_of(id), fmt::format(R"({{"start": "{}"{}}})", start, more)));
  };
  CHECK(add("2026-08-01") == "201");
  const auto before = digest(hub);
  CHECK(add("2026-08-01") == "409 overlapping-versions");
  CHECK(add("2026-07-31") == "409 overlapping-versions");
  CHECK(add("2026-08-01", R"(, "status": "Terminated")") == "409 overlapping-versions");
  const auto change = [&](int number, const std::string& said) {
    return told(say(hub, "PATCH", fmt::format("{}/{}", versions_of(id), number), said));
  };
  CHECK(change(2, R"({"start": "2026-07-01"})") == "409 overlapping-versions");
  CHECK(change(1, R"({"start": "2026-08-01"})") == "409 overlapping-versions");
  CHECK(digest(hub) == before);
  CHECK(change(1, R"({"start": "2026-07-31"})") == "200");
  CHECK(change(2, R"({"start": "2026-08-02"})") == "200");
  CHECK(list(hub, id) == Lines{"1 New 2026-07-31 2026-08-02 Recipient", "2 New 2026-08-02 - Recipient"});
  // What was withdrawn stands in nobody's way; what follows an end may begin with it.
  CHECK(change(2, R"({"status": "Inactive"})") == "200");
  CHECK(add("2026-08-01", R"(, "status": "Terminated")") == "201");
  CHECK(add("2026-07-31") == "409 overlapping-versions");
  CHECK(add("2026-08-01") == "201");
  CHECK(list(hub, id) == Lines{"1 New 2026-07-31 2026-08-01 Recipient", "2 Inactive 2026-08-02 - Recipient",
                               "3 Inactive 2026-08-01 2026-08-01 Recipient", "4 New 2026-08-01 - Recipient"});
}

TEST_CASE("shared production: what has begun does not change any more, nor does what was withdrawn") {
  const Service hub;
  const auto id = made(hub);
  const auto change = [&](int number, const std::string& said) {
    return told(say(hub, "PATCH", fmt::format("{}/{}", versions_of(id), number), said));
  };
  REQUIRE(told(say(hub, "POST", versions_of(id), R"({"start": "2026-08-01"})")) == "201");
  move(hub, "2026-06-30T23:59:59+02:00");
  CHECK(change(1, R"({"name": "Taket på nytt", "surplusTo": "Contributor"})") == "200");
  move(hub, "2026-07-01");
  CHECK(change(1, R"({"name": "For sent"})") == "409 version-has-begun");
  CHECK(change(1, R"({"status": "Inactive"})") == "409 version-has-begun");
  empty_queue(hub, grid_company);
  CHECK(change(2, R"({"status": "Inactive"})") == "200");
  CHECK(count(queue_of(hub, grid_company), "Inactive") == 1);
  CHECK(change(2, R"({"status": "Inactive"})") == "409 version-has-begun");
  CHECK(change(2, R"({"start": "2026-09-01"})") == "409 version-has-begun");
  CHECK(change(3, R"({"start": "2026-09-01"})") == "404 no-such-version");
  for (const auto* number : {"0", "-1", "one", "1x", "99999999999999999999", "%31%30"})
    CHECK(told(say(hub, "PATCH", versions_of(id) + "/" + number, R"({"start": "2026-09-01"})")) ==
          "404 no-such-version");
  CHECK(list(hub, id) == Lines{"1 Active 2026-07-01 - Contributor", "2 Inactive 2026-08-01 - Recipient"});
  const auto versions = YAML::Load(say(hub, "GET", versions_of(id)).body)["versions"];
  CHECK(versions[0]["name"].as<std::string>() == "Taket på nytt");
  CHECK(versions[0]["createdAt"].as<std::string>() == "2026-06-01T08:00:00+02:00");
  CHECK(versions[0]["updatedAt"].as<std::string>() == "2026-06-30T23:59:59+02:00");
  CHECK(versions[1]["withdrawn"].as<bool>());
  CHECK(versions[1]["recipients"].size() == 2);
}

TEST_CASE("shared production: another party may not, and learns nothing") {
  const Service hub;
  const auto id = made(hub);
  const auto nowhere = all + "/" + uuid(77);
  const auto before = digest(hub);
  const auto same = [](const Response& one, const Response& other) { return one.body == other.body; };
  for (const auto& [method, below, text] : {std::tuple("GET", "", ""),
                                            {"GET", "/versions", ""},
                                            {"GET", "/volumes?day=2026-07-01", ""},
                                            {"POST", "/versions", R"({"start": "2026-08-01"})"},
                                            {"PATCH", "/versions/1", R"({"status": "Inactive"})"}}) {
    CAPTURE(below);
    const auto mine = say(hub, method, all + "/" + id + below, text, other_grid_company);
    CHECK(told(mine) == "404 no-such-sharing");
    CHECK(same(mine, say(hub, method, nowhere + below, text, other_grid_company)));
    // Not a grid company; one who may act for it in another role; nobody.
    CHECK(told(say(hub, method, all + "/" + id + below, text, old_supplier)) == "403 not-allowed");
    CHECK(told(say(hub, method, all + "/" + id + below, text, "7099990003019",
                   std::string("OnBehalfOfGLN: ") + grid_company + "\r\n")) == "403 not-allowed");
    CHECK(told(say(hub, method, all + "/" + id + below, text, "7099990009998")) == "403 not-allowed");
    CHECK(told(say(hub, method, all + "/" + id + below, text, "x")) == "400 sender-missing");
  }
  CHECK(told(say(hub, "POST", all, body(), old_supplier)) == "403 not-allowed");
  CHECK(digest(hub) == before);
  // By message, as before.
  by_soap(hub, message(1, id, "Update", "2026-08-01", other_grid_company));
  by_cim(hub, message(2, id, "Add", "2026-08-01", other_grid_company), other_grid_company);
  CHECK(count(queue_of(hub, other_grid_company), "E0H") == 1);
  CHECK(count(queue_of(hub, other_grid_company), "E59") == 1);
  CHECK(list(hub, id) == Lines{"1 New 2026-07-01 - Recipient"});
}

TEST_CASE("shared production: a service provider acts for the grid company") {
  const Service hub;
  REQUIRE(ask(hub.port(), "POST", "/hub/v1/market", "Content-Type: application/yaml\r\n",
              "agents:\n  - { agent: \"7099990003019\", for: \"7099990002012\", roles: [DDM] }\n")
              .status == 200);
  const auto behalf = std::string("OnBehalfOfGLN: ") + grid_company + "\r\n";
  const auto answer = say(hub, "POST", all, body(), "7099990003019", behalf);
  REQUIRE_MESSAGE(answer.status == 201, answer.body);
  const auto id = YAML::Load(answer.body)["id"].as<std::string>();
  CHECK(list(hub, id).size() == 1);
  CHECK(say(hub, "GET", versions_of(id), {}, "7099990003019", behalf).status == 200);
  CHECK(count(queue_of(hub, "7099990003019"), id) == 1);
}

TEST_CASE("shared production: shares that do not add up are taken as BRS-NO-701 takes them, and told of") {
  const Service hub;
  const auto manual = [&](const std::string& one, const std::string& other) {
    return fmt::format(
        R"({{"start": "2026-07-01", "formula": "Manual", "contributors": [{}], "recipients": [{}, {}]}})",
        point_of(roof), point_of(flat, one), point_of(loft, other));
  };
  const auto warnings = [&] {
    return count(say(hub, "GET", "/hub/v1/events?kind=message-warned").body, "The shares of the recipients");
  };
  const auto id = made(hub, manual("0.5", "0.5"));
  CHECK(warnings() == 0);
  const auto less = made(hub, manual("0.4", "0.5"));
  CHECK(warnings() == 1);
  CHECK(YAML::Load(say(hub, "GET", versions_of(less)).body)["versions"][0]["sumOfShares"].as<std::string>() ==
        "0.9");
  made(hub, manual("1", "0.000001"));
  CHECK(warnings() == 2);
  by_soap(hub, with(message(1, id, "Update", "2026-08-01"), ">0.5<", ">0.4<"));
  by_cim(hub, with(message(2, id, "Update", "2026-09-01"), ">0.5<", ">0.6<"));
  CHECK(warnings() == 4);
  CHECK(list(hub, id).size() == 3);
  CHECK(told(say(
            hub, "POST", all,
            fmt::format(
                R"({{"start": "2026-07-01", "formula": "Manual", "contributors": [{}], "recipients": [{}]}})",
                point_of(roof), point_of(flat)))) == "400 bad-sharing");
  // A change must leave a key that can be used.
  const auto equal = made(hub);
  CHECK(told(say(hub, "PATCH", versions_of(equal) + "/1", R"({"formula": "Manual"})")) == "400 bad-sharing");
}

TEST_CASE("shared production: a body that cannot be taken is told with its places, and changes nothing") {
  const Service hub;
  const auto id = made(hub);
  const auto before = digest(hub);
  const auto answer = say(hub, "POST", all, R"({"start": "soon", "formula": "Manual", "recipients": []})");
  CHECK(told(answer) == "400 bad-sharing");
  std::vector<std::string> places;
  for (const auto& one : YAML::Load(answer.body)["errors"])
    places.push_back(one["pointer"].as<std::string>());
  CHECK(places == std::vector<std::string>{"/start", "/recipients", "/contributors"});
  for (const auto* text :
       {"{", "[]", "null", "\xff", "{\"start\": \"2026-08-01\", \"start\": \"2026-08-02\"}"})
    for (const auto& [method, target] :
         {std::pair("POST", all), {"POST", versions_of(id)}, {"PATCH", versions_of(id) + "/1"}})
      CHECK_MESSAGE(told(say(hub, method, target, text)) == "400 bad-sharing", text);
  CHECK(told(say(hub, "POST", all, std::string(600'000, ' '))) == "413 too-large");
  CHECK(told(ask(hub.port(), "POST", all,
                 fmt::format("SenderGLN: {}\r\nContent-Type: text/plain\r\n", grid_company), body())) ==
        "415 unsupported-type");
  CHECK(told(say(hub, "POST", all + "?dry=1", body())) == "400 unknown-parameter");
  CHECK(told(say(hub, "GET", all + "/" + std::string(500, 'x'))) == "404 no-such-sharing");
  CHECK(told(say(hub, "GET", all + "/" + id + "/volumes")) == "400 bad-parameter");
  CHECK(told(say(hub, "GET", all + "/" + id + "/volumes?day=9999-12-31")) == "400 bad-parameter");
  CHECK(digest(hub) == before);
}

namespace {

/// Values of 2026-10-25, a day of 25 hours: those of an example, for another metering point and direction.
void deliver(const Service& hub, const std::string& gsrn, const std::string& direction, std::uint64_t number,
             const std::string& quantity) {
  auto values = with(with(example("CollectedData/valid/hours-25.xml"), "7099990003019", grid_company),
                     "707057599000100316", gsrn);
  values = with(values, "<abie:Direction>Out", "<abie:Direction>" + direction);
  values = with(values, element(values, "Identification"), uuid(number));
  const auto series = values.find("<rsm:PayloadEnergyTimeSeries>");
  values = with(values, element(values.substr(series), "Identification"), uuid(number + 1000));
  values = with(values, element(values, "Creation"), "2026-10-26T05:58:02+01:00");
  std::size_t at = 0;
  while ((at = values.find("<abie:Metered>", at)) != std::string::npos) {
    at += 14;
    values.replace(at, values.find('<', at) - at, quantity);
  }
  REQUIRE(ask(hub.port(), "POST", "/cim/v1/processes/BRS-NO-313", sender(grid_company),
              ask(hub.port(), "POST", "/v1/translate?profile=nmeg-no/0.1",
                  "Content-Type: application/xml\r\n", values)
                  .body)
              .status == 202);
}

}  // namespace

TEST_CASE("shared production: a day of 25 hours, by the model of each version") {
  const Service hub;
  const auto key = [&](const std::string& more) {
    return fmt::format(
        R"({{"start": "2026-10-01", "formula": "EquallyDistributed", "contributors": [{}], "recipients": [{}, {}, {}]{}}})",
        point_of(roof), point_of(flat), point_of(loft), point_of(barn), more);
  };
  const auto before = made(hub, key(""));
  const auto after = made(hub, key(R"(, "surplusTo": "Contributor")"));
  move(hub, "2026-10-26T06:00:00+01:00");
  const auto volumes = [&](const std::string& id, const std::string& day = "2026-10-25") {
    const auto answer = say(hub, "GET", all + "/" + id + "/volumes?day=" + day);
    REQUIRE_MESSAGE(answer.status == 200, answer.body);
    return YAML::Load(answer.body);
  };
  CHECK(volumes(before)["intervals"].size() == 0);
  CHECK(volumes(before)["resolution"].IsNull());
  deliver(hub, roof, "In", 1, "180");
  deliver(hub, flat, "Out", 2, "110");
  deliver(hub, loft, "Out", 3, "90");
  const auto open = volumes(after)["intervals"];
  REQUIRE(open.size() == 25);
  CHECK(open[0]["allocated"].IsNull());
  deliver(hub, barn, "Out", 4, "20");
  for (const auto& [id, last, back] : {std::tuple(before, "60.000", "0.000"), {after, "20.000", "40.000"}}) {
    const auto told_of = volumes(id);
    CHECK(told_of["resolution"].as<std::string>() == "PT1H");
    CHECK(told_of["unit"].as<std::string>() == "kWh");
    REQUIRE(told_of["intervals"].size() == 25);
    for (std::size_t i = 0; i < 25; ++i) {
      CHECK(told_of["intervals"][i]["produced"].as<std::string>() == "180.000");
      CHECK(told_of["intervals"][i]["returned"].as<std::string>() == back);
      CHECK(told_of["contributors"][0]["returned"][i].as<std::string>() == back);
      CHECK(told_of["recipients"][0]["allocated"][i].as<std::string>() == "60.000");
      CHECK(told_of["recipients"][2]["allocated"][i].as<std::string>() == last);
      CHECK(told_of["recipients"][2]["consumed"][i].as<std::string>() == "20.000");
    }
    CHECK(told_of["intervals"][2]["from"].as<std::string>() == "2026-10-25T02:00:00+02:00");
    CHECK(told_of["intervals"][3]["from"].as<std::string>() == "2026-10-25T02:00:00+01:00");
  }
  CHECK(volumes(after, "2026-09-30")["version"].IsNull());
  // Who takes a metering point of another grid company into a key does not see its values.
  const auto foreign = made(
      hub,
      fmt::format(
          R"({{"start": "2026-10-01", "formula": "EquallyDistributed", "contributors": [{}], "recipients": [{}]}})",
          point_of(roof), point_of("707057599002000751")));
  CHECK(told(say(hub, "GET", all + "/" + foreign + "/volumes?day=2026-10-25")) == "403 not-entitled");
}

TEST_CASE("shared production: who takes part is a metering point of the market") {
  const Service hub;
  const std::string stranger = "707057599009999997";
  const auto answer = say(
      hub, "POST", all,
      fmt::format(
          R"({{"start": "2026-10-01", "formula": "EquallyDistributed", "contributors": [{}], "recipients": [{}, {}]}})",
          point_of(roof), point_of(flat), point_of(stranger)));
  CHECK(answer.status == 400);
  CHECK(answer.body.find("/recipients/1/meteringPoint") != std::string::npos);
  const auto misspelt = say(
      hub, "POST", all,
      fmt::format(
          R"({{"start": "2026-10-01", "formula": "EquallyDistributed", "contributors": [{}], "recipients": [{}]}})",
          point_of(roof), point_of("707057599009999999")));
  CHECK(misspelt.body.find("check digit") != std::string::npos);
}

TEST_CASE("shared production: versions outlive the hub, and a replay makes the same") {
  const TemporaryFolder folder;
  const auto database = folder.file("hub.db");
  std::string id, subscription, first;
  Lines before;
  {
    Service hub({"--market", database, "--clock", "2026-06-01"});
    REQUIRE(ask(hub.port(), "POST", "/hub/v1/market", "Content-Type: application/yaml\r\n",
                example("demo/market.yaml"))
                .status == 200);
    const auto subscribed = say(hub, "POST", "/cim/v1/shared-production-subscriptions", "{}");
    REQUIRE(subscribed.status == 201);
    subscription = YAML::Load(subscribed.body)["id"].as<std::string>();
    const auto ended = say(hub, "POST", "/cim/v1/shared-production-subscriptions", "{}");
    REQUIRE(say(hub, "DELETE",
                "/cim/v1/shared-production-subscriptions/" + YAML::Load(ended.body)["id"].as<std::string>())
                .status == 204);
    id = made(hub, body("2026-07-01", R"(, "surplusTo": "Contributor")"));
    by_soap(hub, message(1, id, "Update", "2026-08-01"));
    REQUIRE(
        say(hub, "POST", versions_of(id), R"({"start": "2026-09-01", "surplusTo": "Recipient"})").status ==
        201);
    REQUIRE(say(hub, "PATCH", versions_of(id) + "/2", R"({"name": "Nytt navn"})").status == 200);
    REQUIRE(say(hub, "PATCH", versions_of(id) + "/3", R"({"status": "Inactive"})").status == 200);
    // One that is refused is done again, too.
    by_soap(hub, message(2, id, "Update", "2026-08-01", other_grid_company));
    move(hub, "2026-08-02");
    before = list(hub, id);
    CHECK(before == Lines{"1 Inactive 2026-07-01 2026-08-01 Contributor", "2 Active 2026-08-01 - Contributor",
                          "3 Inactive 2026-09-01 - Recipient"});
    first = digest(hub);
    hub.signal(15);
    hub.wait();
  }
  const TemporaryFolder other;
  const auto out = other.file("out");
  REQUIRE(std::system(
              fmt::format("{} hub replay {} --market :memory: > {}", binary(), database, out).c_str()) == 0);
  std::ifstream text(out);
  CHECK(std::string(std::istreambuf_iterator<char>(text), {}).find(first) != std::string::npos);
  Service hub({"--market", database});
  CHECK(list(hub, id) == before);
  CHECK(digest(hub) == first);
  const auto changes =
      say(hub, "GET", "/cim/v1/shared-production-subscriptions/" + subscription + "/changes").body;
  CHECK(YAML::Load(changes)["changes"].size() == 5);
  CHECK(YAML::Load(say(hub, "GET", "/cim/v1/shared-production-subscriptions").body)["subscriptions"].size() ==
        1);
}

}  // namespace cimgate::test
