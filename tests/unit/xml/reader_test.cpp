#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "gateway/conformance/schema_check.hpp"
#include "gateway/document/write.hpp"
#include "gateway/reader/reference.hpp"
#include "gateway/resources/store.hpp"
#include "gateway/xml/write.hpp"
#include "tests/unit/document/messages.hpp"
#include "tests/unit/document/snippets.hpp"
#include "tests/unit/example_files.hpp"
#include "tests/unit/xml/fixture.hpp"

using namespace cimgate;
using namespace cimgate::test;
using document::Document;
using document::NodeId;
using document::ReadOptions;
using document::ReadResult;

namespace {

/// The node at this path below the root; the test fails when there is none.
NodeId find(const Document& document, std::string_view path) {
  for (NodeId id = 0; id < document.size(); ++id)
    if (document.path(id) == path) return id;
  FAIL(path);
  return 0;
}

std::string text_at(const Document& document, std::string_view path) {
  return std::string(document[find(document, path)].text);
}

std::string place(source::Position position) {
  return std::to_string(position.line) + ':' + std::to_string(position.column);
}

const Document& only_document(const ReadResult& result) {
  for (const auto& finding : result.findings) FAIL(finding.text.en);
  REQUIRE(result.messages.size() == 1);
  return result.messages.front().document;
}

const std::string street = "/RequestStartOfSupply/PayloadMPEvent/ConsumerInvolvedCustomerAddress/StreetName";

/// The street name of a message in which `content` stands for it.
std::string street_read_from(std::string_view content) {
  const auto result = read_text(replaced(start_of_supply(), "Kari Hemmelig vei", content));
  return text_at(only_document(result), street);
}

/// What stands at a position of the source, up to `size` bytes.
std::string_view source_at(const source::SourceText& source, source::Position position, std::size_t size) {
  auto line = source.line(position.line);
  for (std::uint32_t column = 1; column < position.column; ++column) {
    std::size_t bytes = 1;
    while (bytes < line.size() && (static_cast<unsigned char>(line[bytes]) & 0xC0U) == 0x80U) ++bytes;
    line.remove_prefix(bytes);
  }
  return line.substr(0, size);
}

/// Every node and attribute stands where its position says.
void check_positions(const ReadResult& result) {
  for (const auto& message : result.messages)
    for (NodeId id = 0; id < message.document.size(); ++id) {
      const auto& node = message.document[id];
      const auto tag = source_at(result.source, node.position, 200);
      const auto end = tag.find_first_of(" \r\n/>");
      bool right = tag.starts_with('<') && tag.substr(0, end).ends_with(node.name);
      for (const auto& attribute : node.attributes)
        right =
            right && source_at(result.source, attribute.position, attribute.name.size()) == attribute.name;
      if (!right) FAIL(message.document.path(id), " is not at ", place(node.position));
    }
}

std::string envelope(std::string_view body) {
  return R"(<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>)" + std::string(body) +
         "</e:Body></e:Envelope>";
}

std::string operation(std::string_view name, std::string_view service, std::string_view content) {
  return "<w:" + std::string(name) + " xmlns:w=\"urn:no:elhub:emif:wsdl:" + std::string(service) + ":v2\">" +
         std::string(content) + "</w:" + std::string(name) + ">";
}

std::string bundle(std::string_view content) {
  return R"(<bundle xmlns="urn:cimgate:bundle:1">)" + std::string(content) + "</bundle>";
}

/// "rule line:column" of each finding, one a line.
std::string findings_of(const ReadResult& result) {
  std::string all;
  for (const auto& finding : result.findings) {
    if (!all.empty()) all += '\n';
    all += finding.rule + ' ' + std::to_string(finding.line) + ':' + std::to_string(finding.column);
  }
  return all;
}

}  // namespace

