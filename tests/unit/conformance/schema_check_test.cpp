#include "gateway/conformance/schema_check.hpp"

#include <doctest/doctest.h>

#include <string>

#include "gateway/conformance/content_model.hpp"
#include "tests/unit/xml/fixture.hpp"

using namespace cimgate;
using namespace cimgate::test;

namespace {

std::string xsd(const std::string& root) {
  return "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:t' targetNamespace='urn:t'"
         " elementFormDefault='qualified'>" +
         root + "</xs:schema>";
}

XmlFixture model(const std::string& content) {
  return XmlFixture(
      xsd("<xs:element name='R'><xs:complexType>" + content + "</xs:complexType></xs:element>"));
}

std::string message(const std::string& content, const std::string& attributes = {}) {
  return "<R xmlns='urn:t' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' " + attributes + ">" +
         content + "</R>";
}

std::string told_by_us_alone(const XmlFixture& fixture, const std::string& xml) {
  const auto document = fixture.read(xml);
  return to_text(document, conformance::check_document(document, 1000));
}

/// What the check says, after making sure that libxml2 comes to the same verdict.
std::string told(const XmlFixture& fixture, const std::string& xml) {
  const auto document = fixture.read(xml);
  const auto violations = conformance::check_document(document, 1000);
  CHECK_MESSAGE(violations.empty() == fixture.valid_to_libxml2(xml), xml);
  return to_text(document, violations);
}

const char* const sequence =
    "<xs:sequence><xs:element name='Start' type='xs:string'/><xs:element name='Middle' type='xs:string' "
    "minOccurs='0'/>"
    "<xs:element name='Finish' type='xs:string' maxOccurs='2'/><xs:element name='Note' type='xs:string' "
    "minOccurs='0'/>"
    "</xs:sequence>";

const char* const choice =
    "<xs:sequence><xs:element name='Id' type='xs:string'/><xs:choice><xs:element name='A' type='xs:string' "
    "maxOccurs='3'/>"
    "<xs:element name='B' type='xs:string'/><xs:element name='C' "
    "type='xs:string'/></xs:choice></xs:sequence>";

}  // namespace

