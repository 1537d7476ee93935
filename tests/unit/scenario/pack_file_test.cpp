#include <doctest/doctest.h>

#include "fixture.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/scenario/days.hpp"

using namespace cimgate;
using scenario_test::pack_text;
using scenario_test::read;

namespace {

/// The mistakes, one a line.
std::string faults_of(const std::string& text) {
  std::string all;
  for (const auto& fault : read(text).faults) all += to_string(fault) + "\n";
  return all;
}

std::string day(const std::string& expression) {
  const scenario::Days days{{"today", *rules::parse_day("2026-06-01")},
                            {"start", *rules::parse_day("2026-06-15")}};
  const auto found = scenario::day_of(expression, days);
  return found ? rules::to_text(*found) : found.error();
}

}  // namespace

TEST_CASE("scenario: days are ISO days or names, moved by days, working days and months") {
  CHECK(day("2026-02-28") == "2026-02-28");
  CHECK(day("today + 14 days") == "2026-06-15");
  CHECK(day("start - 3 working-days") == "2026-06-10");
  CHECK(day("start + 1 months") == "2026-07-15");
  CHECK(day("strat").find("did you mean 'start'") != std::string::npos);
  CHECK(day("today + 3 hours").find("expected so much later") != std::string::npos);
  CHECK(day("2026-02-30").find("is not a day") != std::string::npos);
}

TEST_CASE("scenario: a time of day is what the clock in Oslo shows, also when it is changed") {
  const auto at = [](const std::string& text) {
    return norway::local_text(scenario::time_of(text, {}).value_or(0));
  };
  CHECK(at("2026-06-15") == "2026-06-15T00:00:00+02:00");
  CHECK(at("2026-06-15 07:30") == "2026-06-15T07:30:00+02:00");
  CHECK(at("2026-03-29 12:00") == "2026-03-29T12:00:00+02:00");
  CHECK(at("2026-10-25 12:00") == "2026-10-25T12:00:00+01:00");
  CHECK(at("2026-06-15T10:00:00Z") == "2026-06-15T12:00:00+02:00");
  CHECK_FALSE(scenario::time_of("2026-06-15T10:00:00", {}).has_value());
}

TEST_CASE("scenario: all built-in packs can be read") {
  const auto& engine = scenario_test::gateway().engine();
  const auto packs = scenario::built_in_packs(*engine.store);
  CHECK(packs.size() > 60);
  for (const auto& file : packs) {
    const auto made = scenario::read_built_in_pack(engine, scenario_test::words(), file);
    for (const auto& fault : made.faults) FAIL_CHECK(to_string(fault));
    CHECK_FALSE(made.pack.steps.empty());
  }
}