TEST_SUITE("XML reader: messages") {
  TEST_CASE("a BIM message") {
    const auto result = read_text(start_of_supply());
    const auto& document = only_document(result);
    CHECK(result.messages.front().set->id == "elhub/2.4.3");
    CHECK(result.messages.front().kind->root.local == "RequestStartOfSupply");
    CHECK(result.reference_errors.empty());
    CHECK(document.size() == 32);
    CHECK(conformance::check_document(document, 10).empty());
    CHECK(document.root().ns == start_of_supply_ns);
    const auto header = find(document, "/RequestStartOfSupply/Header");
    CHECK(document[header].ns == start_of_supply_ns);
    const auto identification = find(document, "/RequestStartOfSupply/Header/Identification");
    CHECK(document[identification].ns == abie_ns);
    CHECK(document[identification].text == "6f3c2a10-0000-4000-8000-00000000c001");
    CHECK(document[identification].element != nullptr);
    const auto kind = find(document, "/RequestStartOfSupply/Header/DocumentType");
    REQUIRE(document[kind].attributes.size() == 1);
    CHECK(document[kind].attributes[0].name == "listAgencyIdentifier");
    CHECK(document[kind].attributes[0].value == "6");
    CHECK(document[kind].attributes[0].declaration != nullptr);
    CHECK(document.root().attributes.empty());
    CHECK(document[header].text.empty());
  }

  TEST_CASE("a CIM document, with the default namespace") {
    auto text = change_of_supplier();
    for (auto at = text.find("cim:"); at != std::string::npos; at = text.find("cim:")) text.erase(at, 4);
    text = replaced(text, "xmlns:cim", "xmlns");
    const auto result = read_text(text);
    const auto& document = only_document(result);
    CHECK(result.messages.front().set->id == "nmeg/0.1");
    CHECK(result.reference_errors.empty());
    CHECK(text_at(document, "/RequestChangeOfSupplier_MarketDocument/MktActivityRecord/mRID") == "record-1");
  }

  TEST_CASE("text is kept as it is written, with references resolved") {
    CHECK(street_read_from("") == "");
    CHECK(street_read_from("  a\n\t b ") == "  a\n\t b ");
    CHECK(street_read_from("a&amp;b&lt;c&gt;d&quot;e&apos;f") == "a&b<c>d\"e'f");
    CHECK(street_read_from("&#65;&#x42;&#xe6;&#8364;&#x1D11E;") == "ABæ€𝄞");
    CHECK(street_read_from("blåbær €𝄞") == "blåbær €𝄞");
    CHECK(street_read_from("a<![CDATA[<b>&amp;]]]]><![CDATA[>]]>c") == "a<b>&amp;]]>c");
    CHECK(street_read_from("a<!-- & < -->b<?p <x> ?>c") == "abc");
    CHECK(street_read_from("a\r\nb\rc&#13;d") == "a\nb\nc\rd");
    CHECK(street_read_from("a > b ' \"") == "a > b ' \"");
    CHECK(street_read_from("<![CDATA[a\r\nb]]>") == "a\nb");
  }

  TEST_CASE("what the schema fills in is not read") {
    // Elements with a default, written empty in every way; a fixed attribute that is left out.
    for (const char* empty : {"<cim:type/>", "<cim:type></cim:type>", "<cim:type><!-- --></cim:type>"}) {
      const auto result = read_text(replaced(change_of_supplier(), "<cim:type>392</cim:type>", empty));
      const auto& document = only_document(result);
      const auto type = find(document, "/RequestChangeOfSupplier_MarketDocument/type");
      CHECK(document[type].text.empty());
      CHECK(document.effective_text(type) == "392");
      CHECK(text_at(document, "/RequestChangeOfSupplier_MarketDocument/process.processType") == "E03");
    }
    // White space that the type collapses.
    const auto result =
        read_text(replaced(change_of_supplier(), "<cim:type>392</cim:type>", "<cim:type> 392\n</cim:type>"));
    CHECK(result.reference_errors.empty());
    CHECK(text_at(only_document(result), "/RequestChangeOfSupplier_MarketDocument/type") == " 392\n");
  }

  TEST_CASE("text between elements is kept with the element around it") {
    const auto result = read_text(replaced(replaced(start_of_supply(), "<rsm:Header>", "<rsm:Header> one "),
                                           "</rsm:Header>", "<!-- no --><![CDATA[ two ]]></rsm:Header>"));
    const auto& document = only_document(result);
    const auto header = find(document, "/RequestStartOfSupply/Header");
    CHECK(document[header].text.find("one") != std::string_view::npos);
    CHECK(document[header].text.find("two") != std::string_view::npos);
    CHECK(document[header].text.find("no") == std::string_view::npos);
    CHECK_FALSE(result.reference_errors.empty());
    CHECK_FALSE(conformance::check_document(document, 10).empty());
  }

  TEST_CASE("attributes") {
    const auto result = read_text(replaced(start_of_supply(), "<abie:DocumentType listAgencyIdentifier=\"6\"",
                                           "<abie:DocumentType xmlns:p='urn:p'\n p:a='1'  "
                                           "listAgencyIdentifier = ' 6&amp;&#10;\t7 ' xml:lang='nb' b=''"));
    const auto& document = only_document(result);
    const auto& node = document[find(document, "/RequestStartOfSupply/Header/DocumentType")];
    REQUIRE(node.attributes.size() == 4);
    CHECK(node.attributes[0].name == "{urn:p}a");
    CHECK(node.attributes[0].declaration == nullptr);
    CHECK(place(node.attributes[0].position) == "6:2");
    CHECK(node.attributes[1].name == "listAgencyIdentifier");
    CHECK(node.attributes[1].value == " 6&\n 7 ");
    CHECK(place(node.attributes[1].position) == "6:11");
    CHECK(node.attributes[2].name == "{http://www.w3.org/XML/1998/namespace}lang");
    CHECK(node.attributes[3].name == "b");
    CHECK(node.attributes[3].value == "");
  }

  TEST_CASE("attributes of XML Schema instances") {
    const auto with = [](std::string_view attributes) {
      return replaced(start_of_supply(), "<rsm:Header>",
                      "<rsm:Header xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" " +
                          std::string(attributes) + ">");
    };
    const auto header_of = [](const ReadResult& result) {
      const auto& document = only_document(result);
      return document[find(document, "/RequestStartOfSupply/Header")];
    };
    // Hints where schemas are to be found are not followed.
    const auto hints =
        read_text(with("xsi:schemaLocation='urn:x http://127.0.0.1:9/x.xsd' "
                       "xsi:noNamespaceSchemaLocation='/etc/passwd'"));
    CHECK(header_of(hints).attributes.empty());
    CHECK(hints.reference_errors.empty());
    CHECK(header_of(read_text(with("xsi:nil=' true '"))).nil);
    CHECK(header_of(read_text(with("xsi:nil='1'"))).nil);
    CHECK_FALSE(header_of(read_text(with("xsi:nil='false'"))).nil);
    CHECK(header_of(read_text(with("xsi:nil='0'"))).attributes.empty());
    CHECK(header_of(read_text(with("xsi:nil='maybe'"))).attributes[0].name == "xsi:nil");
    CHECK(header_of(read_text(with("xsi:type='rsm:X'"))).attributes[0].name == "xsi:type");
  }

  TEST_CASE("elements that the schema does not know stay in the tree, with all below them") {
    const auto result =
        read_text(replaced(start_of_supply(), "<abie:Creation>",
                           "<abie:Foo a='1'>x<abie:Bar>y</abie:Bar></abie:Foo><abie:Creation>"));
    const auto& document = only_document(result);
    const auto& foo = document[find(document, "/RequestStartOfSupply/Header/Foo")];
    CHECK(foo.element == nullptr);
    CHECK(foo.text == "x");
    CHECK(foo.attributes[0].value == "1");
    const auto& bar = document[find(document, "/RequestStartOfSupply/Header/Foo/Bar")];
    CHECK(bar.element == nullptr);
    CHECK(bar.text == "y");
    CHECK(document[find(document, "/RequestStartOfSupply/Header/Creation")].element != nullptr);
    // In another namespace a known name is unknown too.
    const auto other =
        read_text(replaced(start_of_supply(), "<abie:Creation>", "<Creation/><abie:Creation>"));
    CHECK(only_document(other)[find(only_document(other), "/RequestStartOfSupply/Header/Creation[1]")]
              .element == nullptr);
  }

  TEST_CASE("the encoding that the declaration names is not applied twice") {
    auto text = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" +
                replaced(start_of_supply(), "Kari Hemmelig vei", "Bl\xE5 vei");
    CHECK(text_at(only_document(read_text(text)), street) == "Blå vei");
    // As long as it may be: decoded twice it would be longer.
    text = replaced(text, "Bl\xE5 vei", std::string(150, '\xE5'));
    CHECK(read_text(text).reference_errors.empty());
    std::string wide = "\xFF\xFE";
    for (const char c : "<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + start_of_supply()) {
      wide += c;
      wide += '\0';
    }
    const auto result = read_text(wide);
    CHECK(result.reference_errors.empty());
    CHECK(text_at(only_document(result), street) == "Kari Hemmelig vei");
  }
}

