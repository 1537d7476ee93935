// What is compiled for one schema set says nothing about messages of another.
#include <doctest/doctest.h>

#include <algorithm>

#include "gateway/engine/engine.hpp"
#include "gateway/report/listings.hpp"
#include "tests/unit/engine/data_folder.hpp"
#include "tests/unit/example_files.hpp"

using namespace cimgate;

namespace {

const std::string example =
    std::string(CIMGATE_SOURCE_DIR) + "/examples/RequestStartOfSupply/valid/change-of-supplier.xml";
constexpr const char* sets_file = "xsd/sets.yaml";
constexpr const char* first_set = "  - id: elhub/2.4.3";
constexpr const char* second_set = "  - id: nmeg/0.1";

/// EMIF 2.5 with files of its own: a new element stands first in the payload, so that all that follows has
/// another place than in 2.4.3.
void add_next_version(const test::DataFolder& data, const char* before, bool whole = false) {
  const auto set = test::set_like_elhub(data, "elhub/2.5", "xsd/elhub-2.5", whole);
  data.copy("xsd/elhub/bim", "xsd/elhub-2.5");
  const std::string file = "xsd/elhub-2.5/common/Elhub_AggregatedBusinessInformationEntities.xsd";
  const auto text = data.text(file);
  const auto type = text.find("<xs:complexType name=\"Elhub_RequestStartOfSupplyType\">");
  const auto first = text.find("<xs:element", type);
  data.write(file, text.substr(0, first) +
                       "<xs:element name=\"Occasion\" type=\"bdt:UUIDType\" minOccurs=\"0\"/>\n" +
                       text.substr(first));
  data.replace(sets_file, before, set + before);
}

/// A market whose messages are called like Elhub's and stand in other namespaces.
void add_other_market(const test::DataFolder& data, const char* before, bool whole = false) {
  const auto set = test::all_replaced(test::set_like_elhub(data, "other/1.0", "xsd/other", whole),
                                      "urn:no:elhub:", "urn:test:hub:");
  data.copy("xsd/elhub/bim", "xsd/other");
  data.replace_below("xsd/other", "urn:no:elhub:", "urn:test:hub:");
  data.replace(sets_file, before, set + before);
}

std::string with_new_element(std::string text) {
  const std::string start = "<abie:StartOfOccurrence>";
  const auto at = text.find(start);
  return text.insert(at, "<abie:Occasion>c89d18c3-8461-4e1a-9a06-396fbc27ca69</abie:Occasion>");
}

bool has(const std::vector<Finding>& findings, const std::string& rule) {
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& one) { return one.rule == rule; });
}

/// Nothing but words about what was not judged, each with its place.
void check_only_unjudged(const Checked& checked) {
  CHECK(checked.verdict == Verdict::undetermined);
  CHECK(!checked.findings.empty());
  for (const auto& finding : checked.findings) {
    CAPTURE(finding.rule);
    CHECK(finding.outcome == Outcome::undetermined);
    CHECK(finding.rule.ends_with(".not-judged"));
    CHECK(finding.line > 0);
    CHECK(!finding.xpath.empty());
    CHECK(!finding.text.nb.empty());
  }
}

void check_not_translated(const Translated& translated) {
  CHECK(translated.whole.empty());
  CHECK_FALSE(translated.fault);
  REQUIRE(translated.findings.size() == 1);
  CHECK(translated.findings.front().rule == "translation.other-schema");
  CHECK(translated.findings.front().outcome == Outcome::undetermined);
  CHECK(translated.findings.front().line > 0);
}

}  // namespace