TEST_SUITE("schema check: content") {
  TEST_CASE("what fits") {
    const auto fixture = model(sequence);
    CHECK(told(fixture, message("<Start/><Finish/>")).empty());
    CHECK(told(fixture, message(" <Start/>\n<Middle/><Finish/><Finish/><Note/> ")).empty());
  }

  TEST_CASE("a missing element") {
    const auto fixture = model(sequence);
    CHECK(told(fixture, message("<Finish/>")) == "missing_element /R: Start\n");
    CHECK(told(fixture, message("")) == "missing_element /R: Start\nmissing_element /R: Finish\n");
    CHECK(told(fixture, message("<Start/><Middle/>")) == "missing_element /R: Finish\n");
  }

  TEST_CASE("an element out of order is told as that, and nothing is called missing") {
    const auto fixture = model(sequence);
    CHECK(told(fixture, message("<Start/><Finish/><Middle/>")) ==
          "misplaced_element /R/Finish 'Finish': after Middle\n");
    CHECK(told(fixture, message("<Finish/><Finish/><Start/>")) ==
          "misplaced_element /R/Start 'Start': before Finish\n");
    CHECK(told(fixture, message("<Start/><Note/><Middle/><Finish/>")) ==
          "misplaced_element /R/Note 'Note': after Finish\n");
  }

  TEST_CASE("too many") {
    const auto fixture = model(sequence);
    CHECK(told(fixture, message("<Start/><Finish/><Finish/><Finish/><Finish/>")) ==
          "repeated_element /R/Finish[3] 'Finish': at most 2, here: 4\n");
    CHECK(told(fixture, message("<Start/><Start/><Finish/>")) ==
          "repeated_element /R/Start[2] 'Start': at most 1, here: 2\n");
  }

  TEST_CASE("too few") {
    const auto fixture = model(
        "<xs:sequence><xs:element name='A' type='xs:string' minOccurs='2' maxOccurs='3'/>"
        "<xs:element name='B' type='xs:string' minOccurs='0'/></xs:sequence>");
    CHECK(told(fixture, message("<A/><A/><B/>")).empty());
    CHECK(told(fixture, message("<A/><B/>")) == "missing_element /R: A (at least 2, here: 1)\n");
    CHECK(told(fixture, message("<A/>")) == "missing_element /R: A (at least 2, here: 1)\n");
  }

  TEST_CASE("an unknown element: what may come there, and what was meant") {
    const auto fixture = model(sequence);
    CHECK(told(fixture, message("<Start/><Other/><Finish/>")) ==
          "unexpected_element /R/Other 'Other': Middle or Finish\n");
    CHECK(told(fixture, message("<Other><Deep/></Other><Start/><Finish/>")) ==
          "unexpected_element /R/Other 'Other': Start\n");
    CHECK(told(fixture, message("<Start/><Finish/><Note/><Other/>")) ==
          "unexpected_element /R/Other 'Other': no more elements\n");
    // The misspelt one is there; it is not missing as well.
    CHECK(told(fixture, message("<Start/><Finnish/>")) ==
          "unexpected_element /R/Finnish 'Finnish': Finish (meant Finish)\n");
    CHECK(told(fixture, message("<Start/><Finish xmlns=''/>")) ==
          "unexpected_element /R/Finish 'Finish': Finish in the namespace urn:t (meant Finish)\n");
    CHECK(told(fixture, message("<Other/><Other/>")) ==
          "missing_element /R: Finish\nunexpected_element /R/Other[1] 'Other': Start\n");
  }

  TEST_CASE("a choice") {
    const auto fixture = model(choice);
    CHECK(told(fixture, message("<Id/><A/><A/><A/>")).empty());
    CHECK(told(fixture, message("<Id/><B/>")).empty());
    CHECK(told(fixture, message("<Id/>")) == "missing_element /R: one of A, B, C\n");
    CHECK(told(fixture, message("<Id/><B/><A/>")) == "other_choice /R/A 'A': one of A, B, C\n");
    CHECK(told(fixture, message("<Id/><A/><C/><A/><B/>")) ==
          "other_choice /R/C 'C': one of A, B, C\nother_choice /R/B 'B': one of A, B, C\n");
    CHECK(told(fixture, message("<Id/><A/><A/><A/><A/>")) ==
          "repeated_element /R/A[4] 'A': at most 3, here: 4\n");
    CHECK(told(fixture, message("<B/><Id/>")) == "misplaced_element /R/B 'B': after Id\n");
  }

  TEST_CASE("a choice that may be made again, at the root of the model") {
    const auto fixture = model(
        "<xs:choice maxOccurs='unbounded'><xs:element name='A' type='xs:string'/>"
        "<xs:element name='B' type='xs:string'/></xs:choice>");
    CHECK(told(fixture, message("<B/><A/><A/><B/>")).empty());
    CHECK(told(fixture, message("")) == "missing_element /R: A or B\n");
    CHECK(told(fixture, message("<A/><X/>")) == "unexpected_element /R/X 'X': A or B\n");
  }

  TEST_CASE("groups in groups, with occurrence") {
    const auto fixture = model(
        "<xs:sequence minOccurs='2' maxOccurs='3'><xs:element name='A' type='xs:string'/>"
        "<xs:sequence minOccurs='0' maxOccurs='unbounded'><xs:element name='B' type='xs:string'/>"
        "<xs:choice minOccurs='0'><xs:element name='C' type='xs:string' maxOccurs='2'/>"
        "<xs:sequence><xs:element name='D' type='xs:string'/><xs:element name='E' "
        "type='xs:string'/></xs:sequence>"
        "</xs:choice></xs:sequence></xs:sequence>");
    for (const char* good : {"<A/><A/>", "<A/><B/><B/><C/><C/><A/>", "<A/><B/><D/><E/><B/><A/><A/>"})
      CHECK(told(fixture, message(good)).empty());
    CHECK(told(fixture, message("<A/><B/>")) == "missing_element /R: one of A, B, C, D\n");
    CHECK(told(fixture, message("<A/><A/><A/><A/>")) == "unexpected_element /R/A[4] 'A': B\n");
    CHECK(told(fixture, message("<A/><B/><D/><B/><A/>")) == "unexpected_element /R/B[2] 'B': E\n");
    CHECK(told(fixture, message("<A/><B/><C/><C/><C/><A/>")) == "unexpected_element /R/C[3] 'C': A or B\n");
    CHECK(told(fixture, message("<A/><B/><C/><D/><E/><A/>")) ==
          "unexpected_element /R/D 'D': one of A, B, C\n");
  }

  TEST_CASE("a name that stands in two places of the model") {
    const auto fixture = model(
        "<xs:sequence><xs:element name='A' type='xs:string'/><xs:element name='B' type='xs:string'/>"
        "<xs:element name='A' type='xs:string' minOccurs='0'/></xs:sequence>");
    CHECK(told(fixture, message("<A/><B/>")).empty());
    CHECK(told(fixture, message("<A/><B/><A/>")).empty());
    CHECK(told(fixture, message("<A/><A/><B/>")) == "unexpected_element /R/A[2] 'A': B\n");
    CHECK(told(fixture, message("<A/><B/><A/><A/>")) == "unexpected_element /R/A[3] 'A': no more elements\n");
  }

  TEST_CASE("elements where only text may be, text where only elements may be") {
    const auto fixture = model(sequence);
    CHECK(told(fixture, message("<Start><Deep/></Start><Finish/>")) ==
          "unexpected_element /R/Start/Deep 'Deep': only text, no elements\n");
    const std::string text = told(fixture, message("<Start/>Ola Nordmann<Finish/>"));
    CHECK(text == "unexpected_text /R: only elements, no text between them\n");
  }

  TEST_CASE("everything is told, in document order") {
    const auto fixture = model(
        "<xs:sequence><xs:element name='A' type='xs:int'/><xs:element name='B' type='xs:int'/>"
        "<xs:element name='C' type='xs:int'/></xs:sequence><xs:attribute name='n' type='xs:int'/>");
    CHECK(told(fixture, message("<A>x</A><X/><C>1,5</C>", "n='y'")) ==
          "bad_value /R/@n 'y': a whole number from -2147483648 to 2147483647\n"
          "bad_value /R/A 'x': a whole number from -2147483648 to 2147483647\n"
          "unexpected_element /R/X 'X': B\n"
          "bad_value /R/C '1,5': a whole number from -2147483648 to 2147483647\n");
    const auto document = fixture.read(message("<A>x</A><X/><C>1,5</C>", "n='y'"));
    CHECK(conformance::check_document(document, 2).size() == 2);
    const auto whole = conformance::check_whole_document(document, 3);
    CHECK(whole.kept.size() == 3);
    CHECK(whole.left_out == 1);
  }
}