TEST_SUITE("XML reader: positions") {
  TEST_CASE("of elements and attributes") {
    const auto result = read_text("<?xml version=\"1.0\"?>\r\n<!-- æøå -->" + start_of_supply());
    const auto& document = only_document(result);
    CHECK(place(document.root().position) == "2:13");
    CHECK(place(document[find(document, "/RequestStartOfSupply/Header/DocumentType")].position) == "6:5");
    CHECK(
        place(document[find(document, "/RequestStartOfSupply/Header/DocumentType")].attributes[0].position) ==
        "6:24");
    check_positions(result);
  }

  TEST_CASE("everywhere in long texts, whatever the bytes of a character and the line ends") {
    // Longer than the parser's buffers, with characters across their borders.
    for (const std::string_view line_end : {"\n", "\r\n", "\r", ""}) {
      std::string text;
      std::mt19937 random(7);
      auto xml = xml::to_xml(random_message("elhub/2.4.3", "CollectedData", 3), {});
      const auto from = xml.find("<rsm:PayloadEnergyTimeSeries");
      const auto to = xml.rfind("</rsm:CollectedData>");
      REQUIRE(from != std::string::npos);
      const auto series = xml.substr(from, to - from);
      text = xml.substr(0, from);
      while (text.size() < (line_end.empty() ? 130000U : 400000U)) {
        text += "<!-- ";
        for (std::size_t i = random() % 50; i > 0; --i) text += (random() % 2 == 0) ? "æ" : "𝄞";
        text += " -->" + series;
      }
      text += xml.substr(to);
      std::string with_line_ends;
      for (const char c : text) {
        if (c == '\n')
          with_line_ends += line_end;
        else
          with_line_ends += c;
      }
      const auto result = read_text(with_line_ends);
      CHECK(only_document(result).size() > 1000);
      check_positions(result);
    }
  }

  TEST_CASE("what is written is read back: every kind of message, with any content") {
    for (const auto& set : catalog().sets()) {
      ReadOptions options;
      options.ask_for(set);
      for (const auto& kind : set.messages)
        for (std::uint32_t seed = 0; seed < 3; ++seed) {
          INFO(set.id, ' ', kind.root.local, " seed ", seed);
          const auto message = random_message(set.id, kind.root.local, seed);
          for (const bool indent : {true, false}) {
            const auto result = read_text(xml::to_xml(message, {.indent = indent}), options);
            CHECK(dump(only_document(result)) == dump(message.document));
            CHECK(result.messages.front().set->id == set.id);
            check_positions(result);
          }
        }
    }
  }
}

