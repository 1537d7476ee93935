#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "gateway/document/write.hpp"
#include "gateway/xml/write.hpp"
#include "tests/unit/document/messages.hpp"
#include "tests/unit/document/snippets.hpp"

using namespace cimgate;
using namespace cimgate::test;
using namespace std::string_literals;
using document::ReadOptions;

namespace {

/// "rule line:column" of the only finding; nothing else may have been read.
std::string refused(const std::string& bytes, const ReadOptions& options = {}) {
  const auto result = read_text(bytes, options);
  CHECK(result.messages.empty());
  CHECK(result.reference_errors.empty());
  CHECK_FALSE(result.supplement.has_value());
  REQUIRE(result.findings.size() == 1);
  const auto& finding = result.findings.front();
  return finding.rule + ' ' + std::to_string(finding.line) + ':' + std::to_string(finding.column);
}

std::string text_of(const std::string& bytes) {
  const auto result = read_text(bytes);
  REQUIRE(result.findings.size() == 1);
  return result.findings.front().text.en;
}

/// A message with something put in behind the start tag of its street name.
std::string with_text(std::string_view put) {
  return replaced(start_of_supply(), "Kari Hemmelig vei", put);
}

/// A message with something put into the start tag of its header, in line 3, column 14.
std::string with_attribute(std::string_view put) {
  return replaced(start_of_supply(), "<rsm:Header>", "<rsm:Header" + std::string(put) + ">");
}

}  // namespace

