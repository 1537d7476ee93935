#include <doctest/doctest.h>

#include <algorithm>

#include "fixture.hpp"
#include "gateway/scenario/placeholders.hpp"
#include "gateway/scenario/play.hpp"
#include "gateway/scenario/reports.hpp"

using namespace cimgate;
using scenario_test::FakeSystem;
using scenario_test::pack;

namespace {

scenario::Transcript play_rest(const scenario::Pack& pack, FakeSystem& system) {
  scenario::PlayOptions options;
  options.now = pack.clock;
  return scenario::play(scenario_test::gateway(), scenario_test::words(), pack, system, options);
}

/// What becomes of a step that gets this answer, and why: "passed", "failed: …".
std::string played(const std::string& step, const scenario::Reply& reply) {
  FakeSystem system;
  system.rest["GET /a"] = reply;
  const auto transcript = play_rest(pack("  - rest: GET /a\n" + step), system);
  const auto& last = transcript.steps.back();
  const std::string outcome = last.outcome == scenario::Outcome::passed   ? "passed"
                              : last.outcome == scenario::Outcome::failed ? "failed"
                                                                          : "undetermined";
  return last.why.en.empty() ? outcome : outcome + ": " + last.why.en;
}

scenario::Reply json_reply(unsigned status, const std::string& body) {
  return {status, "application/json", body};
}

}  // namespace

TEST_CASE("scenario: a request over REST has what names, days and earlier answers stand for") {
  FakeSystem system;
  system.rest["POST /cim/v1/things"] = json_reply(201, R"({"data":[{"id":"a/b \"c\""}],"count":2})");
  const auto made = pack(
      "  - rest: POST /cim/v1/things\n    step: made\n    as: helper\n    headers: { Prefer: wait=10 }\n"
      "    json: { point: \"${home}\", from: \"${start + 1 day}\", many: [1, 2.50, true, null, \"3\"], day: "
      "2026-06-01 }\n"
      "  - rest: PUT /cim/v1/things/${made/data/0/id}?at=${start 07:30}\n    status: 404\n"
      "    json: { was: \"${made/data/0/id}\", n: \"${made/count}\" }\n"
      "  - rest: POST /form\n    form: { customer: \"${ola}\", \"end.${home}\": \"a&b=c\", point: [x, y] "
      "}\n");
  const auto transcript = play_rest(made, system);
  CHECK(transcript.steps[0].outcome == scenario::Outcome::passed);
  const auto calls = [&] {
    std::vector<scenario::Call> all;
    for (const auto& call : system.calls)
      if (call.target.starts_with("/cim/v1/things") || call.target == "/form") all.push_back(call);
    return all;
  }();
  REQUIRE(calls.size() == 3);
  CHECK(calls[0].body ==
        "{\"point\":\"707057599000100316\",\"from\":\"2026-06-16\","
        "\"many\":[1,2.50,true,null,\"3\"],\"day\":\"2026-06-01\"}");
  using Headers = std::vector<std::pair<std::string, std::string>>;
  CHECK(calls[0].headers ==
        Headers{{"SenderGLN", "7099990005013"}, {"Prefer", "wait=10"}, {"Content-Type", "application/json"}});
  CHECK(calls[1].target == "/cim/v1/things/a%2Fb%20%22c%22?at=2026-06-15T07%3A30%3A00%2B02%3A00");
  CHECK(calls[1].body == R"({"was":"a/b \"c\"","n":"2"})");
  CHECK(calls[2].body == "customer=29919243161&end.707057599000100316=a%26b%3Dc&point=x&point=y");
}

TEST_CASE("scenario: an answer over REST is held against status, values and words") {
  const auto ok = json_reply(200, R"({"a":{"b":[{"c":"d"},1.50,true,null]},"e":["x","y"]})");
  CHECK(played("", ok) == "passed");
  CHECK(played("    is: { /a/b: 4, /a/b/0/c: d, /a/b/1: 1.50, /a/b/2: true, /a/b/3: none, /f: none, /e: [x, "
               "y] }\n",
               ok) == "passed");
  CHECK(played("    is: { /a/b/0/c: any }\n", ok) == "passed");
  CHECK(played("    is: { /a/b/1: 1.5 }\n", ok) == "failed: /a/b/1 is 1.50, expected 1.5");
  CHECK(played("    is: { /a/b/3: any, /e: [x] }\n", ok) ==
        "failed: /a/b/3 is none, expected any; /e is 2, expected x");
  CHECK(played("    is: { /e: [x, z] }\n", ok) == "failed: /e is x, y, expected x, z");
  CHECK(played("    status: 201\n", ok) == "failed: status is 200, expected 201");
  CHECK(played("    says: [\"\\\"c\\\"\", nowhere]\n", ok) == "failed: the answer does not say “nowhere”");
  for (const char* body : {"no JSON", "", "{\"a\":NaN}", "{\"a\":1,\"a\":2}"})
    CHECK(played("    is: { /b: none }\n", {200, "text/plain", body}) ==
          "failed: the answer is text/plain, and no JSON, expected JSON");
  const auto long_value = json_reply(200, "{\"a\":\"" + std::string(2'000'000, 'x') + "\"}");
  CHECK(played("    is: { /a: any, /b: none }\n", long_value) == "passed");
  CHECK(played("    is: { /a: y }\n", long_value).size() < 300);
  CHECK(played("    is: { \"\": 2 }\n", json_reply(200, "[1,2]")) == "passed");
  CHECK(played("    is: { \"\": 3 }\n", json_reply(200, "[1,2]")) == "failed: the whole is 2, expected 3");
  CHECK(played("", json_reply(422, R"({"title":"Refused","detail":"not this one"})")) ==
        "failed: status is 422: Refused · not this one, expected 2xx");
  CHECK(played("", json_reply(409, R"({"errors":[{"code":"TAKEN","title":"Taken"}]})")) ==
        "failed: status is 409: TAKEN · Taken, expected 2xx");
}

