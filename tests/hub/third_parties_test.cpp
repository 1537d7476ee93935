#include <doctest/doctest.h>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <random>

#include "gateway/elhub/hub/value_sums.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"

namespace cimgate::test {
namespace {

using hub::ExactSum;
using hub::SumSpan;

constexpr const char* helper = "7099990005013";
const std::string hourly = "707057599002001123";
const std::string accesses = "/cim/v1/third-party-access";
const std::string sums = "/cim/v1/metering-points/" + hourly + "/sums";

Response send(const Service& hub, const char* method, const std::string& target, const std::string& body = {},
              const std::string& gln = helper) {
  return ask(hub.port(), method, target,
             "SenderGLN: " + gln + "\r\n" + (body.empty() ? "" : "Content-Type: application/json\r\n"), body);
}

std::string type_of(const Response& answer) {
  return YAML::Load(answer.body)["type"].as<std::string>();
}

YAML::Node sums_of(const Service& hub, const std::string& query, const char* gln = helper) {
  const auto answer = send(hub, "GET", sums + query, {}, gln);
  CAPTURE(answer.body);
  REQUIRE(answer.status == 200);
  return YAML::Load(answer.body)["sums"];
}

void move(const Service& hub, const std::string& to) {
  REQUIRE(send(hub, "PUT", "/hub/v1/clock", "{\"to\": \"" + to + "\"}").status == 200);
}

/// Values of 2026-10-25, a day of 25 hours; each quantity is one of a list, in turns.
std::string day_of_values(const std::string& id, const std::string& registered) {
  auto values = with(with(example("CollectedData/valid/hours-25.xml"), "7099990003019", grid_company),
                     "707057599000100316", hourly);
  const auto old_id = element(values, "Identification");
  values = with(values, old_id, id);
  const auto series = values.find("<rsm:PayloadEnergyTimeSeries>");
  const auto old_series = element(values.substr(series), "Identification");
  values = with(values, old_series, uuid(std::stoull(id.substr(24)) + 1000));
  values = with(values, element(values, "Creation"), registered);
  return with(values, element(values, "RegistrationDateTime"), registered);
}

/// What the quantities in a message add up to, in thousandths.
std::int64_t thousandths_in(const std::string& xml) {
  std::int64_t all = 0;
  for (auto at = xml.find("<abie:Metered"); at != std::string::npos; at = xml.find("<abie:Metered", at + 1)) {
    const auto begin = xml.find('>', at) + 1;
    const auto text = xml.substr(begin, xml.find('<', begin) - begin);
    const auto point = std::min(text.find('.'), text.size());
    auto parts = point == text.size() ? std::string() : text.substr(point + 1);
    parts.resize(3, '0');
    all += std::stoll(text.substr(0, point)) * 1000 + std::stoll(parts);
  }
  return all;
}

std::string as_text(std::int64_t thousandths) {
  ExactSum sum;
  sum.add(fmt::format("{}{}.{:03}", thousandths < 0 ? "-" : "", std::abs(thousandths) / 1000,
                      std::abs(thousandths) % 1000));
  return sum.text();
}

}  // namespace

TEST_CASE("third parties: an access ends on a day to come") {
  const Service hub;
  for (const auto* day : {"2026-01-01", "2026-06-01"}) {
    const auto answer =
        send(hub, "POST", accesses, fmt::format(R"({{"meteringPoint": "{}", "to": "{}"}})", hourly, day));
    CHECK(answer.status == 422);
    CHECK(answer.body.find("'to' is a day after today.") != std::string::npos);
  }
}

TEST_CASE("sums: decimals are added exactly, in any order and grouping") {
  ExactSum small;
  for (int i = 0; i < 10; ++i) small.add("0.1");
  CHECK(small.text() == "1");
  for (const auto& [values, expected] : {std::pair(std::vector<std::string>{"0.001", "-0.002"}, "-0.001"),
                                         {{"1.5", "-2"}, "-0.5"},
                                         {{"-1.5", "2"}, "0.5"},
                                         {{"-0.75", "0.75"}, "0"},
                                         {{"999999999999.999", "0.001"}, "1000000000000"},
                                         {{"12"}, "12"},
                                         {{"+0.25000"}, "0.25"},
                                         {{}, "0"}}) {
    ExactSum sum;
    for (const auto& value : values) sum.add(value);
    CHECK(sum.text() == expected);
  }
  std::mt19937 random(7);  // NOLINT(cert-*): the same each time
  for (int round = 0; round < 200; ++round) {
    std::vector<std::int64_t> values(1 + random() % 100);
    std::int64_t all = 0;
    ExactSum forwards, backwards, grouped, group;
    for (auto& value : values) {
      value = static_cast<std::int64_t>(random() % 2'000'000'000) - 1'000'000'000;
      all += value;
    }
    const auto text = [](std::int64_t value) {
      return fmt::format("{}{}.{:03}", value < 0 ? "-" : "", std::abs(value) / 1000, std::abs(value) % 1000);
    };
    for (std::size_t i = 0; i < values.size(); ++i) {
      forwards.add(text(values[i]));
      backwards.add(text(values[values.size() - 1 - i]));
      group.add(text(values[i]));
      if (i % 7 == 6 || i + 1 == values.size()) grouped.add(std::exchange(group, {}).text());
    }
    CHECK(forwards.text() == as_text(all));
    CHECK(backwards.text() == forwards.text());
    CHECK(grouped.text() == forwards.text());
  }
}

TEST_CASE("sums: spans follow the calendar") {
  const auto day = [](const char* text) { return *rules::parse_day(text); };
  CHECK(hub::begin_of(SumSpan::month, day("2026-02-28")) == day("2026-02-01"));
  CHECK(hub::next(SumSpan::month, day("2026-12-01")) == day("2027-01-01"));
  CHECK(hub::begin_of(SumSpan::year, day("2028-02-29")) == day("2028-01-01"));
  CHECK(hub::next(SumSpan::year, day("2028-01-01")) == day("2029-01-01"));
  CHECK(hub::next(SumSpan::day, day("2026-10-25")) == day("2026-10-26"));
}

TEST_CASE("a third party asks for access, lists it, and gives it up") {
  const Service hub;
  const auto listed = [&] { return YAML::Load(send(hub, "GET", accesses).body)["accesses"]; };
  const auto before = listed().size();
  CHECK(type_of(send(hub, "GET", sums + "?from=2026-05-01&to=2026-05-02")) ==
        "urn:cimgate:problem:not-entitled");
  const auto added =
      send(hub, "POST", accesses, "{\"meteringPoint\": \"" + hourly + "\", \"to\": \"2027-01-01\"}");
  CAPTURE(added.body);
  REQUIRE(added.status == 201);
  const auto access = YAML::Load(added.body)["accesses"][0];
  CHECK(access["from"].as<std::string>() == "2026-06-01");
  CHECK(access["to"].as<std::string>() == "2027-01-01");
  CHECK(access["valuesFrom"].as<std::string>() == "2020-03-01");
  CHECK(listed().size() == before + 1);
  // The same rules as by SOAP: it has access already.
  const auto again = send(hub, "POST", accesses, "{\"meteringPoint\": \"" + hourly + "\"}");
  CHECK(again.status == 422);
  CHECK(YAML::Load(again.body)["reasons"][0]["code"].as<std::string>() == "EH017");
  CHECK(send(hub, "POST", accesses, "{\"meteringPoint\": \"707057599002000999\"}").status == 404);
  CHECK(YAML::Load(
            send(hub, "PUT", accesses + "/" + hourly, "{\"to\": \"2028-01-01\"}").body)["accesses"][0]["to"]
            .as<std::string>() == "2028-01-01");
  // Another party has no such role.
  CHECK(send(hub, "POST", accesses, "{\"meteringPoint\": \"" + hourly + "\"}", supplier).status == 403);
  CHECK(YAML::Load(send(hub, "GET", accesses, {}, supplier).body)["accesses"].size() == 0);
  CHECK(send(hub, "GET", accesses, {}, "7099990009998").status == 403);
  CHECK(send(hub, "POST", accesses, "{\"meteringPoint\": \"7070\"}").status == 400);
  CHECK(send(hub, "POST", accesses, "{\"meteringPoint\": \"" + hourly + "\", \"to\": \"soon\"}").status ==
        400);
  CHECK(send(hub, "PUT", accesses + "/7070", "{}").status == 400);
  CHECK(sums_of(hub, "?from=2026-05-01&to=2026-05-02").size() == 0);
  const auto removed = send(hub, "DELETE", accesses + "/" + hourly);
  CHECK(removed.status == 200);
  CHECK(YAML::Load(removed.body)["accesses"].size() == 0);
  CHECK(listed().size() == before);
  CHECK(send(hub, "DELETE", accesses + "/" + hourly).status == 403);
  CHECK(send(hub, "GET", sums + "?from=2026-05-01&to=2026-05-02").status == 403);
}

TEST_CASE("sums follow new values a quarter of an hour later, on a day of 25 hours") {
  const Service hub;
  REQUIRE(send(hub, "POST", accesses, "{\"meteringPoint\": \"" + hourly + "\"}").status == 201);
  const auto deliver = [&](const std::string& xml) {
    const auto document =
        ask(hub.port(), "POST", "/v1/translate?profile=nmeg-no/0.1", "Content-Type: application/xml\r\n", xml)
            .body;
    REQUIRE(send(hub, "POST", "/cim/v1/processes/BRS-NO-313", document, grid_company).status == 202);
  };
  move(hub, "2026-10-26T06:00:00+01:00");
  const auto first = day_of_values(uuid(101), "2026-10-26T05:58:02+01:00");
  deliver(first);
  const std::string day = "?from=2026-10-25&to=2026-10-26";
  CHECK(sums_of(hub, day).size() == 0);
  move(hub, "2026-10-26T06:14:59+01:00");
  CHECK(sums_of(hub, day).size() == 0);
  move(hub, "2026-10-26T06:15:00+01:00");
  const auto one = sums_of(hub, day)[0];
  CHECK(one["values"].as<int>() == 25);
  CHECK(one["complete"].as<bool>());
  CHECK(one["unit"].as<std::string>() == "kWh");
  CHECK(one["quantity"].as<std::string>() == as_text(thousandths_in(first)));
  // The same by month and year, of which there is no more than this day.
  for (const auto& [resolution, from, to] :
       {std::tuple("P1M", "2026-10-01", "2026-11-01"), {"P1Y", "2026-01-01", "2027-01-01"}}) {
    const auto all = sums_of(hub, fmt::format("?from=2026-01-01&to=2027-01-01&resolution={}", resolution));
    REQUIRE(all.size() == 1);
    CHECK(all[0]["from"].as<std::string>() == from);
    CHECK(all[0]["to"].as<std::string>() == to);
    CHECK(all[0]["quantity"].as<std::string>() == one["quantity"].as<std::string>());
    CHECK_FALSE(all[0]["complete"].as<bool>());
  }
  // The grid company and the supplier see them as well, a stranger does not.
  CHECK(sums_of(hub, day, grid_company).size() == 1);
  CHECK(sums_of(hub, day, old_supplier).size() == 1);
  CHECK(send(hub, "GET", sums + day, {}, supplier).status == 403);
  // What comes later counts, when its time has come.
  auto second = day_of_values(uuid(102), "2026-10-26T07:00:00+01:00");
  const auto quantity = element(second, "Metered");
  const auto at = second.find(">" + quantity + "</abie:Metered>");
  REQUIRE(at != std::string::npos);
  second.replace(at + 1, quantity.size(), "1234.567");
  move(hub, "2026-10-26T07:05:00+01:00");
  deliver(second);
  CHECK(sums_of(hub, day)[0]["quantity"].as<std::string>() == one["quantity"].as<std::string>());
  move(hub, "2026-10-26T07:20:00+01:00");
  CHECK(sums_of(hub, day)[0]["quantity"].as<std::string>() == as_text(thousandths_in(second)));
  for (const auto* bad :
       {"", "?from=2026-10-25", "?from=2026-10-26&to=2026-10-25", "?from=2020-01-01&to=2026-01-01",
        "?from=2026-10-25&to=2026-10-26&resolution=PT1H", "?from=2026-10-25&to=2026-10-26&day=1"})
    CHECK(send(hub, "GET", sums + bad).status == 400);
}

}  // namespace cimgate::test
