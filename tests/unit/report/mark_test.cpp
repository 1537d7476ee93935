#include "gateway/report/mark.hpp"

#include <doctest/doctest.h>

using namespace cimgate;
using report::mark_of;

namespace {

/// What a finding at the first '<', '"' or digit of the line marks of it.
std::string marked(const std::string& line, std::size_t column, const std::string& rule = "schema.bad-value",
                   const std::string& xpath = "/A/B", Stage stage = Stage::schema) {
  Finding finding;
  finding.rule = rule;
  finding.xpath = xpath;
  finding.stage = stage;
  finding.line = 1;
  finding.column = static_cast<std::uint32_t>(column);
  const auto mark = mark_of(finding, {line});
  // The lines of these tests are ASCII where it is cut.
  return line.substr(mark.column - 1, mark.length);
}

}  // namespace

TEST_SUITE("reports: what is marked in a line") {
  TEST_CASE("the value of an element") {
    CHECK(marked("  <a:B x=\"1>2\">40</a:B>", 3) == "40");
    CHECK(marked("  <a:B>  40 </a:B>", 3) == "40");
    CHECK(marked("<A><B>1</B><B>22</B></A>", 12) == "22");
  }

  TEST_CASE("the value of an attribute") {
    CHECK(marked("<B scheme=\"9\" other='82'>40</B>", 1, "codes.list-agency", "/A/B/@other") == "82");
    CHECK(marked("<B no-other=\"1\" other=\"2\"/>", 1, "schema.bad-value", "/A/B/@other") == "2");
    CHECK(marked("<B>40</B>", 1, "schema.bad-value", "/A/B/@other") == "<B");
  }

  TEST_CASE("the name, where the element is wrong or its text is elsewhere") {
    CHECK(marked("  <a:B>40</a:B>", 3, "schema.unexpected-element") == "<a:B");
    CHECK(marked("  <a:B>", 3) == "<a:B");
    CHECK(marked("  <a:B/>", 3) == "<a:B");
    CHECK(marked("<A><B>1</B></A>", 1) == "<A");
  }

  TEST_CASE("values of JSON") {
    CHECK(marked(R"({"a": "x\"y", "b": 2})", 7) == R"("x\"y")");
    CHECK(marked(R"({"a": 12.5})", 7) == "12.5");
    CHECK(marked(R"({"a": {"b": 1}})", 7) == "{");
    CHECK(marked(R"(["open)", 2) == "\"");
  }

  TEST_CASE("one character where nothing more is known") {
    CHECK(marked("<A></B>", 4, "wellformed.syntax", "", Stage::wellformed) == "<");
    CHECK(marked("  <B>" + std::string(20000, '4') + "</B>", 3) == "<");
    Finding beyond;
    beyond.column = 99;
    CHECK(mark_of(beyond, {"<A/>"}).column == 99);
    CHECK(mark_of(beyond, {""}).length == 1);
  }

  TEST_CASE("columns count characters, not bytes") {
    Finding finding;
    finding.stage = Stage::schema;
    finding.column = 6;
    const auto mark = mark_of(finding, {"<Å/> <B>blåbær</B>"});
    CHECK(mark.column == 9);
    CHECK(mark.length == 6);
  }
}
