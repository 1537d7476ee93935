#include <doctest/doctest.h>
#include <fmt/format.h>

#include <sstream>

#include "gateway/elhub/usage/meter.hpp"
#include "gateway/elhub/usage/report.hpp"
#include "gateway/resources/store.hpp"

using namespace cimgate;

namespace {

const usage::Limits& limits() {
  static const usage::Limits read =
      *usage::read_limits("rules/usage-611.yaml", *resources::built_in()->read("rules/usage-611.yaml"));
  return read;
}

struct Counted {
  std::vector<usage::PartyUsage> parties;
  usage::LogErrors errors;
};

Counted count(const std::string& log) {
  std::istringstream input(log);
  usage::Meter meter(limits());
  Counted counted;
  usage::read_log(
      "log", input, [&](const usage::Sent& sent) { meter.add(sent); }, counted.errors);
  counted.parties = meter.usage();
  return counted;
}

/// "level value at" of a measure of the only party.
std::string reading(const Counted& counted, std::string_view measure) {
  if (counted.parties.size() != 1) return "parties: " + std::to_string(counted.parties.size());
  for (const auto& one : counted.parties.front().readings)
    if (one.measure->id == measure)
      return fmt::format("{} {} {}", usage::to_string(one.level), one.value, one.at);
  return "none";
}

std::string queries(int number, const std::string& time, const std::string& rest) {
  std::string all;
  for (int i = 0; i < number; ++i) all += time + ",7099990001015,BRS-NO-611," + rest + "\n";
  return all;
}

const std::string header = "time,party,process,metering_point,outcome,purpose\n";

}  // namespace

TEST_SUITE_BEGIN("usage");

TEST_CASE("the six measures of the proposal, each at its limits") {
  REQUIRE(limits().measures.size() == 6);
  CHECK(limits().source.status == "assumed");
  const auto level = [](std::size_t at, double value) {
    return usage::to_string(limits().measures[at].level(value));
  };
  const double bounds[][2] = {{5, 20}, {5000, 20000}, {25000, 100000}, {500, 1000}, {10000, 50000}};
  for (std::size_t at = 0; at < 5; ++at) {
    CHECK(level(at, bounds[at][0]) == "green");
    CHECK(level(at, bounds[at][0] + 0.5) == "yellow");
    CHECK(level(at, bounds[at][1]) == "yellow");
    CHECK(level(at, bounds[at][1] + 0.5) == "red");
  }
  CHECK(level(5, 9.9) == "green");
  CHECK(level(5, 10) == "yellow");
  CHECK(level(5, 50) == "yellow");
  CHECK(level(5, 50.1) == "red");
}

TEST_CASE("queries of a metering point are averaged over the points of a day") {
  const auto counted =
      count(header + queries(12, "2026-11-16T09:00:00+01:00", "707057599000100316,accepted,") +
            queries(2, "2026-11-16T10:00:00+01:00", "707057599000201471,rejected,") +
            queries(3, "2026-11-17T10:00:00+01:00", "707057599000201471,accepted,"));
  CHECK(reading(counted, "queries-per-point-per-day") == "yellow 7 2026-11-16");
  CHECK(reading(counted, "accepted-per-day") == "green 12 2026-11-16");
  CHECK(reading(counted, "rejected-per-day") == "green 2 2026-11-16");
}

TEST_CASE("days and hours are Norwegian, also where the clock is changed") {
  const auto counted = count(header + queries(600, "2026-10-24T22:30:00Z", ",rejected,") +
                             queries(500, "2026-10-25T00:30:00Z", ",rejected,") +
                             queries(501, "2026-10-25T01:30:00Z", ",rejected,"));
  CHECK(reading(counted, "rejected-per-hour") == "yellow 600 2026-10-25T00");
  CHECK(reading(counted, "rejected-per-day") == "green 1601 2026-10-25");
}

