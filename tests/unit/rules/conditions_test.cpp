#include <doctest/doctest.h>

#include "fixture.hpp"
#include "gateway/document/path.hpp"

using namespace cimgate;
using rules_test::outcome;

namespace {

const std::string start_message = "examples/RequestStartOfSupply/valid/move-in-back-in-time.xml";
const std::string hours_25 = "examples/CollectedData/valid/hours-25.xml";

void set(document::Message& message, const std::string& path, const std::string& value) {
  const auto& root = *message.document.root().element;
  const auto found = document::resolve_path(path, root, root);
  REQUIRE(found.has_value());
  const auto at = document::ensure(message.document, 0, *found);
  if (found->attribute != nullptr)
    message.document.set_attribute(at, found->attribute->name, value);
  else
    message.document.set_text(at, value);
}

}  // namespace

TEST_SUITE("rules: conditions") {
  TEST_CASE("strong Kleene logic") {
    using rules::Truth;
    constexpr Truth all[] = {Truth::no, Truth::unknown, Truth::yes};
    constexpr Truth both[3][3] = {{Truth::no, Truth::no, Truth::no},
                                  {Truth::no, Truth::unknown, Truth::unknown},
                                  {Truth::no, Truth::unknown, Truth::yes}};
    for (int a = 0; a < 3; ++a) {
      for (int b = 0; b < 3; ++b) {
        CHECK(rules::both(all[a], all[b]) == both[a][b]);
        CHECK(rules::either(all[a], all[b]) ==
              rules::opposite(rules::both(rules::opposite(all[a]), rules::opposite(all[b]))));
      }
      CHECK(rules::opposite(rules::opposite(all[a])) == all[a]);
    }
    CHECK(rules::opposite(Truth::unknown) == Truth::unknown);
  }

  TEST_CASE("three values through all, any and not") {
    const auto message = rules_test::message_of(start_message);
    const rules_test::KnownFacts facts(rules_test::KnownFacts::Known{{"status", {"E22"}}, {"end-user", {}}});
    const std::string yes = "{ has: PayloadMPEvent }";
    const std::string no = "{ lacks: PayloadMPEvent }";
    const std::string unknown = "{ has: market.meter }";
    const auto check = [&](const std::string& condition) { return outcome(condition, message, &facts); };
    CHECK(check(unknown) == "unknown");
    CHECK(check("{ all: [" + yes + ", " + unknown + "] }") == "unknown");
    CHECK(check("{ all: [" + unknown + ", " + no + "] }") == "no");
    CHECK(check("{ any: [" + unknown + ", " + yes + "] }") == "yes");
    CHECK(check("{ any: [" + no + ", " + unknown + "] }") == "unknown");
    CHECK(check("{ not: " + unknown + " }") == "unknown");
    CHECK(check("{ not: " + no + " }") == "yes");
    CHECK(check("{ has: PayloadMPEvent, is: { market.status: E22 } }") == "yes");
    CHECK(check("{ lacks: PayloadMPEvent, is: { market.meter: x } }") == "no");
    CHECK(check("{ at-least-one: [market.meter, market.status] }") == "yes");
    CHECK(check("{ at-least-one: [market.meter, market.end-user] }") == "unknown");
    CHECK(check("{ exactly-one: [market.meter, market.status] }") == "unknown");
  }

  TEST_CASE("facts: known, known to be absent, not known, no state at all") {
    const auto message = rules_test::message_of(start_message);
    const rules_test::KnownFacts facts(
        rules_test::KnownFacts::Known{{"status", {"E22"}},
                                      {"end-user", {}},
                                      {"sender-roles", {"DDM", "DDQ"}},
                                      {"last-contract-start", {"2026-11-09"}}});
    const auto check = [&](const std::string& condition) { return outcome(condition, message, &facts); };
    CHECK(check("{ has: market.status }") == "yes");
    CHECK(check("{ has: market.end-user }") == "no");
    CHECK(check("{ lacks: market.end-user }") == "yes");
    CHECK(check("{ is: { market.status: [E22, E23] } }") == "yes");
    CHECK(check("{ is: { market.status: E23 } }") == "no");
    CHECK(check("{ is: { market.sender-roles: DDQ } }") == "yes");
    CHECK(check("{ is: { market.sender-roles: SLR } }") == "no");
    CHECK(check("{ equal: [/Header/JuridicalSenderEnergyParty/Identification, market.grid-owner] }") ==
          "unknown");
    CHECK(check("{ equal: [/Header/JuridicalSenderEnergyParty/Identification, market.end-user] }") == "yes");
    CHECK(outcome("{ has: market.status }", message) == "unknown");
    CHECK(outcome("{ after: [PayloadMPEvent/StartOfOccurrence, market.last-contract-start] }", message,
                  &facts) == "no");
    CHECK(outcome("{ not-before: [PayloadMPEvent/StartOfOccurrence, market.last-contract-start] }", message,
                  &facts) == "yes");
    CHECK(outcome("{ after: [PayloadMPEvent/StartOfOccurrence, market.last-contract-start - 1 day] }",
                  message, &facts) == "yes");
  }

  TEST_CASE("presence") {
    auto message = rules_test::message_of(start_message);
    CHECK(outcome("{ has: [StartOfOccurrence, ConsumerInvolvedCustomerParty/FamilyName] }", message, nullptr,
                  "PayloadMPEvent") == "yes");
    CHECK(outcome("{ has: [StartOfOccurrence, moveInToSLR] }", message, nullptr, "PayloadMPEvent") == "no");
    CHECK(outcome("{ lacks: [ConsentID, moveInToSLR] }", message, nullptr, "PayloadMPEvent") == "yes");
    CHECK(outcome("{ exactly-one: [ConsentID, moveInToSLR, StartOfOccurrence] }", message, nullptr,
                  "PayloadMPEvent") == "yes");
    CHECK(outcome("{ exactly-one: [ConsentID, moveInToSLR] }", message, nullptr, "PayloadMPEvent") == "no");
    CHECK(outcome("{ at-least-one: [ConsentID, moveInToSLR] }", message, nullptr, "PayloadMPEvent") == "no");
    const std::string count = "{ count: { of: ConsumerInvolvedCustomerParty/Communication, ";
    CHECK(outcome(count + "min: 2, max: 2 } }", message, nullptr, "PayloadMPEvent") == "yes");
    CHECK(outcome(count + "min: 3 } }", message, nullptr, "PayloadMPEvent") == "no");
    CHECK(outcome(count + "max: 1 } }", message, nullptr, "PayloadMPEvent") == "no");
  }

  TEST_CASE("values") {
    auto message = rules_test::message_of(start_message);
    CHECK(outcome("{ is: { process: BRS-NO-103, role: DDQ } }", message) == "yes");
    CHECK(outcome("{ is: { /Header/DocumentType/@listAgencyIdentifier: ['260'] } }", message) == "no");
    CHECK(outcome("{ is: { PayloadMPEvent/moveInToSLR: 'true' } }", message) == "no");
    CHECK(outcome("{ row: { in: processes, where: { message: message, process: process } } }", message) ==
          "yes");
    CHECK(outcome("{ row: { in: processes, where: { message: message, process: text:BRS-NO-313 } } }",
                  message) == "no");
    CHECK(outcome("{ equal: [/Header/PhysicalSenderEnergyParty/Identification, "
                  "/Header/JuridicalSenderEnergyParty/Identification] }",
                  message) == "yes");
    CHECK(outcome("{ unique: { each: PayloadMPEvent/ConsumerInvolvedCustomerParty/Communication, by: "
                  "CommunicationChannel } }",
                  message) == "yes");
    set(message, "PayloadMPEvent/ConsumerInvolvedCustomerParty/Communication[2]/CommunicationChannel",
        "Mobile");
    CHECK(outcome("{ unique: { each: PayloadMPEvent/ConsumerInvolvedCustomerParty/Communication, by: "
                  "CommunicationChannel } }",
                  message) == "no");
    const std::string city = "PayloadMPEvent/ConsumerInvolvedCustomerAddress/CityName";
    CHECK(outcome("{ matches: { " + city + ": '\\p{Lu}+ \\p{Lu}+' } }", message) == "yes");
    CHECK(outcome("{ matches: { " + city + ": '[A-Z]+' } }", message) == "no");
    CHECK(outcome("{ matches: { PayloadMPEvent/ConsumerInvolvedCustomerAddress/CareOf: x } }", message) ==
          "yes");
  }

  TEST_CASE("wildcards") {
    auto message = rules_test::message_of(start_message);
    const std::string street = "PayloadMPEvent/ConsumerInvolvedCustomerAddress/StreetName";
    const std::string condition = "{ wildcard: { " + street + ": { mark: '*', before: 5 } } }";
    for (const auto& [value, expected] :
         std::vector<std::pair<std::string, std::string>>{{"Storgata", "yes"},
                                                          {"*", "yes"},
                                                          {"Storg*", "yes"},
                                                          {"Stor*", "no"},
                                                          {"Ærøyø*", "yes"},
                                                          {"*gata", "no"},
                                                          {"Storg*ta", "no"},
                                                          {"Storgata**", "no"},
                                                          {"**", "no"}}) {
      set(message, street, value);
      INFO(value);
      CHECK(outcome(condition, message) == expected);
    }
  }

  TEST_CASE("midnight in Norway, summer and winter, whatever the zone it is written in") {
    auto message = rules_test::message_of(start_message);
    for (const auto& [value, expected] :
         std::vector<std::pair<std::string, std::string>>{{"2026-11-09T00:00:00+01:00", "yes"},
                                                          {"2026-11-08T23:00:00Z", "yes"},
                                                          {"2026-07-01T00:00:00+02:00", "yes"},
                                                          {"2026-07-01T00:00:00+01:00", "no"},
                                                          {"2026-11-09T00:00:00Z", "no"},
                                                          {"2026-11-09T00:00:00.001+01:00", "no"},
                                                          {"2026-03-29T00:00:00+01:00", "yes"},
                                                          {"2026-03-30T00:00:00+02:00", "yes"},
                                                          {"2026-10-25T00:00:00+02:00", "yes"},
                                                          {"2026-10-25T00:00:00+01:00", "no"}}) {
      set(message, "PayloadMPEvent/StartOfOccurrence", value);
      INFO(value);
      CHECK(outcome("{ midnight: StartOfOccurrence }", message, nullptr, "PayloadMPEvent") == expected);
    }
  }

  TEST_CASE("times are compared as times, and by day where one is a day") {
    auto message = rules_test::message_of(start_message);  // created 2026-11-18T15:02:10+01:00
    const auto check = [&](const std::string& condition) {
      return outcome(condition, message, nullptr, "PayloadMPEvent");
    };
    set(message, "PayloadMPEvent/StartOfOccurrence", "2026-11-18T14:02:10Z");
    CHECK(check("{ equal: [StartOfOccurrence, creation] }") == "yes");
    CHECK(check("{ equal: [StartOfOccurrence, today] }") == "yes");
    CHECK(check("{ before: [StartOfOccurrence, creation] }") == "no");
    CHECK(check("{ not-after: [StartOfOccurrence, creation] }") == "yes");
    CHECK(check("{ not-before: [StartOfOccurrence, creation - 3 years] }") == "yes");
    CHECK(check("{ after: [StartOfOccurrence, 2026-11-18] }") == "no");
    CHECK(check("{ after: [StartOfOccurrence, 2026-11-17] }") == "yes");
    CHECK(check("{ equal: [StartOfOccurrence + 3 working-days, 2026-11-23] }") == "yes");
    CHECK(check("{ equal: [as-of, today] }") == "yes");
    set(message, "PayloadMPEvent/StartOfOccurrence", "2023-11-18T14:02:09Z");
    CHECK(check("{ not-before: [StartOfOccurrence, creation - 3 years] }") == "no");
    CHECK(check("{ not-before: [StartOfOccurrence, today - 3 years] }") == "yes");
  }

  TEST_CASE("times are compared to the last digit of their seconds") {
    auto message = rules_test::message_of(start_message);
    const auto check = [&](const std::string& condition) {
      return outcome(condition, message, nullptr, "PayloadMPEvent");
    };
    set(message, "PayloadMPEvent/StartOfOccurrence", "2026-11-18T14:02:10.50Z");
    CHECK(check("{ after: [StartOfOccurrence, creation] }") == "yes");
    CHECK(check("{ equal: [StartOfOccurrence, creation] }") == "no");
    set(message, "Header/Creation", "2026-11-18T15:02:10.5+01:00");
    CHECK(check("{ after: [StartOfOccurrence, creation] }") == "no");
    CHECK(check("{ equal: [StartOfOccurrence, creation] }") == "yes");
    set(message, "Header/Creation", "2026-11-18T15:02:10.45+01:00");
    CHECK(check("{ before: [creation, StartOfOccurrence] }") == "yes");
    set(message, "Header/Creation", "2026-11-18T15:02:11+01:00");
    CHECK(check("{ before: [StartOfOccurrence, creation] }") == "yes");
  }

  TEST_CASE("values are compared as their types say, however they are written") {
    auto message = rules_test::message_of("examples/RequestStartOfSupply/valid/move-in-to-last-resort.xml");
    const auto check = [&](const std::string& condition) {
      return outcome(condition, message, nullptr, "PayloadMPEvent");
    };
    for (const auto* text : {"true", "1", " 1 "}) {
      set(message, "PayloadMPEvent/moveInToSLR", text);
      CHECK_MESSAGE(check("{ is: { moveInToSLR: true } }") == "yes", text);
      CHECK_MESSAGE(check("{ is: { moveInToSLR: false } }") == "no", text);
    }
    set(message, "PayloadMPEvent/moveInToSLR", "0");
    CHECK(check("{ is: { moveInToSLR: true } }") == "no");
  }

  TEST_CASE("as many values as fit into the time, with real hours") {
    const std::string fills =
        "{ fills: { values: Observation, start: ObservationPeriodTimeSeriesPeriod/Start, end: "
        "ObservationPeriodTimeSeriesPeriod/End, resolution: "
        "ObservationPeriodTimeSeriesPeriod/ResolutionDuration } }";
    for (const char* file : {"hours-23", "hours-25", "quarter-hours-mixed-qualities"})
      CHECK(outcome(fills,
                    rules_test::message_of(std::string("examples/CollectedData/valid/") + file + ".xml"),
                    nullptr, "PayloadEnergyTimeSeries") == "yes");
    auto message = rules_test::message_of(hours_25);
    const std::string period = "PayloadEnergyTimeSeries/ObservationPeriodTimeSeriesPeriod/";
    set(message, period + "ResolutionDuration", "PT15M");
    CHECK(outcome(fills, message, nullptr, "PayloadEnergyTimeSeries") == "no");
    set(message, period + "ResolutionDuration", "PT60M");
    CHECK(outcome(fills, message, nullptr, "PayloadEnergyTimeSeries") == "yes");
    set(message, period + "Start", "2026-10-26T00:00:00+01:00");
    set(message, period + "End", "2026-10-27T00:00:00+01:00");
    CHECK(outcome(fills, message, nullptr, "PayloadEnergyTimeSeries") == "no");
  }

  TEST_CASE("sequence and alignment") {
    const auto message = rules_test::message_of(hours_25);
    const std::string each = "PayloadEnergyTimeSeries";
    CHECK(outcome("{ sequence: { of: Observation, by: '@Sequence' } }", message, nullptr, each) == "yes");
    CHECK(outcome("{ sequence: { of: Observation, by: '@Sequence', from: 0 } }", message, nullptr, each) ==
          "no");
    CHECK(outcome("{ sequence: { of: Observation, by: '@Sequence' } }",
                  rules_test::message_of("examples/CollectedData/refused/positions-from-zero.xml"), nullptr,
                  each) == "no");
    auto moved = rules_test::message_of(hours_25);
    const std::string aligned =
        "{ aligned: { ObservationPeriodTimeSeriesPeriod/Start: "
        "ObservationPeriodTimeSeriesPeriod/ResolutionDuration } }";
    CHECK(outcome(aligned, moved, nullptr, each) == "yes");
    set(moved, each + "/ObservationPeriodTimeSeriesPeriod/Start", "2026-10-25T02:30:00+01:00");
    CHECK(outcome(aligned, moved, nullptr, each) == "no");
    CHECK(outcome("{ aligned: { ObservationPeriodTimeSeriesPeriod/Start: PT15M } }", moved, nullptr, each) ==
          "yes");
  }

  TEST_CASE("mistakes are found when conditions are read") {
    const auto message = rules_test::message_of(start_message);
    const auto says = [&](const std::string& condition, const std::string& part) {
      const auto text = outcome(condition, message, nullptr, "PayloadMPEvent");
      INFO(condition, " -> ", text);
      CHECK(text.starts_with("error: "));
      CHECK(text.find("error: ", 1) == std::string::npos);
      CHECK(text.find(part) != std::string::npos);
    };
    says("{ has: StartOfOccurence }", "did you mean 'StartOfOccurrence'");
    says("{ hass: StartOfOccurrence }", "did you mean 'has'");
    says("{ is: { /Header/DocumentType: '393' } }", "'393' is not in the code list");
    says("{ is: { market.status: E99 } }", "'E99' is not in the code list");
    says("{ is: { market.accounting-point: ja } }", "'ja' is not in the code list");
    says("{ has: market.stauts }", "did you mean 'status'");
    says("{ midnight: MeteringPointUsedDomainLocation/Identification }", "is not a time");
    says("{ before: [StartOfOccurrence, MeteringPointUsedDomainLocation/Identification] }",
         "this is not a time");
    says("{ before: [StartOfOccurrence] }", "two operands");
    says("{ before: [StartOfOccurrence, 2026-02-30] }", "has no '2026-02-30'");
    says("{ before: [StartOfOccurrence, creation - 3 yeras] }", "is not an offset");
    says("{ equal: [StartOfOccurrence, MeteringPointUsedDomainLocation/Identification] }",
         "cannot be equal to a text");
    says("{ is: { StartOfOccurrence: x } }", "a time is compared with");
    says("{ row: { in: proceses, where: { message: message } } }", "did you mean 'processes'");
    says("{ row: { in: processes, where: { mesage: message } } }", "did you mean 'message'");
    says("{ in: { role: nobody } }", "there is no list 'nobody'");
    says("{ count: { of: ConsumerInvolvedCustomerAddress, min: x } }", "whole number for 'min'");
    says("{ decimals: { StartOfOccurrence: 3 } }", "is not a number");
    CHECK(outcome("{ fills: { values: StartOfOccurrence } }", message, nullptr, "PayloadMPEvent")
              .find("expected a path") != std::string::npos);
    says("{ all: [] }", "list of conditions");
    says("[has]", "expected a condition");
  }

  TEST_CASE(
      "what is written in another form than a condition wants is told, and nothing stands in its place") {
    const auto message = rules_test::message_of(start_message);
    for (const auto* name :
         {"has",      "lacks",      "exactly-one", "at-least-one", "count",    "is",      "in",
          "row",      "equal",      "matches",     "decimals",     "wildcard", "unique",  "before",
          "after",    "not-before", "not-after",   "midnight",     "deadline", "aligned", "fills",
          "sequence", "difference", "all",         "any",          "not"})
      for (const auto* written : {"[]", "{}", "[[x]]", "{ x: [] }", "{ StartOfOccurrence: {} }", "x"}) {
        const auto condition = std::string("{ ") + name + ": " + written + " }";
        INFO(condition);
        CHECK(outcome(condition, message, nullptr, "PayloadMPEvent").starts_with("error: "));
      }
    const std::string person = "ConsumerInvolvedCustomerParty";
    for (const auto& condition : {"{ count: { min: 1 } }",
                                  "{ count: { of: [x], min: 1 } }",
                                  "{ row: { in: processes } }",
                                  "{ row: { in: processes, where: x } }",
                                  "{ row: { in: processes, where: {} } }",
                                  "{ row: { where: { message: message } } }",
                                  "{ unique: { each: ConsumerInvolvedCustomerAddress } }",
                                  "{ unique: { by: StreetName } }",
                                  "{ wildcard: { ConsentID: { mark: '*' } } }",
                                  "{ wildcard: { ConsentID: { before: 3 } } }",
                                  "{ deadline: { process: BRS-NO-101 } }",
                                  "{ difference: { from: ConsentID, to: ConsentID, is: ConsentID } }",
                                  "{ equal: [StartOfOccurrence, StartOfOccurrence, StartOfOccurrence] }",
                                  "{ equal: [StartOfOccurrence, [x]] }",
                                  "{ not: { has: x } }",
                                  "{ all: [{ has: StartOfOccurrence }, { has: x }] }",
                                  "{ all: [{ has: x }, { has: StartOfOccurrence }] }",
                                  "{ any: [{ has: x }, { has: StartOfOccurrence }] }",
                                  "{ any: [{ has: StartOfOccurrence }, { has: x }] }",
                                  "{ has: [StartOfOccurrence, x] }",
                                  "{ is: { ConsentID: [a, [b]] } }",
                                  "{ count: { of: ConsentID, max: 1.5 } }",
                                  "{ count: { of: ConsentID, max: -1 } }"}) {
      INFO(condition);
      const auto text = outcome(condition, message, nullptr, "PayloadMPEvent");
      CHECK(text.starts_with("error: "));
      CHECK(text.find("error: ", 1) == std::string::npos);
    }
    // Every wrong one is told, not the first alone.
    const auto two = outcome("{ has: [x, StartOfOccurrence, y] }", message, nullptr, "PayloadMPEvent");
    CHECK(two.find("'x'") != std::string::npos);
    CHECK(two.find("'y'") != std::string::npos);
  }

  TEST_CASE("months begin on their first day, days at midnight, and of several those that begin the year") {
    auto message = rules_test::message_of(hours_25);
    const std::string each = "PayloadEnergyTimeSeries";
    const std::string start = each + "/ObservationPeriodTimeSeriesPeriod/Start";
    const auto aligned = [&](const char* at, const char* resolution) {
      set(message, start, at);
      return outcome(
          "{ aligned: { ObservationPeriodTimeSeriesPeriod/Start: " + std::string(resolution) + " } }",
          message, nullptr, each);
    };
    CHECK(aligned("2026-05-01T00:00:00+02:00", "P1M") == "yes");
    CHECK(aligned("2026-05-02T00:00:00+02:00", "P1M") == "no");
    CHECK(aligned("2026-05-01T01:00:00+02:00", "P1M") == "no");
    CHECK(aligned("2026-04-01T00:00:00+02:00", "P3M") == "yes");
    CHECK(aligned("2026-05-01T00:00:00+02:00", "P3M") == "no");
    CHECK(aligned("2026-01-01T00:00:00+01:00", "P1Y") == "yes");
    CHECK(aligned("2026-02-01T00:00:00+01:00", "P1Y") == "no");
    CHECK(aligned("2026-05-02T00:00:00+02:00", "P1D") == "yes");
    CHECK(aligned("2026-05-02T01:00:00+02:00", "P1D") == "no");
    CHECK(aligned("2026-05-02T01:00:00+02:00", "PT1H") == "yes");
    CHECK(aligned("2026-05-02T01:00:00.5+02:00", "PT1H") == "no");
    CHECK(aligned("2026-05-02T01:15:00+02:00", "PT15M") == "yes");
    CHECK(aligned("2026-05-02T01:15:01+02:00", "PT15M") == "no");
  }

  TEST_CASE("values fill hours, days and months: as many as there are, from any hour") {
    auto message = rules_test::message_of(hours_25);
    const std::string each = "PayloadEnergyTimeSeries";
    const std::string period = each + "/ObservationPeriodTimeSeriesPeriod/";
    // 25 values.
    const auto fills = [&](const char* start, const char* end, const char* resolution) {
      set(message, period + "Start", start);
      set(message, period + "End", end);
      return outcome(
          "{ fills: { values: Observation, start: ObservationPeriodTimeSeriesPeriod/Start, end: "
          "ObservationPeriodTimeSeriesPeriod/End, resolution: " +
              std::string(resolution) + " } }",
          message, nullptr, each);
    };
    CHECK(fills("2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00", "PT1H") == "yes");
    CHECK(fills("2026-10-25T00:00:00+02:00", "2026-10-26T00:00:01+01:00", "PT1H") == "no");
    CHECK(fills("2026-10-01T00:00:00+02:00", "2026-10-26T00:00:00+01:00", "P1D") == "yes");
    CHECK(fills("2026-10-01T00:00:00+02:00", "2026-10-27T00:00:00+01:00", "P1D") == "no");
    CHECK(fills("2026-10-01T00:00:00+02:00", "2026-10-26T01:00:00+01:00", "P1D") == "no");
    CHECK(fills("2026-10-01T06:00:00+02:00", "2026-10-26T06:00:00+01:00", "P1D") == "yes");
    CHECK(fills("2026-10-01T00:00:00+02:00", "2026-11-20T00:00:00+01:00", "P2D") == "yes");
    CHECK(fills("2026-10-01T00:00:00+02:00", "2026-11-21T00:00:00+01:00", "P2D") == "no");
    CHECK(fills("2024-01-01T00:00:00+01:00", "2026-02-01T00:00:00+01:00", "P1M") == "yes");
    CHECK(fills("2024-01-01T00:00:00+01:00", "2026-02-02T00:00:00+01:00", "P1M") == "no");
    CHECK(fills("2024-01-31T00:00:00+01:00", "2026-02-28T00:00:00+01:00", "P1M") == "yes");
    CHECK(fills("2024-01-01T00:00:00+01:00", "2026-01-01T00:00:00+01:00", "P1M") == "no");
    // What has no length, or ends before it begins, is for other rules.
    CHECK(fills("2026-10-25T00:00:00+02:00", "2026-10-25T00:00:00+02:00", "PT1H") == "yes");
    CHECK(fills("2026-10-26T00:00:00+01:00", "2026-10-25T00:00:00+02:00", "PT1H") == "yes");
    // No such time lies between two values.
    for (const auto* resolution : {"PT0S", "P1MT1H", "-PT1H", "PT0.5S", "P99999999999M"})
      CHECK_MESSAGE(
          fills("2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00", resolution).starts_with("error: "),
          resolution);
  }

  TEST_CASE("mistakes in conditions about series are found when they are read") {
    const auto message = rules_test::message_of(hours_25);
    const auto says = [&](const std::string& condition, const std::string& part) {
      const auto text = outcome(condition, message, nullptr, "PayloadEnergyTimeSeries");
      INFO(condition, " -> ", text);
      CHECK(text.starts_with("error: "));
      CHECK(text.find("error: ", 1) == std::string::npos);
      CHECK(text.find(part) != std::string::npos);
    };
    const std::string period = "ObservationPeriodTimeSeriesPeriod/";
    const auto fills = [&](const std::string& values, const std::string& start, const std::string& end,
                           const std::string& resolution) {
      return "{ fills: { values: " + values + ", start: " + period + start + ", end: " + period + end +
             ", resolution: " + resolution + " } }";
    };
    says(fills("Observatoin", "Start", "End", "PT1H"), "did you mean 'Observation'");
    says(fills("Observation", "Strat", "End", "PT1H"), "did you mean 'Start'");
    says(fills("Observation", "Start", "Edn", "PT1H"), "did you mean 'End'");
    says(fills("Observation", "ResolutionDuration", "End", "PT1H"), "is not a time");
    says(fills("Observation", "Start", "End", "PTX"), "has no 'PTX'");
    says(fills("Observation", "Start", "End", "ObservationPeriodTimeSeriesPeriod"), "is not a duration");
    says(fills("Observation", "Start", "End", period + "Start"), "is not a duration");
    says("{ sequence: { of: Observatoin, by: '@Sequence' } }", "did you mean 'Observation'");
    says("{ sequence: { of: Observation, by: '@Sequnce' } }", "'@Sequnce'");
    says("{ sequence: { of: Observation, by: Metered } }", "is not a whole number");
    says("{ sequence: { of: Observation, by: '@Sequence', from: one } }", "whole number for 'from'");
    says("{ aligned: {} }", "expected { PATH: RESOLUTION }");
    says("{ aligned: { " + period + "Strat: PT1H } }", "did you mean 'Start'");
    says("{ aligned: { " + period + "Start: PTX } }", "has no 'PTX'");
    says("{ aligned: { " + period + "Start: PT1H, " + period + "End: " + period + "Start } }",
         "is not a duration");
  }
}
