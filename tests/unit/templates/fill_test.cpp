#include "gateway/templates/fill.hpp"

#include <doctest/doctest.h>

#include <string>

#include "gateway/schema/model.hpp"

using namespace cimgate;
using templates::Hole;

namespace {

/// A hole for whole numbers of a range.
Hole of_range(std::int64_t least, std::int64_t most) {
  Hole hole;
  hole.form = Hole::Form::json_number;
  hole.least = least;
  hole.most = most;
  return hole;
}

/// What is put in; "-" when the value is left to the mapping.
std::string filled(const Hole& hole, const std::string& value, std::uint32_t number = 1) {
  std::string buffer, out;
  return fill(hole, value, number, buffer, out) ? out : "-";
}

}  // namespace

TEST_SUITE("filling holes") {
  TEST_CASE("which numbers stand as they are") {
    Hole hole;
    hole.fits = true;
    for (const char* value : {"0", "9", "10", "19", "90", "99", "1.5", "0.0", "0.9", "100.09", "9.90"}) {
      CAPTURE(value);
      CHECK(stands_as_it_is(hole, value));
    }
    for (const char* value :
         {"",    "00", "01", "09.5", "-1", "+1", ".5",  "1.",  ".",    "1.5.1", "1,5", "1:5",
          "1/5", ":",  "/",  "a",    " 1", "1 ", "1.:", "1./", "1.5 ", "0x1",   "1e3"}) {
      CAPTURE(value);
      CHECK_FALSE(stands_as_it_is(hole, value));
    }
  }

  TEST_CASE("whole numbers of a range stand as they are, from the first to the last") {
    for (const char* value : {"2", "3", "9", "29", "90", "300"}) {
      CAPTURE(value);
      CHECK(stands_as_it_is(of_range(2, 300), value));
    }
    // The last is 2 and once around.
    for (const char* value : {"1", "301", "2.0", "002", "-2", "", "18446744073709551618"}) {
      CAPTURE(value);
      CHECK_FALSE(stands_as_it_is(of_range(2, 300), value));
    }
    CHECK(stands_as_it_is(of_range(0, 0), "0"));
    CHECK(stands_as_it_is(of_range(0, 1'000'000'000), "999999999"));
    CHECK_FALSE(stands_as_it_is(of_range(0, -1), "0"));
  }

  TEST_CASE("a value that only looks like one of the range is not put in") {
    schema::SimpleType text, whole;
    whole.base = schema::Base::integer;
    auto hole = of_range(0, 100);
    hole.from = &text;
    hole.to = &whole;
    CHECK(filled(hole, "17") == "17");
    CHECK(filled(hole, "101") == "101");  // the type takes it, though the range does not say so
    for (const char* value : {"1:", ":1", "1/", "x", "1.5", ""}) {
      CAPTURE(value);
      CHECK(filled(hole, value) == "-");
    }
  }

  TEST_CASE("what is known of all values is not asked of each") {
    schema::SimpleType text, whole, ones;
    whole.base = schema::Base::integer;
    ones.patterns = {"1+"};
    Hole hole;
    hole.from = &text;
    hole.to = &ones;
    CHECK(filled(hole, "11") == "\"11\"");
    CHECK(filled(hole, "2") == "-");
    hole.most = 5;
    CHECK(filled(hole, "2") == "\"2\"");
    CHECK(filled(hole, "6") == "-");
    hole.fits = true;
    CHECK(filled(hole, "6") == "\"6\"");

    // 10 becomes 11, which comes back as 10.
    hole = {};
    hole.conversion.kind = mapping::Conversion::Kind::from_zero;
    hole.from = hole.to = &ones;
    CHECK(filled(hole, "x") == "-");
    CHECK(filled(hole, "10") == "-");
    hole.returns = true;
    CHECK(filled(hole, "10") == "\"11\"");
    CHECK(filled(hole, "11") == "-");
    hole.fits = true;
    CHECK(filled(hole, "11") == "\"12\"");
    hole.returns = false;
    hole.from = &whole;
    CHECK(filled(hole, "11") == "\"12\"");
    CHECK(filled(hole, "011") == "\"12\"");
  }

  TEST_CASE("white space that the one type folds and the other keeps") {
    schema::SimpleType text, whole;
    whole.base = schema::Base::integer;
    Hole hole;
    hole.fits = true;
    const auto in = [&](const schema::SimpleType& from, const schema::SimpleType& to,
                        const std::string& value) {
      hole.from = &from;
      hole.to = &to;
      return filled(hole, value);
    };
    for (const char* value : {" 7", "7 ", "\n7\t"}) {
      CAPTURE(value);
      CHECK(in(whole, whole, value) == "\"7\"");
      CHECK(in(whole, text, value) == "\"7\"");
      CHECK(in(text, whole, value) == "-");
    }
    CHECK(in(text, text, " a  b") == "\" a  b\"");
  }

  TEST_CASE("each form writes a value as its kind of text does") {
    Hole hole;
    hole.kind = Hole::Kind::raw;
    const auto in = [&](Hole::Form form, const std::string& value) {
      hole.form = form;
      return filled(hole, value);
    };
    CHECK(in(Hole::Form::json_string, "a\"b<&") == "\"a\\\"b<&\"");
    CHECK(in(Hole::Form::json_number, "12.50") == "12.50");
    CHECK(in(Hole::Form::json_number, "007") == "7");
    CHECK(in(Hole::Form::json_number, "x") == "\"x\"");
    CHECK(in(Hole::Form::json_boolean, "1") == "true");
    CHECK(in(Hole::Form::json_boolean, "false") == "false");
    CHECK(in(Hole::Form::json_boolean, "x") == "\"x\"");
    CHECK(in(Hole::Form::xml_text, "a<&") == "a&lt;&amp;");
    CHECK(in(Hole::Form::xml_attribute, "a\"<") == "a&quot;&lt;");
    hole.kind = Hole::Kind::number;
    hole.form = Hole::Form::json_number;
    CHECK(filled(hole, "x", 42) == "42");
    // A source is of the record, which rows do not have.
    hole.kind = Hole::Kind::source;
    CHECK(filled(hole, "x") == "-");
  }

  TEST_CASE("only copies whose text is the value's are taken without a look at the form") {
    Hole hole;
    CHECK(takes_as_it_is(hole));
    hole.form = Hole::Form::json_boolean;
    CHECK_FALSE(takes_as_it_is(hole));
    hole.form = Hole::Form::xml_text;
    CHECK(takes_as_it_is(hole));
    hole.kind = Hole::Kind::raw;
    CHECK_FALSE(takes_as_it_is(hole));
    hole.kind = Hole::Kind::value;
    hole.conversion.kind = mapping::Conversion::Kind::instant;
    CHECK_FALSE(takes_as_it_is(hole));
  }
}