TEST_SUITE("XML reader: reference validation") {
  TEST_CASE("all that is wrong is told, with place and path, and without the values") {
    auto text = start_of_supply();
    text = replaced(text, "2026-11-21T08:15:00+01:00", "yesterday");
    text = replaced(text, "listAgencyIdentifier=\"89\"", "listAgencyIdentifier=\"Kari Hemmelig\"");
    text = replaced(text, "<abie:AddressType>postaladr</abie:AddressType>", "<abie:Foo/>");
    text = replaced(text, ">974760673<", ">Kari Hemmelig<");
    const auto result = read_text(text);
    CHECK(only_document(result).size() == 32);
    std::vector<std::string> places;
    for (const auto& error : result.reference_errors) {
      CHECK_FALSE(error.message.empty());
      CHECK(error.message.find("yesterday") == std::string::npos);
      places.push_back(place(error.position) + ' ' + error.xpath);
    }
    const auto told = [&](std::string_view place) {
      return std::find(places.begin(), places.end(), place) != places.end();
    };
    CHECK(told("6:5 /RequestStartOfSupply/Header/Creation"));
    CHECK(told("18:5 /RequestStartOfSupply/ProcessEnergyContext/EnergyBusinessProcess"));
    CHECK(told("36:7 /RequestStartOfSupply/PayloadMPEvent/ConsumerInvolvedCustomerAddress/Foo"));
  }

  TEST_CASE("it agrees with our own check on changed messages of every kind") {
    std::size_t valid = 0;
    std::size_t invalid = 0;
    for (const auto* set : {catalog().set("elhub/2.4.3"), catalog().set("nmeg/0.1")})
      for (const auto& kind : set->messages) {
        const XmlFixture fixture(set->id, kind.root.local);
        for (std::uint32_t seed = 0; seed < 2; ++seed) {
          const auto xml = sample_xml(fixture.root(), seed);
          std::mt19937 random(seed);
          for (int i = 0; i < 12; ++i) {
            const auto mutant = i == 0 ? xml : mutated_xml(xml, random);
            ReadOptions options;
            options.ask_for(*set);
            const auto result = read_text(mutant, options);
            const auto& document = only_document(result);
            const auto violations = conformance::check_document(document, 10);
            ++(violations.empty() ? valid : invalid);
            CHECK_MESSAGE(
                result.reference_errors.empty() == violations.empty(), to_text(document, violations), ' ',
                result.reference_errors.empty() ? "" : result.reference_errors[0].message, '\n', mutant);
          }
        }
      }
    CHECK(valid > 50);
    CHECK(invalid > 500);
  }

  TEST_CASE("keys that are no values of their type do not stop it") {
    auto text = xml::to_xml(random_message("elhub/2.4.3", "CollectedData", 5), {});
    const auto result = read_text(text);
    REQUIRE(text.find("Sequence=") != std::string::npos);
    CHECK(only_document(result).size() > 10);
    const auto bad_keys = std::count_if(
        result.reference_errors.begin(), result.reference_errors.end(),
        [](const auto& error) { return error.xpath.find("/Observation") != std::string::npos; });
    CHECK(bad_keys > 0);
  }

  TEST_CASE("several threads share the compiled schemas") {
    const auto own = *schema::Catalog::open(resources::built_in());
    const auto bad = replaced(start_of_supply(), "postaladr", "x");
    std::vector<std::thread> threads;
    std::vector<std::size_t> errors(8);
    for (std::size_t number = 0; number < errors.size(); ++number)
      threads.emplace_back([&, number] {
        for (int i = 0; i < 20; ++i) {
          errors[number] += reader::read_by_reference(*own, bad, {}).reference_errors.size();
          errors[number] += reader::read_by_reference(*own, change_of_supplier(), {}).reference_errors.size();
          errors[number] += reader::read_by_reference(*own, envelope(start_of_supply()), {}).findings.size();
        }
      });
    for (auto& thread : threads) thread.join();
    for (const auto count : errors) CHECK(count == errors.front());
    CHECK(errors.front() > 0);
  }
}

