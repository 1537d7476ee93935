#include "gateway/schema/value.hpp"

#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

#include "gateway/schema/loader.hpp"

using namespace cimgate;
using namespace cimgate::schema;

namespace {

/// The type that one restriction (or the like) in XML Schema makes.
class TypeFromXsd {
 public:
  explicit TypeFromXsd(const std::string& simple_type)
      : text_("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='v'><xs:simpleType>" +
              simple_type + "</xs:simpleType></xs:element></xs:schema>") {
    const auto read = [this](std::string_view) -> tl::expected<std::string_view, std::string> {
      return text_;
    };
    auto loaded = load_schema(read, "v.xsd");
    REQUIRE_MESSAGE(loaded.has_value(), loaded.error());
    schema_ = std::move(*loaded);
  }
  const SimpleType& operator*() const { return *schema_->root("v")->text; }

 private:
  std::string text_;
  std::shared_ptr<const Schema> schema_;
};

TypeFromXsd restriction(const std::string& base, const std::string& facets = {}) {
  return TypeFromXsd("<xs:restriction base='xs:" + base + "'>" + facets + "</xs:restriction>");
}

void check_all(const TypeFromXsd& type, bool valid, const std::vector<std::string>& texts) {
  for (const auto& text : texts) {
    INFO("'" << text << "'");
    CHECK(!check_value(*type, text).has_value() == valid);
  }
}

std::string expected(const TypeFromXsd& type, std::string_view text) {
  const auto error = check_value(*type, text);
  return error ? error->expected : "(valid)";
}

std::string expected_nb(const TypeFromXsd& type, std::string_view text) {
  const auto error = check_value(*type, text);
  return error ? error->expected_nb : "(gyldig)";
}

}  // namespace

