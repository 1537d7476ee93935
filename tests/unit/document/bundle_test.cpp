#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "gateway/document/write.hpp"
#include "gateway/json/write.hpp"
#include "gateway/xml/write.hpp"
#include "tests/unit/document/messages.hpp"

using namespace cimgate;
using document::SupplementEntry;
using test::make_message;
using test::put;

namespace {

constexpr document::WriteOptions compact{.indent = false};

std::vector<document::Message> documents(std::size_t count) {
  std::vector<document::Message> result;
  for (std::size_t i = 0; i < count; ++i) {
    result.push_back(make_message("nmeg/0.1", "RequestChangeOfSupplier_MarketDocument"));
    put(result.back(), "mRID", std::to_string(i + 1));
  }
  return result;
}

document::Supplement supplement() {
  using Kind = SupplementEntry::Kind;
  return {"RequestStartOfSupply",
          "elhub/2.4.3",
          "nmeg/0.1",
          {{Kind::value, "PayloadMPEvent[2]/moveInToSLR", "true & \"more\"", "no attribute <here>"},
           {Kind::present, "Header/Empty", "", "p"},
           {Kind::absent, "Header/Other", "", "a"},
           {Kind::choice, "PayloadMPEvent", "Temporary", "c"},
           {Kind::order, "PayloadMPEvent", "3 1 2", "o"}}};
}

}  // namespace

TEST_SUITE("bundle writers") {
  TEST_CASE("JSON: documents, and a supplement when there is one") {
    CHECK(json::bundle_to_json(documents(2), nullptr, compact) ==
          R"({"documents":[{"RequestChangeOfSupplier_MarketDocument":{"mRID":"1"}},)"
          R"({"RequestChangeOfSupplier_MarketDocument":{"mRID":"2"}}]})"
          "\n");
    const auto extra = supplement();
    const std::string expected =
        R"({"message":"RequestStartOfSupply","schema":"elhub/2.4.3","profile":"nmeg/0.1","entries":[)"
        R"({"path":"PayloadMPEvent[2]/moveInToSLR","value":"true & \"more\"","reason":"no attribute <here>"},)"
        R"({"path":"Header/Empty","present":true,"reason":"p"},)"
        R"({"path":"Header/Other","absent":true,"reason":"a"},)"
        R"({"path":"PayloadMPEvent","choice":"Temporary","reason":"c"},)"
        R"({"path":"PayloadMPEvent","order":[3,1,2],"reason":"o"}]})";
    CHECK(json::bundle_to_json({}, &extra, compact) == R"({"documents":[],"supplement":)" + expected + "}\n");
    CHECK(json::to_json(extra, compact) == expected + "\n");
  }

  TEST_CASE("JSON, indented: an entry a line") {
    auto extra = supplement();
    extra.entries.erase(extra.entries.begin(), extra.entries.end() - 1);
    CHECK(json::bundle_to_json(documents(1), &extra, {}) == R"({
  "documents": [
    {
      "RequestChangeOfSupplier_MarketDocument": {
        "mRID": "1"
      }
    }
  ],
  "supplement": {
    "message": "RequestStartOfSupply",
    "schema": "elhub/2.4.3",
    "profile": "nmeg/0.1",
    "entries": [
      {"path": "PayloadMPEvent", "order": [3, 1, 2], "reason": "o"}
    ]
  }
}
)");
  }

  TEST_CASE("an order that is no list of numbers is written as it is") {
    document::Supplement extra;
    for (const auto* text : {"", "1  2", "x", "01", "-1", "1 "})
      extra.entries.push_back({SupplementEntry::Kind::order, "p", text, ""});
    const auto json = json::to_json(extra, compact);
    for (const auto* text :
         {R"("order":"")", R"("order":"1  2")", R"("order":"x")", R"("order":"01")", R"("order":"-1")"})
      CHECK(json.find(text) != std::string::npos);
  }

  TEST_CASE("XML: one document alone is itself; else all inside a bundle") {
    const auto one = documents(1);
    CHECK(xml::bundle_to_xml(one, nullptr, {}) == xml::to_xml(one.front(), {}));
    const auto extra = supplement();
    CHECK(xml::bundle_to_xml(documents(1), &extra, {}) == R"(<?xml version="1.0" encoding="UTF-8"?>
<bundle xmlns="urn:cimgate:bundle:1">
  <cim:RequestChangeOfSupplier_MarketDocument xmlns:cim="urn:ediel.org:structure:requestchangeofsupplier:0:1">
    <cim:mRID>1</cim:mRID>
  </cim:RequestChangeOfSupplier_MarketDocument>
  <supplement message="RequestStartOfSupply" schema="elhub/2.4.3" profile="nmeg/0.1">
    <value path="PayloadMPEvent[2]/moveInToSLR" reason="no attribute &lt;here&gt;">true &amp; "more"</value>
    <present path="Header/Empty" reason="p"/>
    <absent path="Header/Other" reason="a"/>
    <choice path="PayloadMPEvent" reason="c">Temporary</choice>
    <order path="PayloadMPEvent" reason="o">3 1 2</order>
  </supplement>
</bundle>
)");
  }

  TEST_CASE("XML, compact") {
    CHECK(
        xml::bundle_to_xml(documents(2), nullptr, compact) ==
        R"(<?xml version="1.0" encoding="UTF-8"?><bundle xmlns="urn:cimgate:bundle:1">)"
        R"(<cim:RequestChangeOfSupplier_MarketDocument xmlns:cim="urn:ediel.org:structure:requestchangeofsupplier:0:1">)"
        R"(<cim:mRID>1</cim:mRID></cim:RequestChangeOfSupplier_MarketDocument>)"
        R"(<cim:RequestChangeOfSupplier_MarketDocument xmlns:cim="urn:ediel.org:structure:requestchangeofsupplier:0:1">)"
        R"(<cim:mRID>2</cim:mRID></cim:RequestChangeOfSupplier_MarketDocument></bundle>)"
        "\n");
  }
}