TEST_SUITE("schema sets beside each other") {
  TEST_CASE("a set that stands behind another is reached, and not judged by its rules") {
    test::DataFolder data;
    add_next_version(data, second_set);
    const auto gateway = data.open();
    const auto old_message = test::file_text(example);
    const auto new_message = with_new_element(old_message);

    const auto old_checked = gateway.validate(old_message);
    CHECK(old_checked.schema == "elhub/2.4.3");
    CHECK(old_checked.verdict == Verdict::valid);
    CHECK_FALSE(gateway.translate(old_message).whole.empty());

    ValidateOptions only_schema;
    only_schema.level = Level::schema;
    const auto by_schema = gateway.validate(new_message, only_schema);
    CHECK(by_schema.schema == "elhub/2.5");
    CHECK(by_schema.verdict == Verdict::valid);
    const auto checked = gateway.validate(new_message);
    CHECK(checked.schema == "elhub/2.5");
    check_only_unjudged(checked);
    check_not_translated(gateway.translate(new_message));

    only_schema.schema = "elhub/2.4.3";
    const auto as_old = gateway.validate(new_message, only_schema);
    CHECK(as_old.verdict == Verdict::invalid);
    CHECK(has(as_old.findings, "schema.other-version"));
  }

  TEST_CASE("a set that stands before another is chosen, and what is for the other says nothing about it") {
    test::DataFolder data;
    add_next_version(data, first_set);
    const auto gateway = data.open();
    const auto message = test::file_text(example);
    const auto checked = gateway.validate(message);
    CHECK(checked.schema == "elhub/2.5");
    check_only_unjudged(checked);
    check_not_translated(gateway.translate(message));
    CHECK(report::sets_without_mappings(gateway.engine()) == std::vector<std::string>{"elhub/2.5"});

    ValidateOptions asked;
    asked.schema = "elhub/2.4.3";
    CHECK(gateway.validate(message, asked).verdict == Verdict::valid);
    TranslateOptions translate;
    translate.schema = "elhub/2.4.3";
    const auto documents = gateway.translate(message, translate);
    REQUIRE_FALSE(documents.whole.empty());
    const auto back = gateway.translate(documents.whole, translate);
    CHECK_FALSE(back.fault);
    CHECK(back.whole.find("RequestStartOfSupply") != std::string::npos);
  }

  TEST_CASE(
      "a set with files of its own that names the same rules is judged by them, compiled to its own places") {
    test::DataFolder data;
    add_next_version(data, second_set, true);
    const auto gateway = data.open();
    auto message = with_new_element(test::file_text(example));
    const auto good = gateway.validate(message);
    CHECK(good.schema == "elhub/2.5");
    CHECK(good.verdict == Verdict::valid);
    message = test::all_replaced(message, "2026-12-07T00:00:00+01:00", "2026-12-07T05:00:00+01:00");
    const auto bad = gateway.validate(message);
    CHECK(bad.verdict == Verdict::invalid);
    for (const auto& finding : bad.findings)
      if (finding.severity == Severity::error) CHECK(finding.xpath.ends_with("/StartOfOccurrence"));
    check_not_translated(gateway.translate(message));
  }

  TEST_CASE("messages of another market that are called alike are not judged by these rules") {
    for (const auto& [before, whole] : {std::pair(first_set, false), std::pair(second_set, false),
                                        std::pair(second_set, true), std::pair(first_set, true)}) {
      CAPTURE(before);
      CAPTURE(whole);
      test::DataFolder data;
      add_other_market(data, before, whole);
      const auto gateway = data.open();
      // A fault that a rule finds, and one of the check digits.
      auto ours = test::all_replaced(test::file_text(example), "707057599000100316", "707057599000100317");
      ours = test::all_replaced(ours, "2026-12-07T00:00:00+01:00", "2026-12-07T05:00:00+01:00");
      const auto theirs = test::all_replaced(ours, "urn:no:elhub:", "urn:test:hub:");
      const auto of_ours = gateway.validate(ours);
      CHECK(of_ours.schema == "elhub/2.4.3");
      CHECK(has(of_ours.findings, "codes.gsrn-check-digit"));
      CHECK(std::any_of(of_ours.findings.begin(), of_ours.findings.end(),
                        [](const Finding& one) { return one.stage == Stage::message; }));
      const auto of_theirs = gateway.validate(theirs);
      CHECK(of_theirs.schema == "other/1.0");
      check_only_unjudged(of_theirs);
      check_not_translated(gateway.translate(theirs));
    }
  }
}
