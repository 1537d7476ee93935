#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "gateway/document/write.hpp"
#include "gateway/json/read.hpp"
#include "gateway/json/write.hpp"
#include "gateway/validation/schema_stage.hpp"
#include "tests/unit/document/messages.hpp"
#include "tests/unit/effort.hpp"

using namespace cimgate;

namespace {

const std::vector<std::string> odd_names = {
    "",          R"(\u0000)",  R"(\uD83D\uDE00)", "$",         "#text",
    "value",     "xsi:type",   "xsi:nil",         "{urn:x}a",  "a/b",
    "..",        "[1]",        "@value",          R"(\")",     "mRID",
    " ",         "supplement", "entries",         "documents", R"(\u202E)",
    R"(\uFFFF)", "constructor"};
const std::vector<std::string> odd_values = {R"("")",       "null",
                                             "[]",          "{}",
                                             R"({"":1})",   R"({"":{"":[]}})",
                                             "[[[[1]]]]",   R"([null,"",{}])",
                                             "true",        "-0",
                                             "1e999999999", R"({"value":{"value":1}})",
                                             R"("\u0000")", R"({"xsi:type":"x","value":"1"})"};

std::size_t lacking_words = 0;

/// Reads and judges: whatever it is, it ends, and every finding says something.
void judge(const std::string& json) {
  const auto read = json::read_json(test::catalog(), source::SourceText(json), document::ReadOptions{});
  const auto checked = validation::check_schema(read, 1000);
  for (const auto* findings : {&read.findings, &checked.findings})
    for (const auto& finding : *findings)
      if (finding.text.en.empty() || finding.text.nb.empty() || finding.rule.empty()) ++lacking_words;
  const bool said = !read.findings.empty() || !checked.findings.empty();
  const bool valid =
      std::find(checked.valid.begin(), checked.valid.end(), false) == checked.valid.end() && !said;
  for (const auto& message : read.messages)
    if (valid) CHECK_FALSE(json::to_json(message, {}).empty());
}

/// Where members' names stand, between the quotes.
std::vector<std::pair<std::size_t, std::size_t>> names_in(const std::string& json) {
  std::vector<std::pair<std::size_t, std::size_t>> names;
  for (auto at = json.find("\":"); at != std::string::npos; at = json.find("\":", at + 1))
    names.emplace_back(json.rfind('"', at - 1) + 1, at);
  return names;
}

}  // namespace

TEST_SUITE("odd JSON") {
  TEST_CASE("any name and any value at any place of every document is a finding or fine") {
    lacking_words = 0;
    std::size_t place = 0;
    // A number that shares no factor with those of names and values, so that all of them are met.
    const std::size_t step = test::percent_of_effort() >= 100 ? 1 : 17;
    for (const auto& set : test::catalog().sets()) {
      if (set.side != schema::SchemaSet::Side::cim) continue;
      for (const auto& kind : set.messages) {
        CAPTURE(kind.root.local);
        const auto json = json::to_json(test::random_message(set.id, kind.root.local, 1), {});
        for (const auto& [begin, end] : names_in(json)) {
          if (++place % step != 0) continue;
          auto renamed = json;
          renamed.replace(begin, end - begin, odd_names[place % odd_names.size()]);
          judge(renamed);
          auto added = json;
          added.insert(begin - 1, "\"" + odd_names[(place / 3) % odd_names.size()] +
                                      "\":" + odd_values[place % odd_values.size()] + ",");
          judge(added);
          auto changed = json;
          changed.insert(end + 2, odd_values[place % odd_values.size()] + ",\"was\":");
          judge(changed);
        }
      }
    }
    CHECK(place > 1000);
    CHECK(lacking_words == 0);
  }

  TEST_CASE("odd names in bundles and supplements") {
    for (const auto& name : odd_names)
      for (const auto& value : odd_values) {
        const std::string member = "\"" + name + "\":" + value;
        judge("{" + member + "}");
        judge(R"({"documents":[{)" + member + "}]}");
        judge(R"({"documents":[],)" + (name == "documents" ? R"("x":1)" : member) + "}");
        judge(R"({"documents":[],"supplement":{)" + member + "}}");
        judge(R"({"supplement":{"message":"","schema":"","profile":"","entries":[{)" + member + "}]}}");
        judge(R"({"message":"","entries":[{"path":)" + value + "," + (name == "path" ? R"("x":1)" : member) +
              "}]}");
      }
  }

  TEST_CASE("xsi:type is a name like any other in JSON") {
    const auto read = json::read_json(
        test::catalog(),
        source::SourceText(
            R"({"NotifyValidatedMeasureData_MarketDocument":{"type":{"xsi:type":"MessageKind_String","value":"E66"}}})"),
        document::ReadOptions{});
    const auto checked = validation::check_schema(read, 1000);
    CHECK(std::any_of(checked.findings.begin(), checked.findings.end(),
                      [](const Finding& finding) { return finding.rule == "schema.unexpected-attribute"; }));
  }

  TEST_CASE("an empty text is not the default of XML") {
    const auto read = json::read_json(
        test::catalog(),
        source::SourceText(R"({"NotifyValidatedMeasureData_MarketDocument":{"type":{"value":""}}})"),
        document::ReadOptions{});
    REQUIRE(read.findings.size() == 1);
    CHECK(read.findings[0].rule == "schema.json-shape");
    CHECK(read.findings[0].xpath == "/NotifyValidatedMeasureData_MarketDocument/type");
  }
}
