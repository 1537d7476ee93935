#include <doctest/doctest.h>

#include <string>

#include "gateway/document/write.hpp"
#include "gateway/json/out.hpp"
#include "gateway/json/write.hpp"
#include "tests/unit/document/messages.hpp"

using namespace cimgate;
using test::make_message;
using test::node_at;
using test::put;

namespace {

constexpr document::WriteOptions compact{.indent = false};

document::Message measure_data() {
  return make_message("nmeg/0.1", "NotifyValidatedMeasureData_MarketDocument");
}

/// What stands between the braces of the root.
std::string content(const document::Message& message) {
  const auto json = json::to_json(message, compact);
  const std::string before = R"({"NotifyValidatedMeasureData_MarketDocument":{)";
  REQUIRE(json.substr(0, before.size()) == before);
  REQUIRE(json.substr(json.size() - 3) == "}}\n");
  return json.substr(before.size(), json.size() - before.size() - 3);
}

}  // namespace

TEST_SUITE("JSON writer") {
  TEST_CASE("built-in types are bare, named types are wrapped, repeated elements are arrays") {
    auto message = measure_data();
    put(message, "mRID", "id-1");
    put(message, "type", "E66");
    put(message, "sender_MarketParticipant.mRID", "7080000000003");
    put(message, "sender_MarketParticipant.mRID/@codingScheme", "A10");
    put(message, "createdDateTime", "2026-01-01T00:00:00Z");
    put(message, "Series/mRID", "series-1");
    put(message, "Series/Period/timeInterval/start", "2026-01-01T00:00Z");
    put(message, "Series/Period/Point/position", "1");
    put(message, "Series/Period/Point/quantity", "10.450");
    CHECK(content(message) ==
          R"("mRID":"id-1","type":{"value":"E66"},)"
          R"("sender_MarketParticipant.mRID":{"codingScheme":"A10","value":"7080000000003"},)"
          R"("createdDateTime":"2026-01-01T00:00:00Z",)"
          R"("Series":[{"mRID":"series-1","Period":{"timeInterval":{"start":{"value":"2026-01-01T00:00Z"}},)"
          R"("Point":[{"position":{"value":1},"quantity":10.450}]}}])");
  }

  TEST_CASE("indented output keeps a wrapped value on one line") {
    auto message = measure_data();
    put(message, "mRID", "id-1");
    put(message, "sender_MarketParticipant.mRID", "7080000000003");
    put(message, "sender_MarketParticipant.mRID/@codingScheme", "A10");
    node_at(message, "Series");
    CHECK(json::to_json(message, {}) == R"({
  "NotifyValidatedMeasureData_MarketDocument": {
    "mRID": "id-1",
    "sender_MarketParticipant.mRID": {"codingScheme": "A10", "value": "7080000000003"},
    "Series": [
      {}
    ]
  }
}
)");
  }

  TEST_CASE("numbers keep their digits, in a form that JSON allows") {
    CHECK(json::to_json_number("10.450") == "10.450");
    CHECK(json::to_json_number("+1") == "1");
    CHECK(json::to_json_number("-007.50") == "-7.50");
    CHECK(json::to_json_number(".5") == "0.5");
    CHECK(json::to_json_number("-.5") == "-0.5");
    CHECK(json::to_json_number("5.") == "5");
    CHECK(json::to_json_number("000") == "0");
    CHECK(json::to_json_number(" \n12345678901234567890123.45 ") == "12345678901234567890123.45");
    for (const auto* text :
         {"", " ", ".", "-", "+", "1e3", "1 2", "--1", "1.2.3", "1,5", "NaN", "INF", "-+1", "1-"})
      CHECK(json::to_json_number(text).empty());
  }

  TEST_CASE("what is not a number or boolean stays a string, so nothing is lost") {
    auto message = measure_data();
    put(message, "Series/Period/Point/quantity", "much");
    CHECK(content(message) == R"("Series":[{"Period":{"Point":[{"quantity":"much"}]}}])");
  }

  TEST_CASE("booleans") {
    const auto written = [](const char* text) {
      auto message = make_message("nmeg/0.1", "AccountingPointCharacteristics_MarketDocument");
      put(message, "MktActivityRecord/MarketEvaluationPoint/productionObligation", text);
      return json::to_json(message, compact);
    };
    for (const auto& [text, json] :
         {std::pair{"1", "true"}, {"0", "false"}, {"true", "true"}, {" false ", "false"}, {"ja", "\"ja\""}})
      CHECK(written(text).find(std::string(R"("productionObligation":)") + json + "}") != std::string::npos);
  }

  TEST_CASE("an empty element has the value that it stands for") {
    auto message = measure_data();
    node_at(message, "mRID");
    node_at(message, "type");
    CHECK(content(message) == R"("mRID":"","type":{"value":"E66"})");
  }

  TEST_CASE("characters are escaped where JSON asks for it, and only there") {
    auto message = measure_data();
    put(message, "mRID", "\"\\/\b\f\n\r\t\x01\x1F\x7Fæ€😀");
    CHECK(content(message) == "\"mRID\":\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u0001\\u001f\x7Fæ€😀\"");
  }

  TEST_CASE("members come in schema order, once each, whatever the document is like") {
    auto message = measure_data();
    auto& document = message.document;
    const auto ns = document.root().ns;
    document.append(0, "Series", ns, {});
    document.append(0, "foreign", ns, {});
    document.set_text(document.append(0, "mRID", ns, {}), "one");
    document.set_text(document.append(0, "mRID", ns, {}), "two");
    document.set_text(document.append(0, "mRID", "urn:other", {}), "three");
    document.set_attribute(document.append(0, "foreign", ns, {}), "value", "x");
    CHECK(content(message) == R"("mRID":["one","two","three"],"Series":[{}],"foreign":["",{"@value":"x"}])");
  }

  TEST_CASE("attributes that the schema does not know are members too") {
    auto message = measure_data();
    const auto id = node_at(message, "sender_MarketParticipant.mRID");
    message.document.set_attribute(id, "foreign", "x");
    message.document.set_attribute(id, "codingScheme", "A10");
    message.document.set_attribute(node_at(message, "mRID"), "lang", "nb");
    CHECK(content(message) ==
          R"("mRID":{"lang":"nb","value":""},)"
          R"("sender_MarketParticipant.mRID":{"codingScheme":"A10","foreign":"x","value":""})");
  }

  TEST_CASE("nil is null") {
    auto message = measure_data();
    message.document.set_nil(node_at(message, "mRID"), true);
    CHECK(content(message) == R"("mRID":null)");
  }
}
