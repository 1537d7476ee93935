#include <doctest/doctest.h>

#include <regex>
#include <string>

#include "gateway/json_schema/collection.hpp"
#include "gateway/json_schema/lexical.hpp"
#include "gateway/schema/value.hpp"

namespace cimgate::json_schema {
namespace {

bool matches(schema::Base base, const std::string& text) {
  return std::regex_search(text, std::regex(std::string(lexical_form(base))));
}

}  // namespace

TEST_SUITE("JSON Schemas") {
  TEST_CASE("dates and times have the lexical form that the reader asks for") {
    for (const char* text : {"2026-01-31T00:00:00+01:00", "2024-02-29T00:00:00Z",
                             "2023-02-29T00:00:00Z",      "2000-02-29T00:00:00Z",
                             "1900-02-29T00:00:00Z",      "2026-02-30T00:00:00Z",
                             "2026-04-31T00:00:00Z",      "2026-12-31T23:59:59.999Z",
                             "2026-12-31T24:00:00Z",      "2026-12-31T24:00:01Z",
                             "2026-12-31T23:60:00Z",      "2026-12-31T23:59:60Z",
                             "2026-12-31T23:59:59",       "2026-12-31",
                             "0000-01-01T00:00:00Z",      "0001-01-01T00:00:00Z",
                             "12026-01-01T00:00:00Z",     "02026-01-01T00:00:00Z",
                             "-0044-03-15T00:00:00Z",     "2026-1-01T00:00:00Z",
                             "2026-01-01T00:00:00+14:00", "2026-01-01T00:00:00+14:01",
                             "2026-01-01T00:00:00.Z"}) {
      CAPTURE(text);
      CHECK(matches(schema::Base::date_time, text) == schema::parse_date_time(text).has_value());
    }
  }

  TEST_CASE("durations have parts, in order, and digits before a point") {
    for (const char* text : {"PT1H", "P1Y2M3DT4H5M6.7S", "-P1D", "PT0S", "P1M"})
      CHECK_MESSAGE(matches(schema::Base::duration, text), text);
    for (const char* text : {"P", "PT", "P1DT", "PT.5S", "PT5.S", "P1H", "PT1Y", "1D", "P-1D", "PT1M1H"})
      CHECK_MESSAGE(!matches(schema::Base::duration, text), text);
  }

  TEST_CASE("a pattern is told as ECMA 262 has it, or not at all") {
    CHECK(to_ecma("[A-Z]{2,3}\\-[0-9]+") == "[A-Z]{2,3}-[0-9]+");
    CHECK(to_ecma("[\\-+]?a\\.b") == "[\\-+]?a\\.b");
    for (const char* pattern : {"\\i\\c*", "\\p{L}+", "\\d+", "[a-z-[aeiou]]", "^a$", "a\\"})
      CHECK_MESSAGE(!to_ecma(pattern).has_value(), pattern);
  }

  TEST_CASE("an edition is known by its name") {
    CHECK(draft_called("") == Draft::draft_2020_12);
    CHECK(draft_called("07") == Draft::draft_07);
    CHECK(!draft_called("7").has_value());
  }
}

}  // namespace cimgate::json_schema