TEST_SUITE("schema check: values and attributes") {
  TEST_CASE("attributes") {
    const auto fixture = model(
        "<xs:attribute name='schemeAgencyIdentifier' type='xs:int' use='required'/>"
        "<xs:attribute name='flag' type='xs:boolean' fixed='true'/>");
    CHECK(told(fixture, message("", "schemeAgencyIdentifier='9'")).empty());
    CHECK(told(fixture, message("", "schemeAgencyIdentifier='09' flag=' true '")).empty());
    // The recommendation compares values; libxml2 compares the texts of elements, Xerces those of attributes.
    CHECK(told_by_us_alone(fixture, message("", "schemeAgencyIdentifier='9' flag='1'")).empty());
    CHECK(told(fixture, message("", "schemeAgencyIdentifier='9' flag='false'")) ==
          "bad_value /R/@flag 'false': true\n");
    CHECK(told(fixture, message("")) == "missing_attribute /R: schemeAgencyIdentifier\n");
    CHECK(told(fixture, message("", "schemeAgencyIdentifer='9'")) ==
          "unexpected_attribute /R/@schemeAgencyIdentifer 'schemeAgencyIdentifer': schemeAgencyIdentifier, "
          "flag (meant "
          "schemeAgencyIdentifier)\n");
    CHECK(told(fixture, message("", "schemeAgencyIdentifier='9' other='9'")) ==
          "unexpected_attribute /R/@other 'other': schemeAgencyIdentifier, flag\n");
  }

  TEST_CASE("an empty element takes its default or fixed value") {
    const auto fixture = model(
        "<xs:sequence><xs:element name='D' type='xs:int' default='7'/><xs:element name='F' type='xs:decimal' "
        "fixed='1.50'/>"
        "<xs:element name='N' type='xs:int' minOccurs='0'/></xs:sequence>");
    CHECK(told(fixture, message("<D/><F/>")).empty());
    CHECK(told(fixture, message("<D>8</D><F>1.50</F>")).empty());
    CHECK(told_by_us_alone(fixture, message("<D>8</D><F>01.5</F>")).empty());
    CHECK(told(fixture, message("<D/><F>1.51</F>")) == "bad_value /R/F '1.51': 1.50\n");
    CHECK(told(fixture, message("<D/><F/><N/>")) ==
          "bad_value /R/N: a whole number from -2147483648 to 2147483647\n");
    // White space is content: the default does not step in.
    CHECK(told(fixture, message("<D> </D><F/>")) ==
          "bad_value /R/D ' ': a whole number from -2147483648 to 2147483647\n");
  }

  TEST_CASE("nil") {
    const auto fixture = model(
        "<xs:sequence><xs:element name='A' type='xs:int' nillable='true'/><xs:element name='B' "
        "type='xs:int'/></xs:sequence>");
    CHECK(told(fixture, message("<A xsi:nil='true'/><B>1</B>")).empty());
    CHECK(told(fixture, message("<A xsi:nil='true'>1</A><B>1</B>")) ==
          "bad_nil /R/A 'nil': no content in an element that is nil\n");
    CHECK(told(fixture, message("<A>1</A><B xsi:nil='true'/>")) ==
          "bad_nil /R/B 'nil': a value: this element cannot be nil\n");
  }

  TEST_CASE("free text is not quoted, nor what looks like a national identity number") {
    const auto fixture = model(
        "<xs:sequence><xs:element name='Name'><xs:simpleType><xs:restriction base='xs:string'><xs:maxLength "
        "value='3'/>"
        "</xs:restriction></xs:simpleType></xs:element><xs:element name='Code'><xs:simpleType>"
        "<xs:restriction base='xs:string'><xs:enumeration "
        "value='E17'/></xs:restriction></xs:simpleType></xs:element>"
        "</xs:sequence>");
    CHECK(told(fixture, message("<Name>Nordmann</Name><Code>E18</Code>")) ==
          "bad_value /R/Name: at most 3 characters\nbad_value /R/Code 'E18': E17\n");
    CHECK(told(fixture, message("<Name/><Code>01018012345</Code>")) == "bad_value /R/Code: E17\n");
    CHECK(told(fixture, message("<Name/><Code>010180 12345</Code>")) == "bad_value /R/Code: E17\n");
    const std::string text = told(fixture, message("<Name/><Code>" + std::string(59, 'x') + "æøå</Code>"));
    CHECK(text == "bad_value /R/Code '" + std::string(59, 'x') + "…': E17\n");
  }
}

