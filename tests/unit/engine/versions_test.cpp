// The versions of Elhub's messages, side by side.
#include <doctest/doctest.h>

#include <algorithm>

#include "gateway/engine/engine.hpp"
#include "gateway/mapping/coverage.hpp"
#include "tests/unit/engine/data_folder.hpp"
#include "tests/unit/example_files.hpp"

using namespace cimgate;

namespace {

const std::string examples = std::string(CIMGATE_SOURCE_DIR) + "/examples/";
const auto versions = {"elhub/2.4", "elhub/2.4.1", "elhub/2.4.2", "elhub/2.4.3", "elhub/pending"};

const Gateway& gateway() {
  static const auto opened = *Gateway::open();
  return opened;
}

Checked validated(const std::string& message, const std::string& schema, Level level = Level::message) {
  ValidateOptions options;
  options.schema = schema;
  options.level = level;
  return gateway().validate(message, options);
}

const Finding* find(const std::vector<Finding>& findings, const std::string& rule) {
  const auto at =
      std::find_if(findings.begin(), findings.end(), [&](const Finding& one) { return one.rule == rule; });
  return at == findings.end() ? nullptr : &*at;
}

std::string with_consent() {
  return test::file_text(examples + "RequestStartOfSupply/valid/change-of-supplier-person.xml");
}

/// Two annual volumes of a metering point, one in each direction.
std::string with_two_volumes() {
  auto text = test::file_text(examples + "NotifyMeteringPointCharacteristics/valid/annual-volumes.xml");
  const std::string end = "</abie:AnnualPeriodEstimatedMetrics>";
  const auto begin = text.find("<abie:AnnualPeriodEstimatedMetrics>");
  const auto at = text.find(end, begin);
  REQUIRE(at != std::string::npos);
  const auto with_direction = [&](const char* direction) {
    return text.substr(begin, at - begin) + "<abie:Direction>" + direction + "</abie:Direction>" + end;
  };
  return text.replace(begin, at + end.size() - begin, with_direction("Out") + with_direction("In"));
}

}  // namespace

