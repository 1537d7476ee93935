#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "gateway/document/write.hpp"
#include "gateway/json/write.hpp"
#include "gateway/reader/reference.hpp"
#include "gateway/xml/write.hpp"
#include "tests/unit/document/messages.hpp"
#include "tests/unit/effort.hpp"

using namespace cimgate;

namespace {

/// Rules and places, for a look when a test fails.
std::string findings(const document::ReadResult& result) {
  std::string out;
  for (const auto& each : result.findings) out += each.rule + " " + each.xpath + " " + each.text.en + "\n";
  return out;
}

document::ReadResult read(const std::string& text, const schema::SchemaSet& set) {
  document::ReadOptions options;
  options.ask_for(set);
  return reader::read_by_reference(test::catalog(), text, options);
}

document::Supplement some_supplement() {
  using Kind = document::SupplementEntry::Kind;
  return {"RequestStartOfSupply",
          "elhub/2.4.3",
          "nmeg/0.1",
          {{Kind::value, "A/B[2]/@c", "a <b> & \"c\"\n\td ]]> €", "not < there"},
           {Kind::value, "A", "", "empty"},
           {Kind::present, "B", "", "p"},
           {Kind::absent, "C", "", "a"},
           {Kind::choice, "D", "Temporary", "c"},
           {Kind::order, "E", "3 1 2", "o"}}};
}

}  // namespace

TEST_SUITE("there and back") {
  TEST_CASE("random messages of every kind come back from XML as they were") {
    for (const auto& set : test::catalog().sets())
      for (const auto& kind : set.messages)
        for (std::uint32_t seed = 1; seed <= test::effort(3); ++seed) {
          INFO(set.id, " ", kind.root.local, " seed ", seed);
          const auto message = test::random_message(set.id, kind.root.local, seed);
          for (const bool indent : {true, false}) {
            const auto xml = xml::to_xml(message, {.indent = indent});
            const auto result = read(xml, set);
            CHECK(findings(result) == "");
            REQUIRE(result.messages.size() == 1);
            CHECK(result.messages[0].set->id == set.id);
            CHECK(test::dump(result.messages[0].document) == test::dump(message.document));
            CHECK(xml::to_xml(result.messages[0], {.indent = indent}) == xml);
          }
        }
  }

  TEST_CASE("a bundle is the same in JSON and XML") {
    std::vector<document::Message> documents;
    documents.push_back(test::random_message("nmeg/0.1", "RequestChangeOfSupplier_MarketDocument", 1));
    documents.push_back(test::random_message("nmeg/0.1", "NotifyValidatedMeasureData_MarketDocument", 2));
    const auto supplement = some_supplement();
    const auto json = json::bundle_to_json(documents, &supplement, {});
    const auto xml = xml::bundle_to_xml(documents, &supplement, {});
    for (const auto& text : {json, xml, json::bundle_to_json(documents, &supplement, {.indent = false}),
                             xml::bundle_to_xml(documents, &supplement, {.indent = false})}) {
      const auto result = read(text, *test::catalog().set("nmeg/0.1"));
      CHECK(findings(result) == "");
      REQUIRE(result.messages.size() == 2);
      REQUIRE(result.supplement.has_value());
      CHECK(json::bundle_to_json(result.messages, &*result.supplement, {}) == json);
      CHECK(xml::bundle_to_xml(result.messages, &*result.supplement, {}) == xml);
    }
  }

  TEST_CASE("a bundle of one document without supplement") {
    std::vector<document::Message> documents;
    documents.push_back(test::random_message("nmeg/0.1", "Acknowledgement_MarketDocument", 3));
    for (const auto& text : {json::bundle_to_json(documents, nullptr, {}),
                             xml::bundle_to_xml(documents, nullptr, {}), json::to_json(documents[0], {})}) {
      const auto result = read(text, *test::catalog().set("nmeg/0.1"));
      CHECK(findings(result) == "");
      REQUIRE(result.messages.size() == 1);
      CHECK_FALSE(result.supplement.has_value());
      CHECK(test::dump(result.messages[0].document) == test::dump(documents[0].document));
    }
  }
}
