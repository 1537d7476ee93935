// What the hub counts of BRS-NO-611, and what it does about it.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <fstream>
#include <initializer_list>
#include <sstream>
#include <tuple>

#include "gateway/elhub/hub/hub.hpp"
#include "gateway/elhub/hub/replay.hpp"
#include "gateway/elhub/hub_api/usage.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"
#include "tests/test_database.hpp"

namespace cimgate::test {
namespace {

constexpr const char* morning = "2026-06-01T08:00:00+02:00";
constexpr const char* other_point = "707057599002000386";
constexpr const char* no_point = "707057599002999994";

/// Two queries a metering point and day are yellow, three are red; `answers` says what then.
std::string limits(const std::string& answers) {
  return "source: { status: assumed, ref: of a test }\nqueries: BRS-NO-611\nstarts: [BRS-NO-101]\n"
         "purpose: StartOfSupply\nanswers: " +
         answers +
         "\nmeasures:\n"
         "  - { id: queries-per-point-per-day, title: { en: a point, nb: et punkt }, yellow: { above: 1 }, "
         "red: "
         "{ above: 2 } }\n"
         "  - { id: queries-per-start, title: { en: a start, nb: en oppstart }, days: 2, yellow: { above: "
         "100 "
         "}, red: { above: 200 } }\n";
}

std::shared_ptr<const Engine> engine() {
  static const auto made = open_engine({}).value();
  return made;
}

std::shared_ptr<hub::Hub> open(const std::string& database, const std::string& of_limits = {}) {
  hub::Hub::Options options;
  options.database = database;
  options.start = norway::parse_moment(morning).value();
  options.seed = ledger::Seed{};
  options.usage_limits = of_limits;
  return hub::Hub::open(engine(), options).value();
}

void in(hub::Hub& hub, const hub::Hub::Work& work) {
  REQUIRE_FALSE(hub.run(work));
}

void load(hub::Hub& hub) {
  in(hub, [](hub::MessageProcessor&, ledger::Ledger& ledger) {
    std::ifstream file(std::string(CIMGATE_SOURCE_DIR) + "/examples/demo/market.yaml");
    std::ostringstream text;
    text << file.rdbuf();
    REQUIRE(hub::load_market(ledger, "demo", text.str()).errors.empty());
  });
}

void move(hub::Hub& hub, const std::string& to) {
  in(hub, [&](hub::MessageProcessor& processor, ledger::Ledger&) {
    processor.move_clock(norway::parse_moment(to).value());
  });
}

/// BRS-NO-611 of `old_supplier`.
std::string query(std::uint64_t number, const std::string& gsrn = point,
                  const std::string& purpose = "StartOfSupply") {
  auto message = example("RequestUpfrontMeteringPointCharacteristics/valid/by-metering-point.xml");
  message = with(message, "94cd4a46-84f6-4bf2-9044-d4542b69d8b1", uuid(number));
  message = with(message, "707057599000100316", gsrn);
  message = with(message, "2026-11-16T09:10:00+01:00", morning);
  return with(message, "StartOfSupply", purpose);
}

/// The code of the refusal; "told" when it is answered.
std::string ask_hub(hub::Hub& hub, const std::string& xml) {
  const auto request = hub.intake().read(xml);
  REQUIRE(request);
  std::string answer;
  in(hub, [&](hub::MessageProcessor& processor, ledger::Ledger&) {
    answer = processor.receive(*request).value().answer;
  });
  if (answer.find("ResponseUpfrontMeteringPointCharacteristics") != std::string::npos) return "told";
  return element(answer, "ResponseReasonType");
}

usage::Counts counts(hub::Hub& hub, const std::string& party = old_supplier) {
  usage::Counts found;
  in(hub,
     [&](hub::MessageProcessor& processor, ledger::Ledger&) { found = processor.usage().counts_of(party); });
  return found;
}

usage::DayCount today(hub::Hub& hub, const std::string& party = old_supplier) {
  const auto all = counts(hub, party);
  return all.days.empty() ? usage::DayCount() : all.days.rbegin()->second;
}

/// The colour that whoever asks beside the hub sees.
std::string light(const hub::Hub& hub) {
  for (const auto& [light, conversion] : hub.usage().parties)
    if (light.party == old_supplier) return std::string(usage::to_string(light.level));
  return "none";
}

std::string digest(hub::Hub& hub) {
  std::string made;
  in(hub, [&](hub::MessageProcessor&, ledger::Ledger& ledger) { made = ledger.digest(); });
  return made;
}

std::vector<std::string> events(hub::Hub& hub, const std::string& kind) {
  std::vector<std::string> all;
  in(hub, [&](hub::MessageProcessor&, ledger::Ledger& ledger) {
    ledger::EventFilter filter;
    filter.kind = kind;
    for (const auto& event : ledger.events(filter)) all.push_back(event.text.en);
  });
  return all;
}

}  // namespace

TEST_SUITE_BEGIN("usage");

TEST_CASE("hub usage: queries and starts are counted once, and a restart forgets nothing") {
  const TestDatabase kept;
  const auto path = kept.location();
  std::string before;
  {
    const auto hub = open(path);
    load(*hub);
    CHECK(light(*hub) == "none");
    CHECK(ask_hub(*hub, query(1)) == "told");
    CHECK(ask_hub(*hub, query(2, other_point, "Other")) == "told");
    CHECK(ask_hub(*hub, query(3, no_point)) == "E10");
    // The same message again is the same query.
    CHECK(ask_hub(*hub, query(1)) == "told");
    const auto request = hub->intake().read(start_of_supply(uuid(4)));
    REQUIRE(request);
    in(*hub,
       [&](hub::MessageProcessor& processor, ledger::Ledger&) { REQUIRE(processor.receive(*request)); });
    const auto day = today(*hub);
    CHECK(day.accepted == 2);
    CHECK(day.rejected == 1);
    CHECK(day.for_start == 2);
    CHECK(day.starts == 0);
    // What is no metering point of the market is none.
    CHECK(day.of_points == 2);
    CHECK(day.points == 2);
    CHECK(day.blocked == 0);
    CHECK(today(*hub, supplier).starts == 1);
    CHECK(today(*hub, supplier).accepted == 0);
    CHECK(counts(*hub).hours.size() == 1);
    before = digest(*hub);
  }
  const auto hub = open(path);
  CHECK(light(*hub) == "green");
  const auto day = today(*hub);
  CHECK(day.accepted == 2);
  CHECK(day.rejected == 1);
  CHECK(day.for_start == 2);
  CHECK(day.points == 2);
  // A point of this day is known again.
  CHECK(ask_hub(*hub, query(5)) == "told");
  CHECK(today(*hub).of_points == 3);
  CHECK(today(*hub).points == 2);
  CHECK(digest(*hub) != before);
  const auto again = open(":memory:");
  REQUIRE(again->replay(path));
  CHECK(digest(*again) == digest(*hub));
}

TEST_CASE("hub usage: what is not committed is not counted") {
  const TestDatabase kept;
  const auto hub = open(kept.in_memory());
  load(*hub);
  const auto request = hub->intake().read(query(1));
  REQUIRE(request);
  CHECK(hub->run([&](hub::MessageProcessor& processor, ledger::Ledger&) {
    REQUIRE(processor.receive(*request));
    throw hub::HubFault("undone");
  }));
  CHECK(counts(*hub).days.empty());
  CHECK(light(*hub) != "yellow");
  // Nor are limits that were not committed in force.
  CHECK(hub->run([&](hub::MessageProcessor& processor, ledger::Ledger&) {
    REQUIRE(processor.set_usage_limits(limits("{ red: block }")));
    throw hub::HubFault("undone");
  }));
  for (std::uint64_t i = 1; i < 6; ++i) CHECK(ask_hub(*hub, query(i)) == "told");
}

TEST_CASE("hub usage: by default the hub counts and refuses nothing, whatever the colour") {
  const auto hub = open(":memory:");
  load(*hub);
  for (std::uint64_t i = 1; i <= 25; ++i) CHECK(ask_hub(*hub, query(i)) == "told");
  CHECK(light(*hub) == "red");
  CHECK(events(*hub, "usage-warned").empty());
  CHECK(today(*hub).blocked == 0);
}

TEST_CASE("hub usage: it warns once for each colour, and refuses when it is told to") {
  const TestDatabase kept;
  const auto path = kept.location();
  {
    const auto hub = open(path, limits("{ yellow: warn, red: block }"));
    load(*hub);
    CHECK(ask_hub(*hub, query(1)) == "told");
    CHECK(light(*hub) == "green");
    CHECK(events(*hub, "usage-warned").empty());
    CHECK(ask_hub(*hub, query(2)) == "told");
    CHECK(light(*hub) == "yellow");
    CHECK(events(*hub, "usage-warned") ==
          std::vector<std::string>{"7099990001015 is yellow: a point: 2 (yellow 1, red 2)"});
    CHECK(ask_hub(*hub, query(3)) == "told");
    CHECK(light(*hub) == "red");
    CHECK(events(*hub, "usage-warned").size() == 2);
    CHECK(ask_hub(*hub, query(4)) == "E36");
    CHECK(events(*hub, "message-rejected") ==
          std::vector<std::string>{"BRS-NO-611 is blocked for 7099990001015: a point: 3 (yellow 1, red 2)"});
    // Who is blocked learns nothing: not even that there is no such point.
    CHECK(ask_hub(*hub, query(5, no_point)) == "E36");
    // The same refused message again gets the same answer, and counts once.
    CHECK(ask_hub(*hub, query(5, no_point)) == "E36");
    CHECK(today(*hub).blocked == 2);
    CHECK(today(*hub).rejected == 0);
    CHECK(today(*hub).of_points == 3);
    // Others go on.
    CHECK(ask_hub(*hub, with(query(6), old_supplier, supplier)) == "told");
  }
  {
    // Without limits of its own the hub keeps those that it had.
    const auto hub = open(path);
    CHECK(light(*hub) == "red");
    CHECK(ask_hub(*hub, query(7)) == "E36");
    move(*hub, "2026-06-01T23:59:59+02:00");
    CHECK(ask_hub(*hub, query(8)) == "E36");
    move(*hub, "2026-06-02T00:00:00+02:00");
    // The colour follows the clock, without a message.
    CHECK(light(*hub) == "green");
    CHECK(ask_hub(*hub, query(9)) == "told");
    CHECK(today(*hub).blocked == 0);
    CHECK(ask_hub(*hub, query(10)) == "told");
    CHECK(ask_hub(*hub, query(11)) == "told");
    CHECK(ask_hub(*hub, query(12)) == "E36");
  }
  // Other limits of the same count.
  const auto hub = open(path, limits("{ yellow: block, red: block }"));
  CHECK(ask_hub(*hub, query(13)) == "E36");
  in(*hub, [](hub::MessageProcessor& processor, ledger::Ledger&) {
    REQUIRE(processor.set_usage_limits(""));
    CHECK(processor.usage().rules()->built_in);
  });
  CHECK(ask_hub(*hub, query(14)) == "told");
  CHECK(events(*hub, "usage-limits-set").size() == 3);
  const auto again = open(":memory:");
  REQUIRE(again->replay(path));
  CHECK(digest(*again) == digest(*hub));
}

TEST_CASE("hub usage: what somebody else sends in a party's name is not its use") {
  const auto hub = open(":memory:", limits("{ red: block }"));
  load(*hub);
  const auto not_its_own = [](std::uint64_t number) {
    auto message = query(number);
    const auto at = message.find("7099990001015");  // of the physical sender
    return message.replace(at, 13, supplier);
  };
  for (std::uint64_t number = 1; number <= 4; ++number) CHECK(ask_hub(*hub, not_its_own(number)) == "E36");
  CHECK(counts(*hub).days.empty());
  CHECK(light(*hub) != "red");
  CHECK(ask_hub(*hub, query(5)) == "told");
}

TEST_CASE("hub usage: what is kept has bounds") {
  const TestDatabase kept;
  const auto path = kept.location();
  const auto hub = open(path);
  load(*hub);
  const auto rows = [&](const std::string& table) {
    return column(path, "SELECT count(*) FROM " + table).front();
  };
  for (std::uint64_t i = 0; i < 20; ++i)
    CHECK(ask_hub(*hub, query(100 + i, fmt::format("7070575990029{:05}", 10007 + 10 * i))) != "told");
  CHECK(rows("hub_usage_points") == "0");
  CHECK(rows("hub_usage_days") == "1");
  ask_hub(*hub, query(1));
  ask_hub(*hub, query(2, other_point));
  CHECK(rows("hub_usage_points") == "2");
  move(*hub, "2026-06-01T10:00:00+02:00");
  ask_hub(*hub, query(3));
  CHECK(rows("hub_usage_hours") == "2");
  // A new day: hours and points of the one before are forgotten, of all parties.
  move(*hub, "2026-06-02T08:00:00+02:00");
  ask_hub(*hub, with(query(4), old_supplier, supplier));
  CHECK(rows("hub_usage_points") == "1");
  CHECK(rows("hub_usage_hours") == "1");
  CHECK(rows("hub_usage_days") == "2");
  // A year and a day later its days are, too: 366 days are kept, today among them.
  move(*hub, "2027-06-01T08:00:00+02:00");
  ask_hub(*hub, query(5));
  CHECK(rows("hub_usage_days") == "3");
  move(*hub, "2027-06-02T08:00:00+02:00");
  ask_hub(*hub, query(6));
  CHECK(rows("hub_usage_days") == "3");
}

TEST_CASE("hub usage: a database of before begins to count") {
  const TestDatabase kept;
  const auto path = kept.location();
  {
    const auto hub = open(path);
    load(*hub);
    ask_hub(*hub, query(1));
  }
  {
    database::Connection connection(path, database::Mode::write);
    for (const auto* table : {"hub_usage_days", "hub_usage_hours", "hub_usage_points", "hub_usage_limits"})
      connection.execute(fmt::format("DROP TABLE {}", table));
  }
  const auto hub = open(path);
  CHECK(light(*hub) == "none");
  CHECK(ask_hub(*hub, query(2)) == "told");
  CHECK(today(*hub).accepted == 1);
}

TEST_CASE("hub usage: limits that are wrong are refused, with their place") {
  hub::Hub::Options options;
  options.usage_limits = "queries: 1";
  const auto opened = hub::Hub::open(engine(), options);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().find("usage-limits.yaml:1:1") != std::string::npos);
}

