#include "gateway/text/nearest.hpp"

#include <doctest/doctest.h>

using namespace cimgate::text;

TEST_SUITE("schema nearest") {
  TEST_CASE("edit distance in quarters of a change") {
    CHECK(edit_distance("", "") == 0);
    CHECK(edit_distance("abc", "abc") == 0);
    CHECK(edit_distance("abc", "aBc") == 1);
    CHECK(edit_distance("abc", "abcd") == 4);
    CHECK(edit_distance("abc", "acb") == 4);
    CHECK(edit_distance("abc", "xyz") == 12);
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