TEST_SUITE("bad input: not well-formed") {
  TEST_CASE("cut off anywhere") {
    const auto whole = "<?xml version=\"1.0\"?>\n" + start_of_supply();
    REQUIRE(read_text(whole).findings.empty());
    for (std::size_t size = 1; size < whole.size(); size += size < 400 ? 1 : 13) {
      INFO("the first ", size, " bytes");
      CHECK(refused(whole.substr(0, size)).starts_with("wellformed."));
    }
    CHECK(text_of(whole.substr(0, whole.size() - 1)) ==
          "The document ends too early: expected the end of 'rsm:RequestStartOfSupply', which begins in line "
          "2.");
    CHECK(text_of(whole.substr(0, whole.find("<abie:Creation>") + 20)) ==
          "The document ends too early: expected the end of 'abie:Creation', which begins in line 7.");
    // Where keys are being collected, too.
    const auto series = xml::to_xml(random_message("elhub/2.4.3", "CollectedData", 1), {});
    CHECK(refused(series.substr(0, series.rfind("<abie:Observation"))).starts_with("wellformed.syntax"));
    CHECK(text_of("<a").find("a tag is not finished") != std::string::npos);
  }

  TEST_CASE("an end tag that does not fit") {
    const auto bad = replaced(start_of_supply(), "</rsm:Header>", "</rsm:Haeder>");
    CHECK(refused(bad) == "wellformed.syntax 16:3");
    CHECK(text_of(bad) ==
          "End tag 'rsm:Haeder' does not fit: expected the end of 'rsm:Header', which begins in line 3.");
    CHECK(refused(replaced(start_of_supply(), "</rsm:Header>", "</rsm:Header></rsm:Header>")) ==
          "wellformed.syntax 16:16");
    CHECK(refused("</a>") == "wellformed.syntax 1:1");
  }

  TEST_CASE("two roots, and text behind the root") {
    const auto end = "44:28";
    CHECK(refused(start_of_supply() + start_of_supply()) == "wellformed.syntax "s + end);
    CHECK(refused(start_of_supply() + "text") == "wellformed.syntax "s + end);
    CHECK(refused(start_of_supply() + "<![CDATA[x]]>").starts_with("wellformed.syntax 44:"));
    CHECK(refused(start_of_supply() + "</a>").starts_with("wellformed.syntax 44:"));
    CHECK(read_text(start_of_supply() + "\n<!-- end --><?x y?>\n").findings.empty());
  }

  TEST_CASE("no root") {
    CHECK(refused("<!-- nothing else -->").starts_with("wellformed.syntax 1:"));
    CHECK(refused("<?xml version=\"1.0\"?>").starts_with("wellformed.syntax 1:"));
    CHECK(refused("<![CDATA[x]]>").starts_with("wellformed.syntax 1:"));
    CHECK(refused("<").starts_with("wellformed.syntax 1:"));
    CHECK(refused("<1a/>") == "wellformed.syntax 1:2");
    CHECK(refused("hello") == "wellformed.unknown-format 1:1");
    CHECK(refused("\n  hello <a/>") == "wellformed.unknown-format 2:3");
  }

  TEST_CASE("attributes") {
    CHECK(refused(with_attribute(" a='1' b='2' a='1'")) == "wellformed.syntax 3:3");
    CHECK(text_of(with_attribute(" a='1' a='Kari Hemmelig'")) ==
          "Element 'rsm:Header' has the same attribute twice.");
    CHECK(refused(with_attribute(" xmlns:p='u' xmlns:q='u' p:a='1' q:a='2'")) == "wellformed.syntax 3:3");
    CHECK(refused(with_attribute(" a")).starts_with("wellformed.syntax 3:"));
    CHECK(refused(with_attribute(" a=1")).starts_with("wellformed.syntax 3:"));
    CHECK(refused(with_attribute(" a='1'b='2'")).starts_with("wellformed.syntax 3:"));
    CHECK(refused(with_attribute(" a='<'")).starts_with("wellformed.syntax 3:"));
    CHECK(refused(with_attribute(" a='\x01'")).starts_with("wellformed.syntax 3:"));
  }

  TEST_CASE("prefixes that are not declared") {
    CHECK(refused(with_attribute(" p:a='1'")) == "wellformed.syntax 3:3");
    CHECK(text_of(replaced(start_of_supply(), "abie:Creation", "p:Creation")) ==
          "Element 'p:Creation' uses a namespace prefix that is not declared.");
    CHECK(refused(with_attribute(" xmlns:p=''")) == "wellformed.syntax 3:3");
    CHECK(refused(with_attribute(" xmlns:xmlns='u'")) == "wellformed.syntax 3:3");
    CHECK(refused("<x:a/>") == "wellformed.syntax 1:1");
  }

  TEST_CASE("text") {
    CHECK(refused(with_text("a & b")).starts_with("wellformed.syntax 37:"));
    CHECK(text_of(with_text("a & b")) == "This '&' does not begin a reference, as XML requires.");
    CHECK(text_of(with_text("a &nbsp; b")).starts_with("Unknown entity"));
    CHECK(refused(with_text("&#0;")).starts_with("wellformed.syntax 37:"));
    CHECK(refused(with_text("&#xD800;")).starts_with("wellformed.syntax 37:"));
    CHECK(refused(with_text("&#x110000;")).starts_with("wellformed.syntax 37:"));
    CHECK(refused(with_text("&#zz;")).starts_with("wellformed.syntax 37:"));
    CHECK(refused(with_text("\x01")) == "wellformed.syntax 37:24");
    CHECK(refused(with_text("\xEF\xBF\xBF")) == "wellformed.syntax 37:24");
    CHECK(refused(with_text("]]>")).starts_with("wellformed.syntax 37:"));
    CHECK(refused(with_text("a < b")).starts_with("wellformed.syntax 37:"));
    CHECK(refused(with_text("<!-- -- -->")).starts_with("wellformed.syntax 37:"));
    CHECK(refused(with_text("<?xml version='1.0'?>")).starts_with("wellformed.syntax 37:"));
    CHECK(refused(with_text("<!ELEMENT a>")).starts_with("wellformed.syntax 37:"));
  }

  TEST_CASE("the XML declaration") {
    CHECK(refused("\n<?xml version='1.0'?>" + start_of_supply()).starts_with("wellformed.syntax 2:"));
    CHECK(refused("<?xml version='1.1'?>" + start_of_supply()) == "wellformed.version 1:16");
    CHECK(refused("<?xml version='2.0'?>" + start_of_supply()) == "wellformed.version 1:16");
    CHECK(refused("<?xml version='x'?>" + start_of_supply()).starts_with("wellformed.syntax 1:"));
    CHECK(refused("<?xml encoding='UTF-8'?>" + start_of_supply()).starts_with("wellformed.syntax 1:"));
    CHECK(refused("<?xml version='1.0' standalone='maybe'?>" + start_of_supply())
              .starts_with("wellformed.syntax 1:"));
    CHECK(read_text("<?xml version='1.0' standalone='yes'?>" + start_of_supply()).findings.empty());
  }

  TEST_CASE("bytes") {
    CHECK(refused("") == "wellformed.empty 0:0");
    CHECK(refused(with_text("\0"s)) == "wellformed.encoding 37:24");
    CHECK(refused(with_text("\xED\xA0\x80")) == "wellformed.encoding 37:24");
    CHECK(refused(with_text("\xC0\xAF")) == "wellformed.encoding 37:24");
    CHECK(refused(with_text("bl\xE5")) == "wellformed.encoding 37:26");
  }

  TEST_CASE("any damage is survived") {
    const auto whole = start_of_supply();
    std::mt19937 random(42);
    const std::string bytes = "<>&\"'/=!?[]-:; \n\0ax0\xC3\xA5\xFF"s;
    for (int i = 0; i < 1500; ++i) {
      auto damaged = whole;
      for (std::size_t n = random() % 3 + 1; n > 0; --n) {
        const auto at = random() % damaged.size();
        switch (random() % 3) {
          case 0:
            damaged[at] = bytes[random() % bytes.size()];
            break;
          case 1:
            damaged.erase(at, random() % 40 + 1);
            break;
          default:
            damaged.insert(at, damaged.substr(random() % damaged.size(), random() % 60));
            break;
        }
      }
      const auto result = read_text(damaged);
      CHECK((result.messages.empty() != result.findings.empty()));
    }
  }
}

