#include <doctest/doctest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/document/write.hpp"
#include "gateway/json/out.hpp"
#include "gateway/json/read.hpp"
#include "gateway/json/write.hpp"
#include "tests/unit/document/messages.hpp"

using namespace cimgate;
using document::ReadResult;

namespace {

ReadResult read(std::string_view json, const document::ReadOptions& options = {}) {
  return json::read_json(test::catalog(), source::SourceText(std::string(json)), options);
}

/// Rule, place and path of every finding, one a line.
std::string findings(const ReadResult& result) {
  std::string out;
  for (const auto& finding : result.findings) {
    out += finding.rule + " " + std::to_string(finding.line) + ":" + std::to_string(finding.column) + " " +
           finding.xpath + "\n";
    CHECK_FALSE(finding.text.en.empty());
    CHECK_FALSE(finding.text.nb.empty());
    CHECK_FALSE(finding.advice.en.empty());
    CHECK_FALSE(finding.advice.nb.empty());
    CHECK(finding.severity == Severity::error);
  }
  return out;
}

/// A document of measure data with these members, the first one at 1:46.
std::string measure_data(const std::string& members) {
  return R"({"NotifyValidatedMeasureData_MarketDocument":{)" + members + "}}";
}

std::string path_findings(const std::string& members) {
  return findings(read(measure_data(members)));
}

constexpr std::string_view root_path = "/NotifyValidatedMeasureData_MarketDocument";

std::string at(std::string_view rule, std::string_view place, std::string_view path) {
  return std::string(rule) + " " + std::string(place) + " " + std::string(root_path) + std::string(path) +
         "\n";
}

}  // namespace

