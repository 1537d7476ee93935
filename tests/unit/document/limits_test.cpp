// What is beyond a limit costs nothing, and what is only counted is counted right.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "gateway/conformance/schema_check.hpp"
#include "gateway/json/read.hpp"
#include "gateway/xml/read.hpp"
#include "tests/unit/document/messages.hpp"

using namespace cimgate;
using document::ReadOptions;
using document::ReadResult;

namespace {

constexpr const char* start =
    "<rsm:RequestStartOfSupply xmlns:rsm='urn:no:elhub:emif:market:RequestStartOfSupply:v2'>";
constexpr const char* end = "</rsm:RequestStartOfSupply>";

ReadResult read_xml(const std::string& content, const ReadOptions& options = {}) {
  return xml::read_xml(test::catalog(), source::SourceText(start + content + end), options);
}

ReadResult read_json(const std::string& members, const ReadOptions& options = {}) {
  return json::read_json(
      test::catalog(), source::SourceText(R"({"RequestChangeOfSupplier_MarketDocument":{)" + members + "}}"),
      options);
}

std::string only_rule(const ReadResult& result) {
  return result.findings.size() == 1 ? result.findings[0].rule : "no finding, or several";
}

std::string times(int count, const std::string& one) {
  std::string all;
  for (int i = 0; i < count; ++i) {
    all += one;
    const auto star = all.find('*', all.size() - one.size());
    if (star != std::string::npos) all.replace(star, 1, std::to_string(i));
  }
  return all;
}

std::size_t attributes_of(const document::Document& document) {
  std::size_t count = 0;
  for (document::NodeId id = 0; id < document.size(); ++id) count += document[id].attributes.size();
  return count;
}

}  // namespace

TEST_SUITE("limits") {
  TEST_CASE("different names and namespaces") {
    ReadOptions options;
    options.limits.names = 10;  // the root, its prefix and namespace are three
    CHECK(only_rule(read_xml(times(8, "<n*/>"), options)) == "wellformed.too-many-names");
    CHECK(read_xml(times(7, "<n*/>"), options).findings.empty());
    CHECK(only_rule(read_xml(times(8, "<rsm:Header a*=''/>"), options)) == "wellformed.too-many-names");
    CHECK(only_rule(read_xml(times(8, "<rsm:Header xmlns='urn:*'/>"), options)) ==
          "wellformed.too-many-names");
    // The same again is no other name.
    CHECK(read_xml(times(1000, "<rsm:Header a = 'x' b\n=\"y\"/>"), options).findings.empty());
    CHECK(only_rule(read_xml(times(80000, "<n*/>"))) == "wellformed.too-many-names");
    CHECK(only_rule(read_xml(times(40000, "<a xmlns='u*'/>"))) == "wellformed.too-many-names");
  }

  TEST_CASE("namespaces declared at one place, however deep it is") {
    const auto nested = [](int depth) {
      const std::string tag = "<a" + times(30, " xmlns:p*='urn:x'") + ">";
      return times(depth, tag) + times(depth, "</a>");
    };
    CHECK(read_xml(nested(8)).findings.empty());
    CHECK(only_rule(read_xml(nested(9))) == "wellformed.too-many-names");
    CHECK(read_xml(times(100, nested(8))).findings.empty());  // beside each other
  }

  TEST_CASE("what the schema does not know is kept as long as it may be told") {
    const std::string many = "<rsm:Header" + times(250, " a*=''") + "/>";
    const auto xml = read_xml(times(100, many));
    REQUIRE(xml.messages.size() == 1);
    CHECK(attributes_of(xml.messages[0].document) == 10'000);
    CHECK(xml.findings_left_out == 15'000);
    CHECK(xml.reference_errors.size() == 1000);
    const auto elements = read_xml(times(30'000, "<a/>"));
    CHECK(elements.messages[0].document.size() < 10'100);

    const auto json = read_json(R"("type":{"value":"392")" + times(12'000, R"(,"a*":"1")") + "}");
    REQUIRE(json.messages.size() == 1);
    CHECK(attributes_of(json.messages[0].document) == 10'000);
    CHECK(json.findings_left_out == 2'000);
  }

  TEST_CASE("values of JSON are counted by the length of the text") {
    CHECK(read_json(R"("mRID":[)" + times(900, "1,") + "1]").messages.size() == 1);
    CHECK(only_rule(read_json(R"("mRID":[)" + times(100'000, "1,") + "1]")) ==
          "wellformed.too-many-elements");
  }

  TEST_CASE("findings beyond the limit are counted as they would be told") {
    const std::string parts[] = {times(20, "<rsm:Header a*='' b='x'/>"), times(20, "<rsm:n*/>"),
                                 times(5, "<rsm:PayloadMPEvent><rsm:x/></rsm:PayloadMPEvent>"),
                                 times(5, "<rsm:ProcessEnergyContext>text</rsm:ProcessEnergyContext>")};
    for (const auto& part : parts) {
      const auto read = read_xml(part);
      REQUIRE(read.messages.size() == 1);
      const auto& document = read.messages[0].document;
      const auto all = conformance::check_document(document, 100'000);
      REQUIRE(all.size() > 3);
      for (const std::size_t limit : {std::size_t{1}, std::size_t{3}, all.size() - 1, all.size()}) {
        CAPTURE(part);
        CAPTURE(limit);
        const auto some = conformance::check_whole_document(document, limit);
        CHECK(some.kept.size() == limit);
        CHECK(some.kept.size() + some.left_out == all.size());
        for (std::size_t i = 0; i < some.kept.size(); ++i) {
          CHECK(some.kept[i].node == all[i].node);
          CHECK(some.kept[i].kind == all[i].kind);
        }
      }
    }
  }

  TEST_CASE(
      "the parser is asked no further than it has room to answer, and the message is read all the same") {
    ReadOptions options;
    options.limits.findings = 5;
    const auto content = times(50, "<rsm:Header a*=''/>");
    const auto few = read_xml(content, options);
    const auto all = read_xml(content);
    CHECK(few.reference_errors.size() == 5);
    CHECK(all.reference_errors.size() > 50);
    CHECK(test::dump(few.messages.at(0).document) == test::dump(all.messages.at(0).document));
    for (std::size_t i = 0; i < few.reference_errors.size(); ++i) {
      CHECK(few.reference_errors[i].xpath == all.reference_errors[i].xpath);
      CHECK(few.reference_errors[i].message == all.reference_errors[i].message);
    }
    // What is not well-formed behind them is still found.
    const auto broken = read_xml(content + "<a>", options);
    CHECK(only_rule(broken) == "wellformed.syntax");
  }
}
