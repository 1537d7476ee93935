#include "gateway/json/pointer.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace cimgate;

TEST_CASE("json: a pointer finds what RFC 6901 says it does") {
  // The document of section 5; its strings are numbered so that they can be told from one another.
  const std::string text =
      R"({"foo":["bar","baz"],"":"0","a/b":"1","c%d":"2","e^f":"3","g|h":"4","i\\j":"5","k\"l":"6"," ":"7","m~n":"8"})";
  const auto tree = json::parse_json(text, {});
  REQUIRE(tree.has_value());
  const auto found = [&](std::string_view pointer) {
    const auto at = json::value_at(*tree, pointer);
    return at == json::no_json ? std::string("nothing") : std::string((*tree)[at].text);
  };
  CHECK(json::value_at(*tree, "") == 0);
  CHECK((*tree)[json::value_at(*tree, "/foo")].count == 2);
  CHECK(found("/foo/0") == "bar");
  CHECK(found("/foo/1") == "baz");
  CHECK(found("/") == "0");
  CHECK(found("/a~1b") == "1");
  CHECK(found("/c%d") == "2");
  CHECK(found("/e^f") == "3");
  CHECK(found("/g|h") == "4");
  CHECK(found("/i\\j") == "5");
  CHECK(found("/k\"l") == "6");
  CHECK(found("/ ") == "7");
  CHECK(found("/m~0n") == "8");
  for (const char* none : {"foo", "/foo/2", "/foo/-", "/foo/00", "/foo/01", "/foo/0x", "/foo/+1", "/foo/0/x",
                           "/bar", "/a/b", "/m~n", "//", "/foo/99999999999999999999"})
    CHECK_MESSAGE(found(none) == (std::string(none) == "/m~n" ? "8" : "nothing"), none);
}