TEST_SUITE("JSON reader") {
  TEST_CASE("a document comes in schema order, with places") {
    const auto result = read(R"({
  "NotifyValidatedMeasureData_MarketDocument": {
    "Series": [
      {"Period": {"Point": [{"quantity": 10.450, "position": {"value": 1}}, {"position": {"value": 2}}]},
       "mRID": "series-1"}
    ],
    "sender_MarketParticipant.mRID": {"value": "7080000000003", "codingScheme": "A10"},
    "type": {"value": "E66"},
    "mRID": "id-1"
  }
})");
    CHECK(findings(result) == "");
    REQUIRE(result.messages.size() == 1);
    const auto& message = result.messages[0];
    CHECK(message.set->id == "nmeg/0.1");
    CHECK(message.kind->root.local == "NotifyValidatedMeasureData_MarketDocument");
    auto expected = test::make_message("nmeg/0.1", "NotifyValidatedMeasureData_MarketDocument");
    test::put(expected, "mRID", "id-1");
    test::put(expected, "type", "E66");
    test::put(expected, "sender_MarketParticipant.mRID", "7080000000003");
    test::put(expected, "sender_MarketParticipant.mRID/@codingScheme", "A10");
    test::put(expected, "Series/mRID", "series-1");
    test::put(expected, "Series/Period/Point/position", "1");
    test::put(expected, "Series/Period/Point/quantity", "10.450");
    test::put(expected, "Series/Period/Point[2]/position", "2");
    CHECK(test::dump(message.document) == test::dump(expected.document));
    std::string places;
    for (document::NodeId id = 0; id < message.document.size(); ++id) {
      const auto& node = message.document[id];
      places += std::string(node.name) + " " + std::to_string(node.position.line) + ":" +
                std::to_string(node.position.column) + "\n";
    }
    CHECK(places ==
          "NotifyValidatedMeasureData_MarketDocument 2:48\n"
          "mRID 9:13\n"
          "type 8:23\n"
          "sender_MarketParticipant.mRID 7:48\n"
          "Series 4:7\n"
          "mRID 5:16\n"
          "Period 4:18\n"
          "Point 4:29\n"
          "position 4:72\n"
          "quantity 4:42\n"
          "Point 4:77\n"
          "position 4:100\n");
    CHECK(message.document[3].attributes[0].position.line == 7);
    CHECK(message.document[3].attributes[0].position.column == 81);
  }

  TEST_CASE("random documents of every kind come back from JSON as they were") {
    for (const auto* id : {"nmeg/0.1", "nmeg-no/0.1"})
      for (const auto& kind : test::catalog().set(id)->messages)
        for (std::uint32_t seed = 1; seed <= 4; ++seed) {
          INFO(id, " ", kind.root.local, " seed ", seed);
          auto message = test::random_message(id, kind.root.local, seed);
          document::ReadOptions options;
          options.profile = id;
          for (const bool indent : {true, false}) {
            const auto json = json::to_json(message, {.indent = indent});
            const auto result = read(json, options);
            CHECK(findings(result) == "");
            REQUIRE(result.messages.size() == 1);
            CHECK(result.messages[0].set->id == id);
            CHECK(test::dump(result.messages[0].document) == test::dump(message.document));
            CHECK(json::to_json(result.messages[0], {.indent = indent}) == json);
          }
        }
  }

  TEST_CASE("members that the schema does not know become nodes that it does not know, behind the others") {
    const auto result = read(measure_data(
        R"("foo":"x","sender_MarketParticipant.mRID":{"codingscheme":"A10","value":"1"},"mRID":"i",)"
        R"("bar":{"mRID":[null]})"));
    CHECK(findings(result) == "");
    REQUIRE(result.messages.size() == 1);
    const auto& document = result.messages[0].document;
    const std::string ns = "urn:ediel.org:measure:notifyvalidatedmeasuredata:0:1#";
    CHECK(test::dump(document) == ns + "NotifyValidatedMeasureData_MarketDocument []\n " + ns +
                                      "mRID [i]\n " + ns +
                                      "sender_MarketParticipant.mRID @codingscheme=[A10] unknown [1]\n " +
                                      ns + "foo unknown [x]\n " + ns + "bar unknown []\n");
    CHECK(document[3].position.line == 1);
    CHECK(document[3].position.column == 47);
  }

  TEST_CASE("a plain value where an object is needed, and the other way round") {
    CHECK(path_findings(R"("type":"E66")") == at("schema.json-shape", "1:54", "/type"));
    CHECK(path_findings(R"("mRID":{"value":"i"})") == at("schema.json-shape", "1:54", "/mRID"));
    CHECK(path_findings(R"("mRID":1)") == at("schema.json-shape", "1:54", "/mRID"));
    CHECK(path_findings(R"("mRID":true)") == at("schema.json-shape", "1:54", "/mRID"));
    CHECK(path_findings(R"("type":{"value":66})") == at("schema.json-shape", "1:63", "/type"));
    CHECK(path_findings(R"("type":{"value":["E66"]})") == at("schema.json-shape", "1:63", "/type"));
    CHECK(path_findings(R"("type":{"value":{"value":"E66"}})") == at("schema.json-shape", "1:63", "/type"));
    CHECK(path_findings(R"("sender_MarketParticipant.mRID":{"codingScheme":10,"value":"1"})") ==
          at("schema.json-shape", "1:95", "/sender_MarketParticipant.mRID"));
    CHECK(path_findings(R"("Series":[{"Period":{"Point":[{"position":{"value":"1"},"quantity":"1"}]}}])") ==
          at("schema.json-shape", "1:98", "/Series/Period/Point/position") +
              at("schema.json-shape", "1:114", "/Series/Period/Point/quantity"));
    CHECK(path_findings(R"("Series":["x",{"Period":[]}])") ==
          at("schema.json-shape", "1:57", "/Series[1]") +
              at("schema.json-shape", "1:71", "/Series[2]/Period"));
    CHECK(path_findings(R"("Series":{"mRID":"x"})") == at("schema.json-shape", "1:56", "/Series"));
    CHECK(path_findings(R"("type":[{"value":"E66"}])") == at("schema.json-shape", "1:54", "/type"));
    CHECK(findings(read(R"({"NotifyValidatedMeasureData_MarketDocument":"x"})")) ==
          at("schema.json-shape", "1:46", ""));
  }

  TEST_CASE("the value is taken all the same, so the other checks can go on") {
    const auto result = read(measure_data(
        R"("mRID":{"value":"i"},"type":"E66","process.processType":[{"value":"E23"}],"Series":{"mRID":1})"));
    CHECK(result.findings.size() == 5);
    auto expected = test::make_message("nmeg/0.1", "NotifyValidatedMeasureData_MarketDocument");
    test::put(expected, "mRID", "i");
    test::put(expected, "type", "E66");
    test::put(expected, "process.processType", "E23");
    test::put(expected, "Series/mRID", "1");
    REQUIRE(result.messages.size() == 1);
    CHECK(test::dump(result.messages[0].document) == test::dump(expected.document));
  }

  TEST_CASE("null is not allowed; the element is as if left out") {
    CHECK(path_findings(R"("mRID":null)") == at("schema.json-null", "1:54", "/mRID"));
    CHECK(path_findings(R"("type":{"value":null})") == at("schema.json-null", "1:63", "/type"));
    CHECK(path_findings(R"("Series":null)") == at("schema.json-null", "1:56", "/Series"));
    CHECK(path_findings(R"("Series":[null])") == at("schema.json-null", "1:57", "/Series"));
    CHECK(path_findings(R"("sender_MarketParticipant.mRID":{"codingScheme":null,"value":"1"})") ==
          at("schema.json-null", "1:95", "/sender_MarketParticipant.mRID"));
    CHECK(read(measure_data(R"("mRID":null)")).messages.at(0).document.size() == 1);
  }

  TEST_CASE("an object without its value") {
    CHECK(path_findings(R"("type":{})") == at("schema.json-value-missing", "1:54", "/type"));
    CHECK(path_findings(R"("sender_MarketParticipant.mRID":{"codingScheme":"A10"})") ==
          at("schema.json-value-missing", "1:79", "/sender_MarketParticipant.mRID"));
  }

  TEST_CASE("an empty array is not an element") {
    const auto result = read(measure_data(R"("Series":[])"));
    CHECK(findings(result) == "");
    CHECK(result.messages.at(0).document.size() == 1);
  }

  TEST_CASE("characters that XML does not have are found; others are welcome") {
    CHECK(path_findings(R"("mRID":"a\u0001b")") == at("schema.json-character", "1:54", "/mRID"));
    CHECK(path_findings(R"("mRID":"\u001F")") == at("schema.json-character", "1:54", "/mRID"));
    CHECK(path_findings(R"("type":{"value":"\uFFFF"})") == at("schema.json-character", "1:63", "/type"));
    CHECK(path_findings(R"("sender_MarketParticipant.mRID":{"codingScheme":"\u0000","value":"1"})") ==
          at("schema.json-character", "1:95", "/sender_MarketParticipant.mRID"));
    CHECK(path_findings(R"("mRID":"\t\n\r\u007F\uFFFC€")") == "");
  }

  TEST_CASE("texts say what is wrong and how it should be, without values") {
    const auto result = read(measure_data(R"("sender_MarketParticipant.mRID":"Kari Nordmann")"));
    REQUIRE(result.findings.size() == 1);
    const auto& finding = result.findings[0];
    CHECK(finding.text.en ==
          "'sender_MarketParticipant.mRID' is a text; it must be {\"codingScheme\": …, \"value\": a text}.");
    CHECK(finding.text.nb ==
          "'sender_MarketParticipant.mRID' er en tekst, men skal være {\"codingScheme\": …, \"value\": en "
          "tekst}.");
    for (const auto* members : {R"("mRID":["Kari Nordmann"])", R"("type":{"value":["Kari Nordmann"]})",
                                R"("Series":"Kari Nordmann")", R"("mRID":"Kari Nordmann\u0001")",
                                R"("mRID":"Kari Nordmann)", R"("mRID":Kari Nordmann)"})
      for (const auto& each : read(measure_data(members)).findings)
        for (const auto& text : {each.text.en, each.text.nb, each.advice.en, each.advice.nb, each.xpath})
          CHECK(text.find("Kari") == std::string::npos);
  }

  TEST_CASE("what is not JSON gives one finding") {
    const auto result = read("{\n \"NotifyValidatedMeasureData_MarketDocument\": {\"mRID\": }}");
    CHECK(findings(result) == "wellformed.syntax 2:56 \n");
    CHECK(result.findings.at(0).stage == Stage::wellformed);
    CHECK(result.messages.empty());
  }

  TEST_CASE("unknown documents: did you mean, other side, other profile") {
    const auto advice = [](std::string_view json) {
      const auto result = read(json);
      CHECK(result.messages.empty());
      REQUIRE(result.findings.size() == 1);
      CHECK(result.findings[0].rule == "schema.unknown-root");
      return result.findings[0].advice.en;
    };
    CHECK(advice(R"({"NotifyValidatedMesureData_MarketDocument":{}})") ==
          "Did you mean 'NotifyValidatedMeasureData_MarketDocument'?");
    CHECK(advice(R"({"requestChangeOfSuplier":{}})") ==
          "Did you mean 'RequestChangeOfSupplier_MarketDocument'?");
    CHECK(advice(R"({"RequestStartOfSupply":{}})") == "Send it as XML.");
    CHECK(advice(R"({"hello":{}})") == "`cimgate schemas list` shows the documents that there are.");
    CHECK(findings(read(R"({"hello":{}})")) == "schema.unknown-root 1:2 /hello\n");
    document::ReadOptions options;
    options.profile = "nmeg/9.9";
    const auto result = read(R"({"NotifyValidatedMeasureData_MarketDocument":{}})", options);
    REQUIRE(result.findings.size() == 1);
    CHECK(result.findings[0].text.en ==
          "The profile nmeg/9.9 has no document 'NotifyValidatedMeasureData_MarketDocument'.");
  }

  TEST_CASE("what is neither a document nor a bundle") {
    CHECK(findings(read("[]")) == "schema.json-bundle 1:1 \n");
    CHECK(findings(read("\"x\"")) == "schema.json-bundle 1:1 \n");
    CHECK(findings(read("{}")) == "schema.json-bundle 1:1 \n");
    CHECK(findings(read(R"({"Acknowledgement_MarketDocument":{}, "more":1})")) ==
          "schema.json-bundle 1:39 \n");
  }

  TEST_CASE("findings come in the order of the source") {
    CHECK(path_findings(R"("type":"E66","mRID":1)") ==
          at("schema.json-shape", "1:54", "/type") + at("schema.json-shape", "1:67", "/mRID"));
  }

  TEST_CASE("damaged JSON is read or refused, never worse") {
    std::mt19937 random(1);
    const auto number = [&](std::size_t below) { return static_cast<std::size_t>(random()) % below; };
    constexpr std::string_view bytes = "{}[]:,\"\\ \n0-1.eEu/truefalsn\t";
    const auto message = test::random_message("nmeg/0.1", "RequestChangeOfSupplier_MarketDocument", 7);
    const auto whole = json::to_json(message, {});
    document::ReadOptions options;
    options.profile = "nmeg/0.1";
    for (int i = 0; i < 2000; ++i) {
      auto json = whole;
      for (auto n = number(3) + 1; n > 0; --n) {
        const auto at = number(json.size());
        if ((json[at] & '\x80') != 0) continue;
        if (number(2) == 0)
          json[at] = bytes[number(bytes.size())];
        else
          json.erase(at, 1);
      }
      const auto result = read(json, options);
      CHECK((!result.messages.empty() || !result.findings.empty()));
    }
  }

  TEST_CASE("findings beyond the limit are counted") {
    document::ReadOptions options;
    options.limits.findings = 2;
    const auto result =
        read(measure_data(R"("mRID":1,"type":1,"process.processType":1,"createdDateTime":1)"), options);
    CHECK(result.findings.size() == 2);
    CHECK(result.findings_left_out == 2);
  }
}