TEST_SUITE("schema check: unique") {
  const char* const series =
      "<xs:element name='R'><xs:complexType><xs:sequence><xs:element name='Series' maxOccurs='unbounded'>"
      "<xs:complexType><xs:sequence><xs:element name='Id' type='xs:token' minOccurs='0'/>"
      "<xs:element name='Point' minOccurs='0' maxOccurs='unbounded'><xs:complexType><xs:attribute name='n' "
      "type='xs:int'/>"
      "</xs:complexType></xs:element></xs:sequence></xs:complexType>"
      "<xs:unique name='points'><xs:selector xpath='t:Point'/><xs:field xpath='@n'/></xs:unique></xs:element>"
      "</xs:sequence></xs:complexType>"
      "<xs:unique name='ids'><xs:selector xpath='t:Series'/><xs:field "
      "xpath='t:Id'/></xs:unique></xs:element>";

  std::string with_prefix(const std::string& text) {
    auto made = xsd(text);
    made.insert(made.find(" xmlns='urn:t'"), " xmlns:t='urn:t'");
    return made;
  }

  TEST_CASE("keys are compared as values, within their owner only") {
    const XmlFixture fixture(with_prefix(series));
    CHECK(told(fixture,
               message(
                   "<Series><Id>a</Id><Point n='1'/><Point n='2'/></Series><Series><Point n='1'/></Series>"))
              .empty());
    CHECK(
        told(fixture, message("<Series><Point n='2'/><Point n='10'/><Point n='1'/><Point/><Point/></Series>"))
            .empty());
    CHECK(
        told(fixture, message("<Series><Point n='1'/><Point n='2'/><Point n='+01'/></Series>")) ==
        "not_unique /R/Series/Point[3]/@n '+01': a value that no other Point has (the same is in line 1)\n");
    CHECK(told(fixture, message("<Series><Id>a b</Id></Series>\n<Series><Id>b</Id></Series>\n<Series><Id> a  "
                                "b</Id></Series>")) ==
          "not_unique /R/Series[3]/Id: a value that no other Series has (the same is in line 1)\n");
    CHECK(told(fixture, message("<Series/><Series/>")).empty());
  }

  TEST_CASE("each further one is told") {
    const XmlFixture fixture(with_prefix(series));
    CHECK(told(fixture,
               message("<Series>\n<Point n='3'/>\n<Point n='3'/><Point n='4'/>\n<Point n='3'/></Series>")) ==
          "not_unique /R/Series/Point[2]/@n '3': a value that no other Point has (the same is in line 2)\n"
          "not_unique /R/Series/Point[4]/@n '3': a value that no other Point has (the same is in line 2)\n");
  }
}