TEST_SUITE("bad input: attacks") {
  TEST_CASE("document type declarations are refused before anything is done with them") {
    CHECK(refused("<?xml version='1.0'?>\n<!DOCTYPE lolz [\n<!ENTITY lol 'lol'>\n"
                  "<!ENTITY lol2 '&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;'>\n"
                  "<!ENTITY lol3 '&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;'>\n"
                  "]>\n<lolz>&lol3;</lolz>") == "wellformed.doctype 2:1");
    CHECK(refused("<!-- <a> --><?p <a>?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
                  "<a>&x;</a>") == "wellformed.doctype 1:22");
    CHECK(refused("<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'>" + start_of_supply()) ==
          "wellformed.doctype 1:1");
    CHECK(refused("<!doctype html>\n<html><body>Not found</body></html>") == "wellformed.doctype 1:1");
    CHECK(refused("<a/><!DOCTYPE a>").starts_with("wellformed."));
    // In a comment it is none.
    CHECK(read_text("<!-- <!DOCTYPE a> -->" + start_of_supply()).findings.empty());
  }

  TEST_CASE("deeply nested elements") {
    std::string deep;
    for (int i = 0; i < 10000; ++i) deep += "<a>";
    CHECK(refused(deep) == "wellformed.depth 1:193");
    ReadOptions options;
    options.limits.depth = 5;
    CHECK(refused("<a>\n<b><c><d><e/></d></c></b></a>", options).starts_with("schema.unknown-root"));
    CHECK(refused("<a>\n<b><c><d><e><f/></e></d></c></b></a>", options) == "wellformed.depth 2:13");
    CHECK(refused("<a>\n<b><c><d><e></e><e/></d><d><e><f></f></e></d></c></b></a>", options) ==
          "wellformed.depth 2:31");
  }

  TEST_CASE("deeply nested SOAP") {
    const std::string open = R"(<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>)";
    const std::string close = "</e:Body></e:Envelope>";
    std::string text;
    for (int i = 0; i < 5000; ++i) text += open;
    CHECK(refused(text).starts_with("wellformed.depth"));
    CHECK(refused(open + open + close + close).starts_with("schema.unknown-root"));
  }

  TEST_CASE("long texts, names and attribute values") {
    ReadOptions options;
    options.limits.text = 5000;
    const std::string fits(5000, 'x');
    const std::string longer(5001, 'x');
    CHECK(read_text(with_text(fits), options).findings.empty());
    CHECK(refused(with_text(longer), options) == "wellformed.text-too-long 37:24");
    CHECK(refused(with_text(std::string(3000, 'x') + "<!--c-->" + std::string(3000, 'x')), options) ==
          "wellformed.text-too-long 37:3032");
    CHECK(refused(with_text("<![CDATA[" + longer + "]]>"), options) == "wellformed.text-too-long 37:24");
    CHECK(refused(with_text("<!--" + longer + "-->"), options) == "wellformed.text-too-long 37:24");
    CHECK(refused(with_text("<!--" + longer), options) == "wellformed.text-too-long 37:24");
    CHECK(refused(with_attribute(" a='" + longer + "'"), options) == "wellformed.text-too-long 3:17");
    CHECK(refused(with_attribute(" a='" + longer), options) == "wellformed.text-too-long 3:17");
    CHECK(refused(with_attribute(" " + longer + "=''"), options) == "wellformed.text-too-long 3:3");
    CHECK(refused("<" + longer + "/>", options) == "wellformed.text-too-long 1:1");
    CHECK(refused("<a>" + longer, options) == "wellformed.text-too-long 1:4");
  }

  TEST_CASE("a million attributes, elements beyond the limit") {
    std::string text = "<a";
    for (int i = 0; i < 1000000; ++i) text += " a" + std::to_string(i) + "=''";
    CHECK(refused(text + "/>") == "wellformed.too-many-attributes 1:1");
    ReadOptions options;
    options.limits.elements = 31;
    CHECK(refused(start_of_supply(), options) == "wellformed.too-many-elements 41:7");
    options.limits.elements = 32;
    CHECK(read_text(start_of_supply(), options).findings.empty());
  }

  TEST_CASE("findings beyond the limit are counted") {
    const std::string open = R"(<b:bundle xmlns:b="urn:cimgate:bundle:1">)";
    std::string text = open;
    for (int i = 0; i < 30; ++i) text += "<a/>";
    ReadOptions options;
    options.limits.findings = 10;
    const auto result = read_text(text + "</b:bundle>", options);
    CHECK(result.findings.size() == 10);
    CHECK(result.findings_left_out == 20);
    auto invalid = start_of_supply();
    for (int i = 0; i < 30; ++i) invalid = replaced(invalid, "<abie:Creation>", "<abie:Foo/><abie:Creation>");
    CHECK(read_text(invalid, options).reference_errors.size() == 10);
  }
}