TEST_SUITE("schema values: lexical forms") {
  // Xerces-C++ 3.2 and libxml2 2.9 were asked about every text here; where they differ, the recommendation
  // decides.
  TEST_CASE("decimal") {
    const auto type = restriction("decimal");
    check_all(type, true,
              {"1", "1.", ".5", "-.5", "+1", "-0", "00.10", "  1 ", "123456789012345678901234567890.5"});
    check_all(type, false, {"", ".", "+", "-", "+.", "1e3", "1,5", "1 2", "INF", "1.0.0", "0x1", "٣"});
  }

  TEST_CASE("integer, int and long") {
    check_all(restriction("integer"), true,
              {"1", "+1", "-1", "01", "-0", " 5 ", "99999999999999999999999999"});
    check_all(restriction("integer"), false, {"", "+", "1.", "1.0", "1e3", "1 000"});
    check_all(restriction("int"), true, {"2147483647", "-2147483648", "00000000000000000000001"});
    check_all(restriction("int"), false, {"2147483648", "-2147483649"});
    check_all(restriction("long"), true, {"9223372036854775807", "-9223372036854775808"});
    check_all(restriction("long"), false, {"9223372036854775808", "-9223372036854775809"});
  }

  TEST_CASE("boolean") {
    check_all(restriction("boolean"), true, {"true", "false", "1", "0", " true "});
    check_all(restriction("boolean"), false, {"", "TRUE", "yes", "01"});
  }

  TEST_CASE("dateTime") {
    const auto type = restriction("dateTime");
    check_all(type, true,
              {"2026-01-31T00:00:00", "2026-01-31T00:00:00Z", "2026-01-31T00:00:00+14:00",
               "2026-01-31T00:00:00-14:00", "2026-01-31T24:00:00Z", "2026-01-31T24:00:00.000Z",
               "2024-02-29T00:00:00Z", "2000-02-29T00:00:00Z", "0001-01-01T00:00:00Z",
               "-0001-01-01T00:00:00Z", "-0004-02-29T00:00:00Z", "12026-01-01T00:00:00Z",
               "2026-01-01T00:00:00.123456789012345678901234567890Z", " 2026-01-01T00:00:00Z "});
    check_all(type, false,
              {"",
               "2026-01-31",
               "2026-01-31T00:00Z",
               "2026-01-31 00:00:00Z",
               "2026-01-31T00:00:00z",
               "2026-01-31T00:00:00+14:01",
               "2026-01-31T00:00:00+15:00",
               "2026-01-31T00:00:00+00:60",
               "2026-01-31T24:00:00.001Z",
               "2026-01-31T24:00:01Z",
               "2026-01-31T24:01:00Z",
               "2026-01-31T25:00:00Z",
               "2026-01-31T23:60:00Z",
               "2026-01-31T23:59:60Z",
               "2026-02-29T00:00:00Z",
               "1900-02-29T00:00:00Z",
               "2026-04-31T00:00:00Z",
               "2026-00-01T00:00:00Z",
               "2026-13-01T00:00:00Z",
               "2026-01-00T00:00:00Z",
               "0000-01-01T00:00:00Z",
               "-0005-02-29T00:00:00Z",
               "02026-01-01T00:00:00Z",
               "226-01-01T00:00:00Z",
               "+2026-01-01T00:00:00Z",
               "2026-01-01T00:00:00.Z",
               "2026-01-01T00:00:00,5Z",
               "2026-01-01T00:00:00+0100",
               "2026-01-01T00:00:00ZZ"});
  }

  TEST_CASE("duration") {
    const auto type = restriction("duration");
    check_all(type, true, {"P1D", "PT60M", "P1Y2M3DT4H5M6.7S", "-P1D", "P00001D", "-P0D"});
    check_all(type, false,
              {"", "P", "PT", "P1DT", "+P1D", "P-1D", "P1.5D", "PT1.S", "PT.5S", "PT.S", "P1M1Y", "PT1S1H",
               "P1H", "PT1D", "P1W", "P1Y1Y", "P1S", "PT1HT1M", "1D"});
  }

  TEST_CASE("gMonthDay") {
    const auto type = restriction("gMonthDay");
    check_all(type, true, {"--12-31", "--02-29", "--12-31Z", "--12-31+01:00"});
    check_all(type, false,
              {"", "12-31", "-12-31", "--02-30", "--04-31", "--13-01", "--00-01", "--1-01", "--12-31+15:00"});
  }

  TEST_CASE("string keeps its white space, token and NMTOKEN collapse it") {
    check_all(restriction("string"), true, {"", " ", "a\nb"});
    check_all(restriction("string"), false, {std::string("a\0b", 3), "\x01"});
    const std::string codes = "<xs:enumeration value='E17'/>";
    check_all(restriction("string", codes), false, {" E17", "E17 ", "e17", ""});
    check_all(restriction("token", codes), true, {"E17", " E17", "E17\n"});
    check_all(restriction("NMTOKEN", codes), true, {" E17 "});
    check_all(restriction("NMTOKEN"), false, {"", "A B", "a,b"});
    std::string buffer;
    CHECK(normalize(*restriction("token"), " a \t\n b  c ", buffer) == "a b c");
    CHECK(normalize(*restriction("string"), " a  b ", buffer) == " a  b ");
  }
}