TEST_CASE("queries for a start are held against the starts of 30 days") {
  const auto start =
      std::string("2026-11-01T12:00:00+01:00,7099990001015,BRS-NO-101,707057599000100316,accepted,\n");
  const auto log = header + start + start +
                   queries(18, "2026-11-02T09:00:00+01:00", ",accepted,StartOfSupply") +
                   queries(7, "2026-11-02T09:00:00+01:00", ",accepted,Other");
  CHECK(reading(count(log), "queries-per-start") == "green 9 2026-11-02");
  CHECK(reading(count(log + queries(2, "2026-11-30T09:00:00+01:00", ",accepted,StartOfSupply")),
                "queries-per-start") == "yellow 10 2026-11-30");
  // A day later the starts are out of sight.
  CHECK(reading(count(log + queries(1, "2026-12-01T09:00:00+01:00", ",accepted,StartOfSupply")),
                "queries-per-start") == "yellow 19 2026-12-01");
  CHECK(reading(count(header + queries(51, "2026-11-02T09:00:00+01:00", ",accepted,StartOfSupply")),
                "queries-per-start") == "red 51 2026-11-02");
}

TEST_CASE("NDJSON says the same as CSV") {
  const auto counted = count(
      "{\"time\": \"2026-11-16T09:00:00+01:00\", \"party\": \"7099990001015\", \"process\": \"BRS-NO-611\", "
      "\"outcome\": \"rejected\", \"purpose\": null}\n\n"
      "{\"time\": \"2026-11-16T09:00:00+01:00\", \"party\": \"7099990001022\", \"process\": "
      "\"BRS-NO-301\"}\n");
  CHECK(counted.errors.count == 0);
  CHECK(reading(counted, "rejected-per-day") == "green 1 2026-11-16");
}

TEST_CASE("mistakes of a log have their line and the nearest word") {
  const auto first = [](const std::string& log) {
    const auto counted = count(log);
    return counted.errors.list.empty() ? std::string() : counted.errors.list.front();
  };
  CHECK(first("time,part,process\n") ==
        "log:1: unknown column 'part', expected time, party, process, metering_point, outcome, purpose; did "
        "you mean "
        "'party'?");
  CHECK(first("time,party\n") == "log:1: the first line must name the columns; 'process' is missing");
  CHECK(first(header + "x,7099990001015,BRS-NO-611,,,\n") ==
        "log:2: 'x' is not a time with a zone, such as 2026-11-16T09:10:00+01:00");
  CHECK(
      first(header + "2026-11-16T09:00:00+01:00,7099990001015,BRS-NO-611,,acepted,\n") ==
      "log:2: 'acepted' is not known for 'outcome', expected accepted or rejected; did you mean 'accepted'?");
  // Without a zone it could be of another day.
  CHECK(first(header + "2026-11-16T23:30:00,7099990001015,BRS-NO-611,,,\n") ==
        "log:2: '2026-11-16T23:30:00' is not a time with a zone, such as 2026-11-16T09:10:00+01:00");
  for (const auto* party : {"Kari Nordmann", "7099990001016", "709999000101"})
    CHECK(first(header + "2026-11-16T09:00:00+01:00," + party + ",BRS-NO-611,,,\n") ==
          "log:2: 'party' is not a GLN of 13 digits, the last of which is a check digit");
  CHECK(first(header + "a,b\n") == "log:2: 2 values for 6 columns");
  CHECK(first("{\"time\"\n") == "log:1: this is not JSON");
  std::string many = header;
  for (int i = 0; i < 300; ++i) many += "x,y,z,,,\n";
  CHECK(count(many).errors.list.size() == 100);
  CHECK(count(many).errors.count == 300);
}

TEST_CASE("mistakes of the limits are told with their place") {
  const auto wrong = usage::read_limits(
      "u.yaml",
      "source: { status: assumed, ref: x }\nqueries: a\nstarts: [b]\npurpose: c\nmeasures:\n"
      "  - { id: accepted-per-our, title: { en: a, nb: b }, yellow: { above: 5 }, red: { abov: 3 } }\n");
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().find("u.yaml:6:11: 'accepted-per-our' is not known for 'id'") != std::string::npos);
  CHECK(wrong.error().find("did you mean 'accepted-per-hour'?") != std::string::npos);
  CHECK(wrong.error().find("unknown key 'abov'") != std::string::npos);
}