TEST_CASE("scenario: mistakes in packs are told with place and nearest word") {
  const std::string send =
      "  - send: RequestStartOfSupply\n    step: switch\n    as: new\n    process: BRS-NO-101\n    type: "
      "\"392\"\n"
      "    with: { start: start, point: home, supplier: new, customer: ola }\n";
  CHECK(faults_of(pack_text(send)).empty());
  struct Case {
    std::string steps, told;
  };
  const Case cases[] = {
      {"  - sned: RequestStartOfSupply\n", "packs/test.yaml:10:5: what does the step do? expected one of"},
      {"  - sned: RequestStartOfSupply\n", "did you mean 'send'?"},
      {"  - mail: home\n", "packs/test.yaml:10:5: 'is' is missing: what the mail must be"},
      {"  - mail: home\n    is: { ends: strat }\n", "did you mean 'start'?"},
      {"  - mail: home\n    is: { recipient: none }\n", "'recipient' is not a word of scenarios"},
      {"  - mail: none\n    about: hoem\n", "did you mean 'home'?"},
      {send + "  - expect: ConfirmStartOfSuply\n    at: new\n", "did you mean 'ConfirmStartOfSupply'?"},
      {send + "  - expect: ConfirmStartOfSupply\n    at: nwe\n",
       "'nwe' is not the name of a party; did you mean 'new'?"},
      {send + "  - expect: ConfirmStartOfSupply\n    at: new\n    with: { refrence: switch }\n",
       "packs/test.yaml:18:13: 'refrence' is not a word of scenarios; did you mean 'reference'?"},
      {send + "  - expect: ConfirmStartOfSupply\n    at: new\n    with: { reference: swicth }\n",
       "did you mean 'switch'?"},
      {send + "  - expect: ConfirmStartOfSupply\n    at: new\n    with: { customer: ola }\n",
       "ConfirmStartOfSupply has no place for 'customer'"},
      {"  - rest: FETCH /cim/v1/parties\n",
       "packs/test.yaml:10:11: expected GET, POST, PUT, PATCH or DELETE"},
      {"  - rest: GET cim/v1/parties\n", "and an address, such as GET /cim/v1/parties"},
      {"  - rest: GET /cim/v1/metering-points/${hoem}\n", "did you mean 'home'?"},
      {"  - rest: GET /a?from=${strat + 1 day}\n", "'strat + 1 day' is no name, no day and no earlier step"},
      {"  - rest: GET /a?from=${start\n", "a ${ is not closed"},
      {"  - rest: GET /a\n    as: home\n", "'home' is not the name of a party"},
      {"  - rest: GET /a\n    status: 99\n", "packs/test.yaml:11:13: "},
      {"  - rest: GET /a\n    is: { id: any }\n",
       "packs/test.yaml:11:11: 'id' is no JSON pointer, such as /data/0/id"},
      {"  - rest: GET /a\n    is: { /id: \"${swicth}\" }\n", "packs/test.yaml:11:11: 'swicth' is no name"},
      {"  - rest: GET /a\n    is: { /a~2: 1 }\n", "'/a~2' is no JSON pointer"},
      {"  - rest: GET /a\n    is: { /a: [] }\n", "expected a value for '/a', or several"},
      {"  - rest: GET /a\n    is: { /a: [[1]] }\n", "packs/test.yaml:11:16: expected a value for '/a'"},
      {"  - rest: GET /a\n    headers: { X: [1, 2] }\n", "a header has one value"},
      {"  - rest: GET /a\n    headers: { X: \"a\\r\\nB: c\" }\n", "header X: a value is one line"},
      {"  - rest: GET /a\n    headers: { \"X: a\": b }\n", "'X: a' is no name of a header"},
      {"  - rest: \"GET /a\\r\\nX: y\"\n", "the address has control characters"},
      {"  - rest: GET /a\n    json:\n", "expected an object or an array"},
      {"  - rest: GET /a\n    step: helper\n", "a step over REST cannot be named 'helper'"},
      {"  - rest: GET /a\n    step: start\n", "a step over REST cannot be named 'start'"},
      {"  - rest: GET /a\n    step: a/b\n", "a step over REST cannot be named 'a/b'"},
      {"  - rest: GET /a\n    step: one\n  - rest: GET /b?c=${one}\n", "which value of the answer to 'one'?"},
      {"  - rest: POST /a\n    json: {}\n    form: { a: b }\n", "a body is JSON or a form"},
      {"  - rest: GET /a\n    step: asked\n  - rest: GET /a/${askde/id}\n", "did you mean 'asked'?"},
      {send + "  - cancel: swithc\n",
       "'swithc' is not an earlier step that sends a message; did you mean 'switch'?"},
      {send + "  - roll-back: switch\n", "'process' is missing: the process of the rollback"},
      {send + "  - move: strat\n", "did you mean 'start'?"},
      {send + "  - move: { by: a day }\n", "expected a duration such as P1D or PT2H"},
      {send + "  - state: home\n    is: { suplier: new }\n", "did you mean 'supplier'?"},
      {send + "  - state: home\n    on: start\n    is: { status: E22 }\n",
       "'status' is known as of today only"},
      {send + "  - state: hoem\n    is: { supplier: new }\n", "did you mean 'home'?"},
      {"  - fault: UUID\n", "an answer or a fault belongs right after the message that it answers"},
      {send + send, "there is a step 'switch' already"},
      {"  - send: RequestStartOfSupply\n    as: new\n    process: BRS-NO-101\n    with: { start: start, "
       "point: new }\n",
       "point: 'new' is the name of something else than a metering point"},
      {"  - send: RequestStartOfSupply\n    as: new\n    process: BRS-NO-101\n    with: { start: none, "
       "point: home }\n",
       "the message is not valid"},
      {"  - send: ConfirmStartOfSupply\n    as: new\n    process: BRS-NO-101\n",
       "there is no message ConfirmStartOfSupply to begin with"},
  };
  for (const auto& one : cases) {
    const auto told = faults_of(pack_text(one.steps));
    INFO(one.steps);
    CHECK_MESSAGE(told.find(one.told) != std::string::npos, "told: ", told);
  }
}

TEST_CASE(
    "scenario: a version of the messages that the hub does not speak is told; words are those of the "
    "version") {
  const auto told = [](const std::string& schema, const std::string& with) {
    return faults_of("schema: " + schema + "\n" +
                     pack_text("  - send: RequestUpdateMasterDataMeteringPoint\n    as: grid\n    process: "
                               "BRS-NO-317\n    type: E58\n    with: { start: today, point: home" +
                               with + " }\n"));
  };
  CHECK(told("elhub/pending", ", annual-direction: Out").empty());
  CHECK(told("elhub/2.4.3", ", annual-direction: Out").find("annual-direction") != std::string::npos);
  CHECK(told("elhub/pendin", "").find("the hub does not speak 'elhub/pendin'") != std::string::npos);
  CHECK(told("nmeg/0.1", "").find("the hub does not speak 'nmeg/0.1'") != std::string::npos);
}

TEST_CASE("scenario: a market in the pack takes the place of the cast's, and its mistakes have their place") {
  const std::string head =
      "scenario: test\ntitle: { en: A test, nb: En test }\nrole: DDQ\nprocesses: []\n"
      "source: { status: assumed, ref: a test }\nclock: 2026-06-01T08:00:00+02:00\n";
  const std::string steps = "names: { new: \"7099990001015\" }\nsteps:\n  - expect: none\n    at: new\n";
  auto made = read(head + "market:\n  parties:\n    - { gln: \"7099990001015\", roles: [DDQ] }\n" + steps);
  for (const auto& fault : made.faults) FAIL_CHECK(to_string(fault));
  CHECK(made.pack.market.find("    - { gln") == std::string::npos);
  CHECK(made.pack.market.find("  - { gln: \"7099990001015\"") != std::string::npos);
  CHECK(faults_of(head + "market:\n  parties:\n    - { gnl: \"7099990001015\", roles: [DDQ] }\n" + steps)
            .find("packs/test.yaml:9:") != std::string::npos);
  CHECK(faults_of(head + steps).find("'market' is missing") != std::string::npos);
}