TEST_SUITE("JSON bundle reader") {
  TEST_CASE("documents and supplement come back as they were written") {
    std::vector<document::Message> documents;
    documents.push_back(test::random_message("nmeg/0.1", "RequestChangeOfSupplier_MarketDocument", 1));
    documents.push_back(test::random_message("nmeg/0.1", "NotifyValidatedMeasureData_MarketDocument", 2));
    using EntryKind = document::SupplementEntry::Kind;
    const document::Supplement supplement = {"RequestStartOfSupply",
                                             "elhub/2.4.3",
                                             "nmeg/0.1",
                                             {{EntryKind::value, "A/@b", "\"text\" & more", "why"},
                                              {EntryKind::value, "A", "", ""},
                                              {EntryKind::present, "B", "", "why"},
                                              {EntryKind::absent, "C", "", "why"},
                                              {EntryKind::choice, "D", "Temporary", "why"},
                                              {EntryKind::order, "E", "3 1 2", "why"}}};
    const auto json = json::bundle_to_json(documents, &supplement, {});
    const auto result = read(json);
    CHECK(findings(result) == "");
    REQUIRE(result.messages.size() == 2);
    for (std::size_t i = 0; i < 2; ++i)
      CHECK(test::dump(result.messages[i].document) == test::dump(documents[i].document));
    REQUIRE(result.supplement.has_value());
    CHECK(json::bundle_to_json(result.messages, &*result.supplement, {}) == json);
    CHECK(result.supplement->entries.size() == 6);
    CHECK(result.supplement->entries[5].value == "3 1 2");
    CHECK(result.supplement->entries[5].kind == EntryKind::order);
  }

  TEST_CASE("the supplement names the profile, unless the user does") {
    const std::string json =
        R"({"supplement":{"message":"m","schema":"s","profile":"nmeg-no/0.1","entries":[]},)"
        R"("documents":[{"Acknowledgement_MarketDocument":{}}]})";
    CHECK(read(json).messages.at(0).set->id == "nmeg-no/0.1");
    document::ReadOptions options;
    options.profile = "nmeg/0.1";
    CHECK(read(json, options).messages.at(0).set->id == "nmeg/0.1");
  }

  TEST_CASE("wrong bundles") {
    CHECK(findings(read(R"({"documents":[]})")) == "schema.json-bundle 1:14 \n");
    CHECK(findings(read(R"({"documents":{}})")) == "schema.json-bundle 1:14 \n");
    CHECK(findings(read(R"({"documents":[1]})")) == "schema.json-bundle 1:15 \n");
    CHECK(findings(read(R"({"documents":[{"Acknowledgement_MarketDocument":{}}],"more":1})")) ==
          "schema.json-bundle 1:54 \n");
    CHECK(findings(read(R"({"documents":[{"Acknowledgement_MarketDocument":{}},{"x":{}}]})")) ==
          "schema.unknown-root 1:54 /x\n");
  }

  TEST_CASE("a supplement alone is said to be one, and is there for who knows what to do with it") {
    for (const auto* json :
         {R"({"message":"m","schema":"s","profile":"nmeg/0.1","entries":[]})",
          R"({"supplement":{"message":"m","schema":"s","profile":"nmeg/0.1","entries":[]}})"}) {
      const auto result = read(json);
      REQUIRE(result.findings.size() == 1);
      CHECK(result.findings[0].rule == "schema.supplement-alone");
      REQUIRE(result.supplement.has_value());
      CHECK(result.supplement->message == "m");
    }
  }

  TEST_CASE("wrong supplements") {
    const auto faults = [](const std::string& supplement) {
      const auto result =
          read(R"({"documents":[{"Acknowledgement_MarketDocument":{}}],"supplement":)" + supplement + "}");
      REQUIRE(result.supplement.has_value());
      CHECK(result.supplement->entries.empty());
      std::size_t count = 0;
      for (const auto& finding : result.findings) count += finding.rule == "schema.json-supplement" ? 1U : 0U;
      CHECK(count == result.findings.size());
      return count;
    };
    const auto entry = [&](const std::string& text) {
      return faults(R"({"message":"m","schema":"s","profile":"nmeg/0.1","entries":[)" + text + "]}");
    };
    CHECK(faults("null") == 1);
    CHECK(faults("{}") == 4);
    CHECK(faults(R"({"message":1,"schema":"s","profile":"nmeg/0.1","entries":{},"more":1})") == 3);
    CHECK(entry("1") == 1);
    CHECK(entry("{}") == 2);
    CHECK(entry(R"({"path":"p"})") == 1);
    CHECK(entry(R"({"path":"p","value":"v","absent":true})") == 1);
    CHECK(entry(R"({"path":"p","value":1})") == 1);
    CHECK(entry(R"({"path":1,"value":"v"})") == 1);
    CHECK(entry(R"({"path":"p","value":"v","reason":1})") == 1);
    CHECK(entry(R"({"path":"p","value":"v","more":1})") == 1);
    CHECK(entry(R"({"path":"p","present":false})") == 1);
    CHECK(entry(R"({"path":"p","absent":"true"})") == 1);
    CHECK(entry(R"({"path":"p","order":"1 2"})") == 1);
    CHECK(entry(R"({"path":"p","order":[0]})") == 1);
    CHECK(entry(R"({"path":"p","order":[1.5]})") == 1);
    CHECK(entry(R"({"path":"p","order":["1"]})") == 1);
  }

  TEST_CASE("a profile that is not known") {
    const auto result = read(R"({"documents":[{"Acknowledgement_MarketDocument":{}}],)"
                             R"("supplement":{"message":"m","schema":"s","profile":"nmeg/9","entries":[]}})");
    REQUIRE(result.findings.size() == 1);
    CHECK(result.findings[0].rule == "schema.json-bundle");
    CHECK(result.messages.size() == 1);
  }
}