TEST_SUITE("schema check: messages") {
  TEST_CASE("a start of supply with the mistakes that senders make") {
    const XmlFixture fixture("elhub/2.4.3", "RequestEndOfSupply");
    const std::string good = sample_xml(fixture.root(), 1);
    CHECK(told(fixture, good).empty());
    auto changed = good;
    for (std::size_t at = 0; (at = changed.find("EndOfOccurrence", at)) != std::string::npos; ++at)
      changed.erase(at + 7, 1);
    CHECK(told(fixture, changed) ==
          "unexpected_element /RequestEndOfSupply/PayloadMPEvent/EndOfOcurrence 'EndOfOcurrence': "
          "EndOfOccurrence (meant "
          "EndOfOccurrence)\n");
  }

  TEST_CASE("a long series is checked in linear time") {
    const XmlFixture fixture("elhub/2.4.3", "CollectedData");
    std::string xml = sample_xml(fixture.root(), 3);
    document::Document document = fixture.read(xml);
    const auto series = static_cast<std::uint32_t>(fixture.root().child_index("PayloadEnergyTimeSeries"));
    const auto id = document.find(0, series);
    REQUIRE(id != document::no_node);
    const auto& ns = fixture.root().children()[series].element->children()[0].element->name.ns;
    for (int i = 0; i < 100000; ++i) document.append(id, "Observation", ns, {});
    CHECK(conformance::check_document(document, 1000).size() == 1000);
    const auto whole = conformance::check_whole_document(document, 1000);
    CHECK(whole.kept.size() == 1000);
    CHECK(whole.left_out >= 99000);
  }
}