TEST_SUITE("schema values: facets") {
  TEST_CASE("length counts characters, not bytes") {
    const auto most = restriction("string", "<xs:maxLength value='2'/>");
    check_all(most, true, {"", "ab", "åå", "\U0001F600\U0001F600"});
    check_all(most, false, {"abc", "ååå", "   "});
    check_all(restriction("string", "<xs:length value='2'/>"), false, {"a", "abc", "å"});
    CHECK(expected(restriction("string", "<xs:minLength value='1'/><xs:maxLength value='9'/>"), "") ==
          "from 1 to 9 characters");
    CHECK(expected(restriction("string", "<xs:minLength value='1'/>"), "") == "a text that is not empty");
    CHECK(expected(restriction("string", "<xs:length value='2'/>"), "a") == "exactly 2 characters");
  }

  TEST_CASE("digits and bounds of a number follow its value, not its spelling") {
    const auto type = restriction("decimal",
                                  "<xs:minInclusive value='0'/><xs:maxExclusive value='1000000000000'/>"
                                  "<xs:totalDigits value='15'/><xs:fractionDigits value='3'/>");
    check_all(type, true,
              {"0", "-0", "0.001", "0.0010", "999999999999.9990000", "00000000000000000012.5", "1."});
    check_all(type, false, {"0.0001", "1000000000000", "1000000000000.0", "-0.001"});
    CHECK(expected(type, "10.4567") == "at most 3 decimals");
    CHECK(expected(type, "-1") == "a number from 0 up to (not including) 1000000000000");
    CHECK(expected_nb(type, "-1") == "et tall fra 0 til (men ikke med) 1000000000000");
    CHECK(expected(type, "10,45") == "a number with a decimal point, such as 10.45");

    const auto three = restriction("decimal", "<xs:totalDigits value='3'/>");
    check_all(three, true, {"0.001", "100", "0.100", "12.30", "00000"});
    check_all(three, false, {"0.0001", "1000", "1000.0", "12.34"});

    const auto open = restriction("decimal", "<xs:minExclusive value='-5'/><xs:maxExclusive value='5'/>");
    check_all(open, true, {"-4.9999999999999999999999", "4.9999999999999999999999"});
    check_all(open, false, {"-5", "5", "5.0", "-5.00"});
    CHECK(expected(open, "6") == "a number above -5 and below 5");
  }

  TEST_CASE("bounds of all steps hold together") {
    const auto type = restriction("int", "<xs:minInclusive value='0'/><xs:maxInclusive value='9999'/>");
    check_all(type, true, {"0", "9999", "0009999"});
    check_all(type, false, {"-1", "10000", "x"});
    CHECK(expected(type, "10000") == "a whole number from 0 to 9999");
    CHECK(expected(type, "x") == "a whole number from 0 to 9999");
    const auto wide = restriction("int", "<xs:minInclusive value='0'/>");
    CHECK(expected(wide, "2147483648") == "a whole number from 0 to 2147483647");
  }

  TEST_CASE("enumerations compare in the value space") {
    check_all(restriction("decimal", "<xs:enumeration value='1.50'/>"), true, {"1.5", "01.500"});
    check_all(restriction("decimal", "<xs:enumeration value='1.50'/>"), false, {"1.51", "x"});
    const auto hour = restriction("duration", "<xs:enumeration value='PT1H'/>");
    check_all(hour, true, {"PT60M", "PT3600S"});
    check_all(hour, false, {"PT61M"});
    const auto day = restriction("dateTime", "<xs:enumeration value='2026-01-01T00:00:00+01:00'/>");
    check_all(day, true,
              {"2025-12-31T23:00:00Z", "2025-12-31T24:00:00+01:00", "2026-01-01T00:00:00.0+01:00"});
    check_all(day, false, {"2026-01-01T00:00:00", "2025-12-31T23:00:01Z"});
  }

  TEST_CASE("codes are named; of a long list only the nearest") {
    std::string codes;
    for (const char* code : {"E17", "E18", "E19", "E20"})
      codes += std::string("<xs:enumeration value='") + code + "'/>";
    CHECK(expected(restriction("string", codes), "E21") == "one of E17, E18, E19, E20");
    CHECK(expected_nb(restriction("string", codes), "E21") == "en av E17, E18, E19, E20");
    CHECK(expected(restriction("string", "<xs:enumeration value='6'/>"), "9") == "6");
    CHECK(expected(restriction("string", "<xs:enumeration value='6'/><xs:enumeration value='260'/>"), "") ==
          "6 or 260");
    std::string many;
    for (int i = 101; i < 152; ++i) many += "<xs:enumeration value='BRS-NO-" + std::to_string(i) + "'/>";
    CHECK(expected(restriction("string", many), "BRS-NO-1O3") ==
          "one of 51 codes, the nearest of which are BRS-NO-103, BRS-NO-113, BRS-NO-123");
  }

  TEST_CASE("patterns: the known ones in words, the others as they are") {
    const auto gsrn = restriction("string", "<xs:pattern value='[0-9]{18}'/>");
    check_all(gsrn, true, {"707057500012345678"});
    check_all(gsrn, false,
              {"", "70705750001234567", "7070575000123456789", "70705750001234567a", "707057500012345678\n"});
    CHECK(expected(gsrn, "1") == "18 digits");
    CHECK(expected_nb(gsrn, "1") == "18 sifre");

    const auto uuid =
        restriction("string",
                    "<xs:pattern value='[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'/>"
                    "<xs:length value='36'/>");
    check_all(uuid, true, {"123e4567-e89b-12d3-a456-426655440000"});
    check_all(uuid, false,
              {"123E4567-e89b-12d3-a456-426655440000", "123e4567e89b12d3a456426655440000",
               "123e4567-e89b-12d3-a456-42665544000g"});
    CHECK(expected(uuid, "x") == "a UUID in lower case, such as 123e4567-e89b-12d3-a456-426655440000");

    const auto flag = restriction("boolean", "<xs:pattern value='true|false'/>");
    check_all(flag, true, {"true", " false "});
    check_all(flag, false, {"1", "0", "x"});
    CHECK(expected(flag, "1") == "true or false");

    const auto free = restriction("string", "<xs:pattern value='[a-c]+x'/><xs:pattern value='y'/>");
    check_all(free, true, {"abcx", "y"});
    check_all(free, false, {"x", "yy", std::string("y\0", 2)});
    CHECK(expected(free, "z") == "a text of the form [a-c]+x");
  }

  TEST_CASE("dates of Elhub: the words say what is missing") {
    const auto type =
        restriction("dateTime", "<xs:pattern value='[1-9][0-9]{3}-.+T[^.]+(|\\.[0-9]{0,3})(Z|[+\\-].+)'/>");
    check_all(type, true,
              {"2026-01-31T00:00:00Z", "2026-01-31T00:00:00.123+01:00", "2026-01-31T24:00:00-14:00"});
    CHECK(expected(type, "2026-01-31T00:00:00") ==
          "a date and time with zone, such as 2026-01-31T00:00:00+01:00");
    CHECK(expected(type, "2026-01-31") == "a date and time with zone, such as 2026-01-31T00:00:00+01:00");
    CHECK(expected(type, "2026-01-31T00:00:00.1230Z") == "at most 3 decimals of a second");
    CHECK(expected(type, "0999-01-31T00:00:00Z") == "a year from 1000 to 9999");
    CHECK(expected(type, "-2026-01-31T00:00:00Z") == "a year from 1000 to 9999");
    CHECK(expected(type, "12026-01-31T00:00:00Z") == "a year from 1000 to 9999");
  }

  TEST_CASE("hand-written matchers agree with the general engine") {
    // The same language, written so that it is not recognised.
    const auto known = restriction("string", "<xs:pattern value='[0-9]{18}'/>");
    const auto general = restriction("string", "<xs:pattern value='([0-9]){18}'/>");
    for (const char* text :
         {"", "707057500012345678", "70705750001234567", "7070575000123456789", "٣٣٣", "70705750001234567x"})
      CHECK(check_value(*known, text).has_value() == check_value(*general, text).has_value());
    const auto known_date =
        restriction("dateTime", "<xs:pattern value='[1-9][0-9]{3}-.+T[^.]+(|\\.[0-9]{0,9})(Z|[+\\-].+)'/>");
    const auto general_date =
        restriction("dateTime", "<xs:pattern value='([1-9][0-9]{3}-.+T[^.]+(|\\.[0-9]{0,9})(Z|[+\\-].+))'/>");
    for (const char* text :
         {"2026-01-31T00:00:00Z", "2026-01-31T00:00:00", "2026-01-31T00:00:00.123456789Z",
          "2026-01-31T00:00:00.1234567891Z", "2026-01-31T00:00:00.12", "-2026-01-31T00:00:00Z",
          "12026-01-31T00:00:00Z", "0026-01-31T00:00:00Z", "2026-01-31T00:00:00-01:00",
          "2026-01-31T00:00:00.1-01:00", "2026-01-31T24:00:00+14:00"}) {
      INFO(text);
      CHECK(check_value(*known_date, text).has_value() == check_value(*general_date, text).has_value());
    }
  }

  TEST_CASE("a union takes what one of its members takes") {
    SimpleType numbers;
    numbers.base = Base::nmtoken;
    numbers.enumeration = {{"6", ""}, {"9", ""}};
    SimpleType letters;
    letters.base = Base::nmtoken;
    letters.enumeration = {{"A10", ""}};
    SimpleType both;
    both.base = Base::token;
    both.members = {&numbers, &letters};
    SimpleType restricted;
    restricted.base = Base::token;
    restricted.derived_from = &both;
    CHECK_FALSE(check_value(restricted, "9"));
    CHECK_FALSE(check_value(restricted, " A10 "));
    CHECK(check_value(restricted, "A11")->expected == "one of 6, 9, A10");
    CHECK(check_value(restricted, "A11")->kind == ValueError::Kind::code);
    CHECK(equal_values(restricted, "A10", " A10"));
    CHECK_FALSE(equal_values(restricted, "A10", "9"));
  }

  TEST_CASE("several threads may meet a type for the first time at once") {
    const auto type = restriction("string", "<xs:pattern value='([0-9]){18}'/>");
    std::vector<std::thread> threads;
    std::vector<int> valid(8, 0);
    for (std::size_t i = 0; i < valid.size(); ++i)
      threads.emplace_back([&, i] {
        for (int n = 0; n < 100; ++n) valid[i] += check_value(*type, "707057500012345678") ? 0 : 1;
      });
    for (auto& thread : threads) thread.join();
    for (const int n : valid) CHECK(n == 100);
  }
}

