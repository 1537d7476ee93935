#include <doctest/doctest.h>

#include <string>

#include "gateway/document/write.hpp"
#include "gateway/xml/write.hpp"
#include "tests/unit/document/messages.hpp"

using namespace cimgate;
using test::make_message;
using test::node_at;
using test::put;

namespace {

constexpr document::WriteOptions compact{.indent = false};
const std::string declaration = R"(<?xml version="1.0" encoding="UTF-8"?>)";
const std::string namespace_of_request =
    R"( xmlns:cim="urn:ediel.org:structure:requestchangeofsupplier:0:1")";

document::Message request() {
  return make_message("nmeg/0.1", "RequestChangeOfSupplier_MarketDocument");
}

}  // namespace

TEST_SUITE("XML writer") {
  TEST_CASE("elements, attributes and indentation") {
    auto message = request();
    put(message, "mRID", "id-1");
    put(message, "sender_MarketParticipant.mRID", "7080000000003");
    put(message, "sender_MarketParticipant.mRID/@codingScheme", "A10");
    put(message, "MktActivityRecord/mRID", "record-1");
    CHECK(xml::to_xml(message, {}) ==
          declaration + "\n<cim:RequestChangeOfSupplier_MarketDocument" + namespace_of_request +
              ">\n"
              "  <cim:mRID>id-1</cim:mRID>\n"
              "  <cim:sender_MarketParticipant.mRID codingScheme=\"A10\">7080000000003"
              "</cim:sender_MarketParticipant.mRID>\n"
              "  <cim:MktActivityRecord>\n"
              "    <cim:mRID>record-1</cim:mRID>\n"
              "  </cim:MktActivityRecord>\n"
              "</cim:RequestChangeOfSupplier_MarketDocument>\n");
  }

  TEST_CASE("compact output has no white space between elements; empty elements are one tag") {
    auto message = request();
    node_at(message, "mRID");
    node_at(message, "MktActivityRecord[2]");
    CHECK(xml::to_xml(message, compact) == declaration + "<cim:RequestChangeOfSupplier_MarketDocument" +
                                               namespace_of_request +
                                               "><cim:mRID/><cim:MktActivityRecord/><cim:MktActivityRecord/>"
                                               "</cim:RequestChangeOfSupplier_MarketDocument>\n");
    auto empty = request();
    CHECK(xml::to_xml(empty, compact) ==
          declaration + "<cim:RequestChangeOfSupplier_MarketDocument" + namespace_of_request + "/>\n");
  }

  TEST_CASE("texts and attributes are escaped so that a parser gives them back") {
    auto message = request();
    put(message, "mRID", "a<b>&\"'\t\n\r]]>\x01\xEF\xBF\xBF\xEF\xBF\xBCé");
    put(message, "sender_MarketParticipant.mRID/@codingScheme", "a<b>&\"'\t\n\r\x1F");
    const auto xml = xml::to_xml(message, compact);
    CHECK(
        xml.find(
            "<cim:mRID>a&lt;b&gt;&amp;\"'\t\n&#13;]]&gt;\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBCé</cim:mRID>") !=
        std::string::npos);
    CHECK(xml.find(R"(codingScheme="a&lt;b&gt;&amp;&quot;'&#9;&#10;&#13;)"
                   "\xEF\xBF\xBD\"/>") != std::string::npos);
  }

  TEST_CASE("other namespaces get the prefixes of the set, declared once on the root") {
    auto message = make_message("elhub/2.4.3", "RequestStartOfSupply");
    put(message, "Header/Identification", "id");
    const auto xml = xml::to_xml(message, compact);
    CHECK(xml.find("<rsm:RequestStartOfSupply xmlns:rsm=\"urn:no:elhub:emif:market:RequestStartOfSupply:v2\" "
                   "xmlns:abie=\"urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2\">"
                   "<rsm:Header><abie:Identification>id</abie:Identification></rsm:Header>") !=
          std::string::npos);
  }

  TEST_CASE("nil elements say so, and xsi is declared only then") {
    auto message = request();
    CHECK(xml::to_xml(message, compact).find("xmlns:xsi") == std::string::npos);
    message.document.set_nil(node_at(message, "mRID"), true);
    const auto xml = xml::to_xml(message, compact);
    CHECK(xml.find(R"( xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance")") != std::string::npos);
    CHECK(xml.find(R"(<cim:mRID xsi:nil="true"/>)") != std::string::npos);
  }

  TEST_CASE("nodes that the schema does not know stay well-formed, whatever they are called") {
    auto message = request();
    auto& document = message.document;
    document.append(0, "other", "urn:other", {});
    const auto odd = document.append(0, "a b<1>", document.root().ns, {});
    document.set_attribute(odd, "9 \"x", "v");
    document.append(0, "bare", "", {});
    CHECK(xml::to_xml(message, compact) ==
          declaration + "<cim:RequestChangeOfSupplier_MarketDocument" + namespace_of_request +
              R"( xmlns:ns1="urn:other"><ns1:other/><cim:a_x20_b_x3C_1_x3E_ _x39__x20__x22_x="v"/><bare/>)"
              "</cim:RequestChangeOfSupplier_MarketDocument>\n");
  }

  TEST_CASE("text between elements is not lost, white space there is") {
    auto message = request();
    put(message, "MktActivityRecord/mRID", "id");
    const auto record = node_at(message, "MktActivityRecord");
    message.document.set_text(record, "stray");
    CHECK(xml::to_xml(message, compact).find("<cim:MktActivityRecord>stray<cim:mRID>") != std::string::npos);
    message.document.set_text(record, " \n ");
    CHECK(xml::to_xml(message, compact).find("<cim:MktActivityRecord><cim:mRID>") != std::string::npos);
  }

  TEST_CASE("nodes that were taken out are not written") {
    auto message = request();
    put(message, "mRID", "id");
    put(message, "type", "392");
    message.document.remove(node_at(message, "mRID"));
    const auto xml = xml::to_xml(message, compact);
    CHECK(xml.find("mRID") == std::string::npos);
    CHECK(xml.find("<cim:type>392</cim:type>") != std::string::npos);
  }
}
