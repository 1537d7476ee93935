// Which rules let a large message be judged in parts.
#include <doctest/doctest.h>

#include "fixture.hpp"
#include "gateway/document/path.hpp"

using namespace cimgate;

namespace {

const std::string market_file = "rules/market/BRS-NO-313.yaml";

std::string file(const std::string& rules) {
  return "brs: BRS-NO-313\ntitle: { en: a, nb: a }\nmessage: CollectedData\nrules:\n" + rules;
}

std::string rule(const std::string& lines) {
  return "  - id: BRS-NO-313.a\n    text: { en: a, nb: a }\n    source: { status: assumed, ref: a }\n"
         "    examples: { pass: [a], fail: [a] }\n" +
         lines;
}

struct Fits {
  bool in_parts = false, by_record = false;
};

Fits fits(const std::string& lines) {
  const auto message =
      rules_test::message_of("examples/CollectedData/valid/consumption-production-reactive.xml");
  const auto book = rules_test::book_of(market_file, file(lines));
  for (const auto& fault : book->faults())
    if (fault.place.file == market_file) FAIL_CHECK(to_string(fault));
  const auto& root = *message.document.root().element;
  const auto number = document::resolve_path("PayloadEnergyTimeSeries", root, root)->steps.front().place;
  return {rules::fits_in_parts(*book, message, number, true),
          rules::is_judged_by_record(*book, message, number, true)};
}

}  // namespace

TEST_SUITE("rules: in parts") {
  TEST_CASE("what looks at one record, or at the head alone, fits in parts") {
    const std::string each = "    each: PayloadEnergyTimeSeries\n";
    for (const auto& rules :
         {std::string("  []\n"), rule("    assert: { has: Header }\n"),
          rule(each + "    assert: { has: Identification }\n"),
          rule(each + "    when: { has: Observation }\n    assert: { has: /Header }\n"),
          rule(each + "    ask: { metering-point: MeteringPointUsedDomainLocation/Identification }\n"
                      "    assert: { is: { market.status: E22 } }\n"),
          rule(each + "    at: Identification\n    assert: { has: Identification }\n")}) {
      INFO(rules);
      const auto found = rules == "  []\n" ? fits(rule("    assert: { has: . }\n")) : fits(rules);
      CHECK(found.in_parts);
      CHECK(found.by_record);
    }
  }

  TEST_CASE("what looks at all records does not, wherever the rule says it") {
    const std::string each = "    each: PayloadEnergyTimeSeries\n";
    for (const auto& rules :
         {rule("    assert: { has: PayloadEnergyTimeSeries/Identification }\n"),
          rule("    assert: { count: { of: PayloadEnergyTimeSeries, max: 9 } }\n"),
          rule(each + "    assert: { has: /PayloadEnergyTimeSeries/Identification }\n"),
          rule(each + "    when: { has: /PayloadEnergyTimeSeries/Identification }\n    assert: { has: "
                      "Observation }\n"),
          rule(each + "    at: /PayloadEnergyTimeSeries/Identification\n    assert: { has: Observation }\n"),
          rule(each + "    advice-when: [{ if: { has: /PayloadEnergyTimeSeries/Identification }, text: { en: "
                      "a, nb: a "
                      "} }]\n    assert: { has: Observation }\n"),
          rule("    ask: { metering-point: "
               "PayloadEnergyTimeSeries/MeteringPointUsedDomainLocation/Identification }\n"
               "    assert: { is: { market.status: E22 } }\n"),
          // What hangs on the series before it.
          rule(each + "    assert: { has: market.values-until }\n"),
          rule(each + "    when: { has: market.values-until }\n    assert: { has: Observation }\n")}) {
      INFO(rules);
      CHECK_FALSE(fits(rules).in_parts);
      CHECK_FALSE(fits(rules).by_record);
    }
    // Without a record of its own it is about no series.
    CHECK(fits(rule("    assert: { has: market.values-until }\n")).in_parts);
  }

  TEST_CASE("what compares records fits in parts, and is not judged record by record") {
    const auto found =
        fits(rule("    each: PayloadEnergyTimeSeries\n    assert: { first-with: Identification }\n"));
    CHECK(found.in_parts);
    CHECK_FALSE(found.by_record);
  }

  TEST_CASE("the rules of a message come in one order, each with its number") {
    const auto message =
        rules_test::message_of("examples/CollectedData/valid/consumption-production-reactive.xml");
    const auto book =
        rules_test::book_of(market_file, file(rule("    assert: { has: Header }\n") +
                                              "  - id: BRS-NO-313.b\n    text: { en: a, nb: a }\n"
                                              "    source: { status: assumed, ref: a }\n    examples: { "
                                              "pass: [a], fail: [a] }\n    assert: { has: Header }\n"));
    const auto order = rules::rule_order(*book, *message.set, "CollectedData", true);
    CHECK(order.size() == 2);
    CHECK(order.at("BRS-NO-313.a") == 0);
    CHECK(order.at("BRS-NO-313.b") == 1);
  }
}