TEST_SUITE("XML reader: SOAP envelopes") {
  TEST_CASE("a request, with a header that is left alone") {
    auto text = envelope(operation("RequestStartOfSupplyRequest", "marketprocesses", start_of_supply()));
    text = replaced(text, "<e:Body>",
                    "<e:Header><x:Security xmlns:x='urn:x'><a b='c'/></x:Security></e:Header>\n<e:Body>");
    const auto result = read_text(text);
    const auto& document = only_document(result);
    CHECK(result.reference_errors.empty());
    CHECK(document.size() == 32);
    CHECK(document.path(0) == "/RequestStartOfSupply");
    CHECK(document.root().position.line == 2);
    check_positions(result);
  }

  TEST_CASE("a message right in the body, and an operation without envelope") {
    CHECK(only_document(read_text(envelope(start_of_supply()))).size() == 32);
    const auto bare = operation("RequestStartOfSupplyRequest", "marketprocesses", start_of_supply());
    const auto result = read_text(bare);
    CHECK(only_document(result).size() == 32);
    CHECK(result.reference_errors.empty());
  }

  TEST_CASE("a poll result with several messages") {
    const auto result = read_text(envelope(operation(
        "PollForDataResponse", "polling:marketprocesses",
        "<w:Identification>6f3c2a10-0000-4000-8000-00000000c002</w:Identification>\n<w:ResultDataSet>\n" +
            start_of_supply() + "\n" + start_of_supply() + "</w:ResultDataSet>")));
    CHECK(result.findings.empty());
    CHECK(result.reference_errors.empty());
    REQUIRE(result.messages.size() == 2);
    CHECK(result.messages[0].document.root().position.line == 3);
    CHECK(result.messages[1].document.root().position.line == 47);
    CHECK(dump(result.messages[0].document) == dump(result.messages[1].document));
    check_positions(result);
  }

  TEST_CASE("an error in one of several messages has its path in that message") {
    const auto bad = replaced(start_of_supply(), "postaladr", "nowhere");
    const auto result = read_text(envelope(operation(
        "PollForDataResponse", "polling:marketprocesses",
        "<w:Identification>6f3c2a10-0000-4000-8000-00000000c002</w:Identification>\n<w:ResultDataSet>" +
            start_of_supply() + "\n" + bad + "</w:ResultDataSet>")));
    CHECK(result.messages.size() == 2);
    REQUIRE(result.reference_errors.size() == 1);
    CHECK(result.reference_errors[0].xpath ==
          "/RequestStartOfSupply/PayloadMPEvent/ConsumerInvolvedCustomerAddress/AddressType");
    CHECK(place(result.reference_errors[0].position) == "81:7");
    CHECK(result.findings.empty());
  }

  TEST_CASE("metering values: the service declares the message in its own namespace") {
    auto message = xml::to_xml(random_message("elhub/2.4.3", "CollectedData", 5), {});
    message = message.substr(message.find("<rsm:CollectedData"));
    const auto whole = dump(only_document(read_text(message)));
    auto renamed = replaced(message, "<rsm:CollectedData", "<w:CollectedData");
    renamed = replaced(renamed, "</rsm:CollectedData>", "</w:CollectedData>");
    const auto result = read_text(envelope(operation("CollectedDataRequest", "meteringvalues", renamed)));
    CHECK(dump(only_document(result)) == whole);
    CHECK(result.messages.front().kind->root.local == "CollectedData");
  }

  TEST_CASE("no message") {
    CHECK(findings_of(read_text(envelope(""))) == "schema.no-message 1:1");
    CHECK(findings_of(read_text(R"(<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"/>)"))
              .ends_with("schema.no-message 1:1"));
    const auto fault = read_text(envelope(
        "<e:Fault><faultcode>e:Client</faultcode><faultstring>Kari Hemmelig</faultstring><detail>"
        "<c:ElhubSOAPFault xmlns:c='urn:no:elhub:emif:wsdl:common:v2'><c:CodeGroup>XSD</c:CodeGroup>"
        "<c:Description>x</c:Description><c:ExceptionDateTime>2026-11-21T08:15:00+01:00</c:ExceptionDateTime>"
        "</c:ElhubSOAPFault></detail></e:Fault>"));
    CHECK(findings_of(fault) == "schema.no-message 1:1");
    CHECK(fault.findings.front().text.en.starts_with("This is a SOAP fault"));
    CHECK(read_text("<c:ElhubSOAPFault xmlns:c='urn:no:elhub:emif:wsdl:common:v2'/>")
              .findings.back()
              .text.en.starts_with("This is a SOAP fault"));
    CHECK(findings_of(read_text(
              envelope("<w:PollForDataResponse xmlns:w='urn:no:elhub:emif:wsdl:polling:marketprocesses:v2' "
                       "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='true'/>"))) ==
          "schema.no-message 1:1");
  }

  TEST_CASE("what is wrong with the envelope itself") {
    // The operation of another message.
    const auto other =
        read_text(envelope(operation("RequestEndOfSupplyRequest", "marketprocesses", start_of_supply())));
    CHECK(other.messages.size() == 1);
    REQUIRE(other.findings.size() == 1);
    CHECK(other.findings[0].rule == "schema.envelope");
    CHECK(other.findings[0].xpath == "/Envelope/Body/RequestEndOfSupplyRequest");
    const auto unknown = read_text(envelope("\n<a/>"));
    CHECK(findings_of(unknown) == "schema.unknown-root 2:1");
    CHECK(unknown.findings[0].xpath == "/Envelope/Body/a");
    CHECK(findings_of(read_text(
              envelope(replaced(start_of_supply(), "RequestStartOfSupply:v2", "RequestStartOfSupply:v1")))) ==
          "schema.unknown-version 1:73");
  }
}

TEST_SUITE("XML reader: bundles and profiles") {
  const std::string supplement =
      "\n<supplement message=\"RequestStartOfSupply\" schema=\"elhub/2.4.3\" profile=\"nmeg/0.1\">\n"
      "<value path=\"PayloadMPEvent/moveInToSLR\" reason=\"why\">false</value>\n"
      "<value path=\"a/@b\" reason=\"&lt;&amp;\"> x &amp;<![CDATA[ y]]>\n </value>\n"
      "<present path=\"c\" reason=\"r\"/><absent path=\"d\" reason=\"r\"></absent>\n"
      "<choice path=\"e\" reason=\"r\">Temporary</choice><order path=\"f\" reason=\"r\">3 1 2</order>\n"
      "</supplement>";

  TEST_CASE("documents and supplement") {
    const auto result = read_text(bundle(change_of_supplier() + change_of_supplier() + supplement));
    CHECK(result.findings.empty());
    CHECK(result.reference_errors.empty());
    CHECK(result.messages.size() == 2);
    check_positions(result);
    REQUIRE(result.supplement.has_value());
    CHECK(result.supplement->message == "RequestStartOfSupply");
    CHECK(result.supplement->schema == "elhub/2.4.3");
    CHECK(result.supplement->profile == "nmeg/0.1");
    const auto& entries = result.supplement->entries;
    REQUIRE(entries.size() == 6);
    using Kind = document::SupplementEntry::Kind;
    CHECK(entries[0].kind == Kind::value);
    CHECK(entries[0].path == "PayloadMPEvent/moveInToSLR");
    CHECK(entries[0].value == "false");
    CHECK(entries[0].reason == "why");
    CHECK(entries[1].value == " x & y\n ");
    CHECK(entries[1].reason == "<&");
    CHECK(entries[2].kind == Kind::present);
    CHECK(entries[3].kind == Kind::absent);
    CHECK(entries[3].value == "");
    CHECK(entries[4].kind == Kind::choice);
    CHECK(entries[4].value == "Temporary");
    CHECK(entries[5].kind == Kind::order);
    CHECK(entries[5].value == "3 1 2");
  }

  TEST_CASE("what is written is read back") {
    const auto read = read_text(bundle(change_of_supplier() + change_of_supplier() + supplement));
    REQUIRE(read.supplement.has_value());
    for (const bool indent : {true, false}) {
      const auto again = read_text(xml::bundle_to_xml(read.messages, &*read.supplement, {.indent = indent}));
      CHECK(again.findings.empty());
      CHECK(again.reference_errors.empty());
      REQUIRE(again.messages.size() == 2);
      CHECK(dump(again.messages[1].document) == dump(read.messages[1].document));
      REQUIRE(again.supplement.has_value());
      REQUIRE(again.supplement->entries.size() == 6);
      for (std::size_t i = 0; i < 6; ++i) {
        CHECK(again.supplement->entries[i].kind == read.supplement->entries[i].kind);
        CHECK(again.supplement->entries[i].value == read.supplement->entries[i].value);
        CHECK(again.supplement->entries[i].reason == read.supplement->entries[i].reason);
      }
    }
  }

  TEST_CASE("what is wrong with a bundle") {
    CHECK(findings_of(read_text(bundle(""))).ends_with("schema.no-message 1:1"));
    CHECK(findings_of(read_text(bundle(change_of_supplier() + "\n<a xmlns=''/>"))) ==
          "schema.unknown-root 18:1");
    const auto with = [&](std::string_view from, std::string_view to) {
      return findings_of(read_text(bundle(change_of_supplier() + replaced(supplement, from, to))));
    };
    CHECK(with("message=\"RequestStartOfSupply\" ", "") == "schema.xml-supplement 18:1");
    CHECK(with("<order path=\"f\"", "<order") == "schema.xml-supplement 23:47");
    CHECK(with("3 1 2", "3 a 2") == "schema.xml-supplement 23:47");
    CHECK(with("<absent path=\"d\" reason=\"r\">", "<absent path=\"d\" reason=\"r\">x") ==
          "schema.xml-supplement 22:31");
    CHECK(with("<present", "<nothing/><present").starts_with("schema.xml-supplement"));
    CHECK(with("profile=\"nmeg/0.1\"", "profile=\"nmeg/9.9\"") == "schema.xml-supplement 1:1");
    const auto second = replaced(replaced(supplement, "RequestStartOfSupply", "Other"), "elhub/2.4.3", "x");
    const auto twice = read_text(bundle(change_of_supplier() + supplement + second));
    CHECK(findings_of(twice) == "schema.xml-bundle 1:1");
    CHECK(twice.supplement->message == "RequestStartOfSupply");
    CHECK(twice.supplement->entries.size() == 6);
    CHECK(findings_of(
              read_text(replaced(supplement, "<supplement", "<supplement xmlns='urn:cimgate:bundle:1'")))
              .ends_with("schema.supplement-alone 1:1"));
  }

  TEST_CASE("the profile: nmeg/0.1 when it fits, else the one that does") {
    const auto profile_of = [](const std::string& text, std::string_view asked = "") {
      ReadOptions options;
      options.profile = asked;
      const auto result = read_text(text, options);
      REQUIRE_FALSE(result.messages.empty());
      for (const auto& message : result.messages) CHECK(message.set == result.messages.front().set);
      return result.messages.front().set->id + (result.reference_errors.empty() ? "" : " invalid");
    };
    const auto nordic = change_of_supplier("E03");
    const auto norwegian = change_of_supplier("BRS-NO-101");
    const auto neither = change_of_supplier("nonsense");
    CHECK(profile_of(nordic) == "nmeg/0.1");
    CHECK(profile_of(norwegian) == "nmeg-no/0.1");
    CHECK(profile_of(neither) == "nmeg/0.1 invalid");
    CHECK(profile_of(nordic, "nmeg-no/0.1") == "nmeg-no/0.1");
    CHECK(profile_of(norwegian, "nmeg/0.1") == "nmeg/0.1 invalid");
    CHECK(profile_of(bundle(nordic + norwegian)) == "nmeg-no/0.1");
    CHECK(profile_of(bundle(nordic + nordic)) == "nmeg/0.1");
    const auto says_norwegian = replaced(supplement, "nmeg/0.1", "nmeg-no/0.1");
    CHECK(profile_of(bundle(nordic + says_norwegian)) == "nmeg-no/0.1");
    CHECK(profile_of(bundle(nordic + says_norwegian), "nmeg/0.1") == "nmeg/0.1");
    CHECK(profile_of(bundle(norwegian + supplement)) == "nmeg/0.1 invalid");
  }
}

TEST_SUITE("XML reader: samples") {
  TEST_CASE("every sample is valid, to the reference and to us") {
    const char* folder = std::getenv("CIMGATE_SAMPLES");
    if (folder == nullptr) return;
    std::size_t count = 0;
    for (const auto& file : test::xml_files(folder)) {
      // Of markets that are not built in, there may be samples, too.
      if (file.string().find("/danish/") != std::string::npos) continue;
      const auto result = read_text(test::file_text(file));
      INFO(file.string());
      CHECK(result.reference_errors.empty());
      CHECK(conformance::check_document(only_document(result), 10).empty());
      check_positions(result);
      ++count;
    }
    CHECK(count > 0);
  }
}