TEST_SUITE("schema values: equality") {
  TEST_CASE("numbers, flags and texts") {
    const auto number = restriction("decimal");
    CHECK(equal_values(*number, "10.450", "10.45"));
    CHECK(equal_values(*number, "-0", "0.0"));
    CHECK(equal_values(*number, "+1", "01."));
    CHECK_FALSE(equal_values(*number, "10.45", "10.451"));
    CHECK_FALSE(equal_values(*number, "1", "-1"));
    CHECK_FALSE(equal_values(*number, "0.1000000000000000000000001", "0.1"));
    CHECK(equal_values(*restriction("integer"), "007", "7"));
    CHECK(equal_values(*restriction("boolean"), "true", "1"));
    CHECK_FALSE(equal_values(*restriction("boolean"), "true", "0"));
    CHECK(equal_values(*restriction("token"), " a  b", "a b"));
    CHECK_FALSE(equal_values(*restriction("string"), " a", "a"));
    CHECK_FALSE(equal_values(*restriction("string"), "01", "1"));
  }

  TEST_CASE("what is not a value is compared as text") {
    CHECK(equal_values(*restriction("decimal"), "1,5", "1,5"));
    CHECK_FALSE(equal_values(*restriction("decimal"), "1,5", "1,50"));
    CHECK_FALSE(equal_values(*restriction("dateTime"), "1735689600.", "2025-01-01T00:00:00Z"));
  }

  TEST_CASE("dateTime by instant") {
    const auto type = restriction("dateTime");
    CHECK(equal_values(*type, "2026-01-01T00:00:00+01:00", "2025-12-31T23:00:00Z"));
    CHECK(equal_values(*type, "2026-01-01T00:00:00.500Z", "2026-01-01T00:00:00.5Z"));
    CHECK(equal_values(*type, "2025-12-31T24:00:00Z", "2026-01-01T00:00:00Z"));
    CHECK_FALSE(equal_values(*type, "2026-01-01T00:00:00", "2026-01-01T00:00:00Z"));
    CHECK_FALSE(equal_values(*type, "2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00.05Z"));
    CHECK(equal_values(*type, "999999999999999999-01-01T00:00:00Z", "999999999999999999-01-01T00:00:00Z"));
  }

  TEST_CASE("duration by months and seconds") {
    const auto type = restriction("duration");
    CHECK(equal_values(*type, "PT60M", "PT1H"));
    CHECK(equal_values(*type, "P1D", "PT24H"));
    CHECK(equal_values(*type, "P1Y", "P12M"));
    CHECK(equal_values(*type, "PT0.50S", "PT0.5S"));
    CHECK(equal_values(*type, "-P0D", "PT0S"));
    CHECK_FALSE(equal_values(*type, "P1M", "P30D"));
    CHECK_FALSE(equal_values(*type, "PT1H", "-PT1H"));
    CHECK_FALSE(equal_values(*type, "P1M", "PT1M"));
  }
}