TEST_CASE("limits say what becomes of a query; and have bounds themselves") {
  const auto read = [](const std::string& top, const std::string& measure) {
    return usage::read_limits(
        "u.yaml", "source: { status: assumed, ref: x }\nqueries: a\nstarts: [b]\npurpose: c\n" + top +
                      "measures:\n  - { id: queries-per-start, title: { en: a, nb: b }, " + measure + " }\n");
  };
  const auto fine = std::string("yellow: { from: 2 }, red: { above: 3 }");
  const auto plain = read("", fine);
  REQUIRE(plain);
  CHECK(plain->answer(usage::Level::red) == usage::Answer::count);
  CHECK(plain->days() == 1);
  const auto strict = read("answers: { yellow: warn, red: block }\n", "days: 366, " + fine);
  REQUIRE(strict);
  CHECK(strict->answer(usage::Level::green) == usage::Answer::count);
  CHECK(strict->answer(usage::Level::yellow) == usage::Answer::warn);
  CHECK(strict->answer(usage::Level::red) == usage::Answer::block);
  CHECK(strict->days() == 366);
  CHECK(read("answers: { red: block }\n", fine)->answer(usage::Level::yellow) == usage::Answer::count);
  const auto wrong = [&](const std::string& top, const std::string& measure) {
    const auto limits = read(top, measure);
    return limits ? std::string() : limits.error();
  };
  CHECK(wrong("answers: { red: stop }\n", fine).find("'stop' is not known for 'red'") != std::string::npos);
  CHECK(wrong("answers: { green: block }\n", fine).find("unknown key 'green'") != std::string::npos);
  CHECK_FALSE(wrong("answers: block\n", fine).empty());
  for (const auto* days : {"0", "367", "-1", "1.5", "1e300", "nan", "99999999999999999999"})
    CHECK_MESSAGE(wrong("", "days: " + std::string(days) + ", " + fine).find("whole number of days") !=
                      std::string::npos,
                  days);
  for (const auto* value : {"inf", "nan", "-1", "0", "1e300", "1e999", "0x10", "five"})
    CHECK_MESSAGE(wrong("", "yellow: { from: " + std::string(value) + " }, red: { above: 3 }")
                          .find("is not a number above 0") != std::string::npos,
                  value);
  CHECK(wrong("", fine + " }\n  - { id: queries-per-start, title: { en: a, nb: b }, " + fine)
            .find("stands here twice") != std::string::npos);
  CHECK(usage::read_limits("u.yaml",
                           "source: { status: assumed, ref: x }\nqueries: a\nstarts: [a]\npurpose: "
                           "c\nmeasures: []\n")
            .error()
            .find("'a' is the process of the queries") != std::string::npos);
}

TEST_CASE("what was counted is the same, whoever counts: taken back, nothing is left") {
  usage::Meter meter(limits());
  const usage::Sent query{1780300800, "7099990001015", "BRS-NO-611", "707057599000100316",
                          true,       "StartOfSupply"};
  meter.add(query);
  meter.add(query);
  meter.take_back(query);
  meter.take_back(query);
  for (const auto& reading : meter.usage_at("7099990001015", query.seconds).readings)
    CHECK(reading.value == 0);
  usage::Counts counts;
  CHECK(usage::count(limits(), query, counts));
  CHECK_FALSE(usage::count(limits(), {0, "7099990001015", "BRS-NO-301", "", true, ""}, counts));
  CHECK(usage::count(limits(), {1780300800, "7099990001015", "BRS-NO-103", "", true, ""}, counts));
  const auto period = usage::conversion(limits(), counts, query.seconds);
  CHECK(period.queries == 1);
  CHECK(period.starts == 1);
  CHECK(rules::to_text(period.from) == "2026-05-03");
  CHECK(rules::to_text(period.to) == "2026-06-01");
  // Thirty days later it is out of sight, a day before not.
  CHECK(usage::conversion(limits(), counts, query.seconds + 29 * 86400).queries == 1);
  CHECK(usage::conversion(limits(), counts, query.seconds + 30 * 86400).queries == 0);
}

TEST_CASE("the report says level, value, time and limits") {
  const auto counted =
      count(header + queries(6, "2026-11-16T09:00:00+01:00", "707057599000100316,accepted,"));
  const auto text = usage::to_text(counted.parties, limits(), {});
  CHECK(text.find("7099990001015: yellow\n") == 0);
  CHECK(
      text.find(
          "  yellow        6  queries a metering point and day (average), 2026-11-16 (yellow 5, red 20)\n") !=
      std::string::npos);
  CHECK(usage::to_text(counted.parties, limits(), {false, true}).find("7099990001015: gul\n") == 0);
  const auto json = usage::to_json(counted.parties, limits());
  CHECK(json.find("\"id\": \"queries-per-point-per-day\", \"level\": \"yellow\", \"value\": 6, \"at\": "
                  "\"2026-11-16\"") != std::string::npos);
}

TEST_SUITE_END();