TEST_CASE("hub usage: /hub/v1/usage-611 tells each party, its period and its days, and takes limits") {
  Service hub;
  const auto yaml = std::string("Content-Type: application/yaml\r\n");
  const auto path = std::string("/hub/v1/usage-611");
  const auto get = [&](const std::string& what) { return YAML::Load(ask(hub.port(), "GET", what).body); };
  CHECK(get(path)["parties"].size() == 0);
  CHECK(get(path)["limits"]["builtIn"].as<bool>());
  CHECK(get(path)["limits"]["answers"]["red"].as<std::string>() == "count");
  const auto built_in = ask(hub.port(), "GET", path + "/limits").body;
  CHECK(built_in.find("queries-per-start") != std::string::npos);
  const auto send = [&](std::uint64_t number) {
    return ask(hub.port(), "POST", "/emif/services/Query", "Content-Type: text/xml\r\n",
               enveloped("urn:no:elhub:emif:wsdl:query:v2",
                         "RequestUpfrontMeteringPointCharacteristicsRequest",
                         query(number).substr(query(number).find("?>") + 2)))
        .body;
  };
  CHECK(send(1).find("ResponseUpfront") != std::string::npos);
  REQUIRE(ask(hub.port(), "PUT", path + "/limits", yaml, limits("{ yellow: warn, red: block }")).status ==
          200);
  CHECK_FALSE(get(path)["limits"]["builtIn"].as<bool>());
  for (std::uint64_t i = 2; i < 6; ++i) send(i);
  const auto party = get(path + "?party=" + old_supplier)["parties"][0];
  CHECK(party["level"].as<std::string>() == "red");
  CHECK(party["measures"][0]["value"].as<int>() == 3);
  CHECK(party["period"]["from"].as<std::string>() == "2026-05-31");
  CHECK(party["period"]["queriesForStart"].as<int>() == 3);
  CHECK(party["period"]["starts"].as<int>() == 0);
  CHECK(party["period"]["blocked"].as<int>() == 2);
  CHECK(party["days"].size() == 1);
  CHECK(party["days"][0]["accepted"].as<int>() == 3);
  CHECK_FALSE(get(path)["parties"][0]["days"]);
  const auto metrics = ask(hub.port(), "GET", "/metrics").body;
  CHECK(metrics.find("cimgate_hub_usage_611{party=\"7099990001015\"} 2\n") != std::string::npos);
  CHECK(metrics.find("cimgate_hub_usage_611_blocked{party=\"7099990001015\"} 2\n") != std::string::npos);
  // Of a party that has sent nothing there is nothing to say, but it is green.
  CHECK(get(path + "?party=" + supplier)["parties"][0]["level"].as<std::string>() == "green");
  CHECK(ask(hub.port(), "GET", path + "?party=7099990009998").status == 404);
  CHECK(ask(hub.port(), "GET", path + "?party=me").status == 400);
  CHECK(ask(hub.port(), "GET", path + "?day=2026-06-01").status == 400);
  for (const auto* wrong : {"nothing", "[]", "queries: &a [*a, *a]", "source: { status: assumed", "\x80"}) {
    CAPTURE(wrong);
    const auto answer = ask(hub.port(), "PUT", path + "/limits", yaml, wrong);
    CHECK(answer.status == 422);
    CHECK(answer.body.find("urn:cimgate:problem:bad-usage-limits") != std::string::npos);
  }
  CHECK(ask(hub.port(), "PUT", path + "/limits", yaml, std::string(70'000, ' ')).status == 413);
  // What was wrong has changed nothing.
  CHECK(send(6).find("E36") != std::string::npos);
  REQUIRE(ask(hub.port(), "DELETE", path + "/limits").status == 200);
  CHECK(ask(hub.port(), "GET", path + "/limits").body == built_in);
  CHECK(send(7).find("ResponseUpfront") != std::string::npos);
}

TEST_CASE("hub usage: serve --usage-limits says what is wrong with its file") {
  const TemporaryFolder folder;
  const auto serve = [&](const std::string& file) {
    const auto command = fmt::format("{} serve --listen 127.0.0.1:0 --usage-limits {} 2>{} >/dev/null",
                                     binary(), file, folder.file("errors"));
    const int status = std::system(command.c_str());  // NOLINT: a test
    std::ifstream errors(folder.file("errors"));
    std::ostringstream text;
    text << errors.rdbuf();
    return std::make_pair(WEXITSTATUS(status), text.str());
  };
  CHECK(serve(folder.file("none.yaml")).first == 2);
  CHECK(serve(folder.file("none.yaml")).second.find("cannot be read") != std::string::npos);
  std::ofstream(folder.file("limits.yaml")) << with(limits("{ red: blok }"), "days: 2", "days: 0");
  const auto [status, told] = serve(folder.file("limits.yaml"));
  CHECK(status == 2);
  CHECK(told.find("did you mean 'block'?") != std::string::npos);
  std::ofstream(folder.file("large.yaml")) << std::string(70'000, '#');
  CHECK(serve(folder.file("large.yaml")).second.find("larger than 64 kB") != std::string::npos);
}

TEST_SUITE_END();

}  // namespace cimgate::test