TEST_SUITE("schema values: points in time") {
  TEST_CASE("seconds since 1970") {
    CHECK(parse_date_time("1970-01-01T00:00:00Z")->seconds == 0);
    CHECK(parse_date_time("2026-01-01T00:00:00+01:00")->seconds == 1767222000);
    CHECK(parse_date_time("1969-12-31T23:59:59Z")->seconds == -1);
    CHECK(parse_date_time("2000-03-01T00:00:00Z")->seconds == 951868800);
    CHECK(parse_date_time("1900-03-01T00:00:00Z")->seconds == -2203891200);
    CHECK(parse_date_time(" 2026-01-01T00:00:00.1200Z\n")->fraction == "1200");
    CHECK_FALSE(parse_date_time("2026-01-01T00:00:00")->zoned);
    CHECK_FALSE(parse_date_time("2026-01-01"));
    CHECK_FALSE(parse_date_time("99999999999999-01-01T00:00:00Z"));
  }

  TEST_CASE("written in UTC") {
    const auto utc = [](const char* text) { return to_utc_text(*parse_date_time(text)); };
    CHECK(utc("2026-01-01T00:00:00+01:00") == "2025-12-31T23:00:00Z");
    CHECK(utc("2026-03-01T00:30:00.1200+01:00") == "2026-02-28T23:30:00.1200Z");
    CHECK(utc("2024-02-29T24:00:00Z") == "2024-03-01T00:00:00Z");
    CHECK(utc("1969-12-31T23:59:59-00:30") == "1970-01-01T00:29:59Z");
    CHECK(utc("12026-12-31T23:59:59Z") == "12026-12-31T23:59:59Z");
    CHECK(utc("0001-01-01T00:00:00+01:00") == "-0001-12-31T23:00:00Z");
    CHECK(utc("-0001-12-31T23:59:59Z") == "-0001-12-31T23:59:59Z");
    CHECK(to_minute_text(*parse_date_time("2026-07-01T00:15:59.9+02:00")) == "2026-06-30T22:15Z");
    CHECK(to_minute_text(*parse_date_time("1969-12-31T23:59:59Z")) == "1969-12-31T23:59Z");
  }

  TEST_CASE("every day of some centuries is written as it was read") {
    for (std::int64_t day = -150000; day < 150000; day += 17) {
      const DateTime time{day * 86400 + 3661, "", true};
      const auto again = parse_date_time(to_utc_text(time));
      REQUIRE(again);
      CHECK(again->seconds == time.seconds);
    }
  }
}
