#include "gateway/text/nearest.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace cimgate::text;

TEST_SUITE("schema nearest") {
  TEST_CASE("edit distance in quarters of a change") {
    CHECK(edit_distance("", "") == 0);
    CHECK(edit_distance("abc", "abc") == 0);
    CHECK(edit_distance("abc", "aBc") == 1);
    CHECK(edit_distance("abc", "abcd") == 4);
    CHECK(edit_distance("abc", "acb") == 4);
    CHECK(edit_distance("abc", "xyz") == 12);
    CHECK(edit_distance("", "abc") == 12);
    CHECK(edit_distance("kitten", "sitting") == 12);
    CHECK(edit_distance("bca", "cba") == 4);
    CHECK(edit_distance("Bca", "cBa") == 4);
    const std::string long_text(200, 'x');
    CHECK(edit_distance(long_text, "") == 800);
    CHECK(edit_distance(long_text, long_text) == 0);
    CHECK(edit_distance(long_text + "x", "") > 1'000'000);  // not compared
  }

  TEST_CASE("did you mean") {
    const std::vector<std::string_view> names = {"StartOfOccurrence", "EndOfOccurrence", "Identification"};
    CHECK(did_you_mean("EndOfOccurence", names) == "EndOfOccurrence");
    CHECK(did_you_mean("endofoccurrence", names) == "EndOfOccurrence");
    CHECK(did_you_mean("Identifcation", names) == "Identification");
    CHECK(did_you_mean("Postcode", names).empty());
    CHECK(did_you_mean("X", {"Y"}).empty());
    CHECK(did_you_mean("anything", {}).empty());
    CHECK(nearest("E99", {"E09", "E17", "EH99"}, 2) == std::vector<std::string_view>{"E09", "EH99"});
  }
}