TEST_CASE(
    "scenario: an address that the system does not have is not judged; something that is not there is") {
  const std::string missing = "undetermined: not checked: the system has no GET /a";
  CHECK(played("", {404, "", ""}) == missing);
  CHECK(played("", {405, "", ""}) == missing);
  CHECK(played("", {404, "text/html", "<h1>Not here</h1>"}) == missing);
  CHECK(played("", json_reply(404, R"({"type":"urn:cimgate:problem:not-found","title":"Nothing here"})")) ==
        missing);
  CHECK(played("", json_reply(404, R"({"type":"urn:cimgate:problem:no-such-sharing","title":"Gone"})")) ==
        "failed: status is 404: Gone, expected 2xx");
  CHECK(played("    status: 404\n", json_reply(404, R"({"title":"Gone"})")) == "passed");
  CHECK(played("    status: 404\n", {404, "text/html", "<h1>Not here</h1>"}) == missing);
  CHECK(played("    status: 501\n", {501, "", ""}) == missing);
  // What builds on an answer that has not come is not judged either.
  const auto later = played("    step: one\n  - rest: GET /b/${one/id}\n", {404, "", ""});
  CHECK(later.starts_with("undetermined: "));
  FakeSystem away;
  away.is_there = false;
  CHECK(play_rest(pack("  - rest: GET /a\n"), away).transport_failed);
}

TEST_CASE("scenario: reports have the request and the answer of a step over REST") {
  FakeSystem system;
  system.rest["POST /a"] = json_reply(409, R"({"title":"<b>Taken</b>"})");
  scenario::Rehearsal rehearsal;
  rehearsal.plays.push_back(play_rest(pack("  - rest: POST /a\n    json: { b: c }\n"), system));
  json::JsonOut out(false);
  append_json(rehearsal.plays.front(), out);
  CHECK(std::move(out).take_piece().find(R"("sent":"{\"b\":\"c\"}","status":409)") != std::string::npos);
  for (const auto& report :
       {scenario::html_report({rehearsal}, {}), scenario::junit_report({rehearsal}, {})}) {
    CHECK(report.find("POST /a") != std::string::npos);
    CHECK(report.find("&lt;b&gt;Taken") != std::string::npos);
    CHECK(report.find("<b>Taken") == std::string::npos);
  }
}

TEST_CASE("scenario: what may not stand in an address is escaped, and a request over REST is sent once") {
  FakeSystem system;
  play_rest(pack("  - rest: GET /a b/æ#c?d=${home}&e=f%20g\n"), system);
  const auto at = std::find_if(system.calls.begin(), system.calls.end(),
                               [](const scenario::Call& call) { return call.target.starts_with("/a"); });
  REQUIRE(at != system.calls.end());
  CHECK(at->target == "/a%20b/%C3%A6%23c?d=707057599000100316&e=f%20g");
  CHECK(at->only_once);
}

TEST_CASE("scenario: days, times and end users of messages may be placeholders, also of answers") {
  FakeSystem system;
  system.rest["GET /days"] = json_reply(200, R"({"day":"2026-06-20","who":"29919243161"})");
  const auto made = pack(
      "  - rest: GET /days\n    step: days\n"
      "  - send: RequestStartOfSupply\n    as: new\n    process: BRS-NO-101\n    type: \"392\"\n"
      "    with: { start: \"${start + 1 day}\", point: \"${home}\", supplier: new, customer: \"${ola}\" }\n"
      "  - send: RequestStartOfSupply\n    as: new\n    process: BRS-NO-101\n    type: \"392\"\n"
      "    with: { start: \"${days/day}\", point: home, supplier: new, customer: \"${days/who}\" }\n");
  const auto transcript = play_rest(made, system);
  REQUIRE(transcript.steps.size() == 3);
  CHECK(transcript.steps[1].content.find(">2026-06-16T00:00:00+02:00<") != std::string::npos);
  CHECK(transcript.steps[1].content.find(">Sletthøg<") != std::string::npos);
  CHECK(transcript.steps[2].content.find(">2026-06-20T00:00:00+02:00<") != std::string::npos);
  CHECK(transcript.steps[2].content.find(">29919243161<") != std::string::npos);
}

TEST_CASE("scenario: messages take values from answers over REST") {
  FakeSystem system;
  system.rest["GET /grants"] = json_reply(200, R"({"id":"5b1f8c27-0d4e-4a93-8e16-7c2a9d6f3b50"})");
  const auto made = pack(
      "  - rest: GET /grants\n    step: grant\n"
      "  - send: RequestStartOfSupply\n    as: new\n    process: BRS-NO-101\n    type: \"392\"\n"
      "    with: { start: start, point: home, supplier: new, customer: ola, consent: \"${grant/id}\" }\n");
  const auto transcript = play_rest(made, system);
  REQUIRE(transcript.steps.size() == 2);
  CHECK(transcript.steps[1].content.find(">5b1f8c27-0d4e-4a93-8e16-7c2a9d6f3b50<") != std::string::npos);
  system.rest["GET /grants"] = json_reply(200, R"({"ids":[]})");
  const auto without = play_rest(made, system);
  CHECK(without.steps[1].why.en ==
        "the message cannot be made: consent the answer to 'grant' has no value at /id");
}
