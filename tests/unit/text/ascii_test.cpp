#include "gateway/text/ascii.hpp"

#include <doctest/doctest.h>

#include <string_view>

using namespace cimgate;

TEST_SUITE("text: ASCII") {
  TEST_CASE("digits are those of ASCII, and no other characters") {
    for (const char c : std::string_view("0123456789")) CHECK(text::is_digit(c));
    for (const char c : std::string_view("/:aA -+.\xC3\xB2")) CHECK_FALSE(text::is_digit(c));
    CHECK(text::all_digits(""));
    CHECK(text::all_digits("0123"));
    CHECK_FALSE(text::all_digits("12 "));
    CHECK(text::are_digits("707057500000000014", 18));
    CHECK_FALSE(text::are_digits("70705750000000001", 18));
    CHECK_FALSE(text::are_digits("70705750000000001x", 18));
    CHECK_FALSE(text::are_digits("7070575000000000145", 18));
  }

  TEST_CASE("white space goes at both ends, and stays between") {
    CHECK(text::trimmed("") == "");
    CHECK(text::trimmed(" \t\r\n") == "");
    CHECK(text::trimmed("a") == "a");
    CHECK(text::trimmed("\r\n\ta b\t ") == "a b");
    CHECK(text::trimmed("\u00A0a") == "\u00A0a");
    CHECK(text::trimmed("-a ", "-") == "a ");
  }
}
