#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "gateway/conformance/schema_check.hpp"
#include "gateway/reader/reference.hpp"
#include "gateway/resources/store.hpp"
#include "gateway/xml/write.hpp"
#include "tests/unit/document/messages.hpp"
#include "tests/unit/document/snippets.hpp"
#include "tests/unit/effort.hpp"
#include "tests/unit/example_files.hpp"
#include "tests/unit/xml/fixture.hpp"
#include "tests/unit/xml/reading.hpp"

using namespace cimgate;
using namespace cimgate::test;
using document::Document;
using document::NodeId;
using document::ReadOptions;
using document::ReadResult;

namespace {

std::string text_at(const Document& document, std::string_view path) {
  return std::string(document[find(document, path)].text);
}

const std::string street = "/RequestStartOfSupply/PayloadMPEvent/ConsumerInvolvedCustomerAddress/StreetName";

/// The street name of a message in which `content` stands for it.
std::string street_read_from(std::string_view content) {
  const auto result = read_text(replaced(start_of_supply(), "Kari Hemmelig vei", content));
  return text_at(only_document(result), street);
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
    // What cannot be nil may not say that it is not.
    CHECK(header_of(read_text(with("xsi:nil='0'"))).attributes[0].name == "xsi:nil");
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
        for (std::uint32_t seed = 0; seed < test::effort(3); ++seed) {
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