TEST_SUITE("versions side by side") {
  TEST_CASE("a message with a newer element is invalid in the older version, and told where it is valid") {
    const auto now = validated(with_consent(), {});
    CHECK(now.schema == "elhub/2.4.3");
    CHECK(now.verdict == Verdict::valid);
    const auto before = validated(with_consent(), "elhub/2.4.1");
    CHECK(before.schema == "elhub/2.4.1");
    CHECK(before.verdict == Verdict::invalid);
    const auto* told = find(before.findings, "schema.other-version");
    REQUIRE(told != nullptr);
    CHECK(told->severity == Severity::info);
    CHECK(told->text.en.find("elhub/2.4.3") != std::string::npos);
    CHECK(told->line > 0);
  }

  TEST_CASE("what is pending is valid when it is asked for, and never chosen") {
    CHECK(validated(with_two_volumes(), "elhub/pending").verdict == Verdict::valid);
    const auto now = validated(with_two_volumes(), {});
    CHECK(now.schema == "elhub/2.4.3");
    CHECK(now.verdict == Verdict::invalid);
    REQUIRE(find(now.findings, "schema.other-version") != nullptr);
    CHECK(find(now.findings, "schema.other-version")->text.en.find("elhub/pending") != std::string::npos);
  }

  TEST_CASE("every mapping is proven for every version") {
    const auto& translator = *gateway().engine().translator;
    std::size_t proofs = 0;
    for (const char* id : versions)
      for (const auto& def : translator.files().mappings)
        for (const auto& profile : translator.profiles_of(def)) {
          if (!translator.is_for(def, *gateway().engine().catalog->set(id))) continue;
          const auto plan = translator.plan(*gateway().engine().catalog->set(id), def.message, profile);
          CAPTURE(id);
          CAPTURE(def.message);
          REQUIRE_MESSAGE(plan.has_value(), to_string(plan.error().front()));
          for (const auto& coverage : mapping::coverage_of(**plan)) {
            CHECK(coverage.explained() == coverage.total());
            CHECK_MESSAGE(coverage.problems.empty(), to_string(coverage.problems.front()));
            ++proofs;
          }
        }
    CHECK(proofs >= 5 * 2 * 28);
  }

  TEST_CASE("no rule of any version has a mistake") {
    const auto faults = gateway().engine().rules().faults();
    CHECK_MESSAGE(faults.empty(), yaml::to_string(faults.front()));
  }

  TEST_CASE("rules are those of the version") {
    const auto& book = gateway().engine().rules();
    const auto& catalog = *gateway().engine().catalog;
    const auto has = [&](const char* set, const char* id) {
      const auto& rules = book.rules_for(*catalog.set(set), "RequestStartOfSupply");
      return std::any_of(rules.begin(), rules.end(), [&](const auto& rule) { return rule.def->id == id; });
    };
    CHECK(has("elhub/2.4.3", "BRS-NO-101.consent-not-yet"));
    CHECK(has("elhub/pending", "BRS-NO-101.consent-not-yet"));
    CHECK_FALSE(has("elhub/2.4.2", "BRS-NO-101.consent-not-yet"));
    CHECK(book.rules_for(*catalog.set("nmeg/0.1"), "RequestStartOfSupply").empty());
  }

  TEST_CASE("there and back in every version") {
    for (const char* id : versions) {
      RoundTripOptions options;
      options.schema = id;
      for (const auto& file : test::xml_files(examples, "/valid/")) {
        const auto text = test::file_text(file);
        if (validated(text, id, Level::schema).verdict != Verdict::valid) continue;
        const auto trip = gateway().round_trip(text, options);
        CAPTURE(id);
        CAPTURE(file.string());
        CHECK(trip.equal);
        CHECK_FALSE(trip.fault);
      }
    }
  }

  TEST_CASE("two annual volumes come back with their directions") {
    RoundTripOptions options;
    options.schema = "elhub/pending";
    for (const bool by_xml : {false, true}) {
      options.by_xml = by_xml;
      const auto trip = gateway().round_trip(with_two_volumes(), options);
      CHECK(trip.equal);
      CHECK(trip.differences.empty());
    }
  }

  TEST_CASE("to an older version: what it cannot hold is told, and what is left is valid there") {
    TranslateOptions options;
    options.target = Target::bim;
    options.version = "elhub/2.4.1";
    const auto made = gateway().translate(with_consent(), options);
    REQUIRE(made.findings.size() == 1);
    CHECK(made.findings.front().rule == "translation.lost");
    CHECK(made.findings.front().line > 0);
    CHECK(made.findings.front().xpath.ends_with("/ConsentID"));
    CHECK(made.whole.find("ConsentID") == std::string::npos);
    CHECK(validated(made.whole, "elhub/2.4.1", Level::schema).verdict == Verdict::valid);

    options.schema = "elhub/pending";
    options.version = "elhub/2.4.3";
    const auto one = gateway().translate(with_two_volumes(), options);
    CHECK(std::count_if(one.findings.begin(), one.findings.end(),
                        [](const Finding& finding) { return finding.rule == "translation.lost"; }) >= 2);
    CHECK(validated(one.whole, "elhub/2.4.3", Level::schema).verdict == Verdict::valid);
  }

  TEST_CASE("to a newer version nothing is lost") {
    TranslateOptions options;
    options.target = Target::bim;
    options.version = "elhub/pending";
    const auto made = gateway().translate(with_consent(), options);
    CHECK(made.findings.empty());
    CHECK(validated(made.whole, "elhub/pending").verdict == Verdict::valid);
  }

  TEST_CASE("documents of CIM become a message of the version that is asked for") {
    TranslateOptions options;
    const auto documents = gateway().translate(with_consent(), options);
    options.version = "elhub/2.4.1";
    options.target = Target::bim;
    const auto back = gateway().translate(documents.whole, options);
    CHECK(find(back.findings, "translation.lost") != nullptr);
    CHECK(validated(back.whole, "elhub/2.4.1", Level::schema).verdict == Verdict::valid);
  }

  TEST_CASE("two messages of different versions are compared as one") {
    DiffOptions options;
    options.schema = "elhub/2.4.1";
    const auto message = test::file_text(examples + "RequestStartOfSupply/valid/change-of-supplier.xml");
    CHECK(gateway().diff({message}, {message}, options).equal);
  }
}