TEST_SUITE("bad input: not a message that is known") {
  TEST_CASE("root elements") {
    CHECK(refused("<a/>") == "schema.unknown-root 1:1");
    CHECK(text_of("<a/>") ==
          "Element 'a' is not a message that is known. Expected a BIM message, a CIM document, or a SOAP "
          "envelope or bundle of them.");
    CHECK(text_of("<RequestStartofSupply xmlns='urn:x'/>") ==
          "Element 'RequestStartofSupply' is not a message that is known. Did you mean "
          "'RequestStartOfSupply'?");
    CHECK(text_of("<RequestChangeOfSuplier/>")
              .ends_with("Did you mean 'RequestChangeOfSupplier_MarketDocument'?"));
    CHECK(text_of("<" + std::string(5000, 'a') + "/>").size() < 400);
    const auto result = read_text("\n<x:RequestStart xmlns:x='urn:x'/>");
    CHECK(result.findings.front().xpath == "/RequestStart");
    CHECK(result.findings.front().stage == Stage::schema);
  }

  TEST_CASE("the namespace or version of a message") {
    const auto in_namespace = [](std::string_view ns) {
      return replaced(start_of_supply(), start_of_supply_ns, ns);
    };
    CHECK(refused(in_namespace("urn:no:elhub:emif:market:RequestStartOfSupply:v3")) ==
          "schema.unknown-version 1:1");
    CHECK(text_of(in_namespace("urn:no:elhub:emif:market:RequestStartOfSupply:v3")) ==
          "Element 'RequestStartOfSupply' is of version 'urn:no:elhub:emif:market:RequestStartOfSupply:v3'; "
          "expected 'urn:no:elhub:emif:market:RequestStartOfSupply:v2'.");
    CHECK(refused(in_namespace("urn:x")) == "schema.unknown-namespace 1:1");
    CHECK(text_of("<RequestStartOfSupply/>") ==
          "Element 'RequestStartOfSupply' has no namespace; expected "
          "'urn:no:elhub:emif:market:RequestStartOfSupply:v2'.");
    CHECK(refused("<RequestChangeOfSupplier_MarketDocument "
                  "xmlns='urn:ediel.org:structure:requestchangeofsupplier:0:2'/>") ==
          "schema.unknown-version 1:1");
    CHECK(refused("<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope'/>") ==
          "schema.unknown-namespace 1:1");
    CHECK(refused("<bundle/>") == "schema.unknown-namespace 1:1");
  }
}
