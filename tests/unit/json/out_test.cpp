#include "gateway/json/out.hpp"

#include <doctest/doctest.h>

using cimgate::json::JsonOut;

namespace {

std::string written(bool indent, JsonOut::Line line) {
  JsonOut out(indent);
  out.begin_object();
  out.key("rows");
  out.begin_array();
  for (int i = 1; i <= 2; ++i) {
    out.begin_object(line);
    out.member("n", i);
    out.member("last", i == 2);
    out.key("of");
    out.begin_object();
    out.member("any", "\x1B\xFF");
    out.end_object();
    out.key("none");
    out.begin_object();
    out.end_object();
    out.key("list");
    out.begin_array();
    out.text("a");
    out.text("b");
    out.end_array();
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

}  // namespace

TEST_SUITE("JSON: written step by step") {
  TEST_CASE("objects on a line of their own, with and without air") {
    CHECK(written(true, JsonOut::Line::one) ==
          "{\n  \"rows\": [\n"
          "    {\"n\": 1, \"last\": false, \"of\": {\"any\": \"\\u001b\xEF\xBF\xBD\"}, \"none\": {}, "
          "\"list\": [\"a\", \"b\"]},\n"
          "    {\"n\": 2, \"last\": true, \"of\": {\"any\": \"\\u001b\xEF\xBF\xBD\"}, \"none\": {}, "
          "\"list\": [\"a\", \"b\"]}\n"
          "  ]\n}\n");
    CHECK(written(true, JsonOut::Line::airy) ==
          "{\n  \"rows\": [\n"
          "    { \"n\": 1, \"last\": false, \"of\": { \"any\": \"\\u001b\xEF\xBF\xBD\" }, \"none\": {}, "
          "\"list\": [\"a\", \"b\"] },\n"
          "    { \"n\": 2, \"last\": true, \"of\": { \"any\": \"\\u001b\xEF\xBF\xBD\" }, \"none\": {}, "
          "\"list\": [\"a\", \"b\"] }\n"
          "  ]\n}\n");
  }

  TEST_CASE("an object whose first members stand on one line, the others below") {
    const auto made = [](bool indent, bool in_a_line) {
      JsonOut out(indent);
      out.begin_array(in_a_line ? JsonOut::Line::one : JsonOut::Line::many);
      for (const bool any : {true, false}) {
        out.begin_object(JsonOut::Line::head);
        out.member("name", "x");
        out.member("n", 1);
        out.wrap();
        out.begin_array("rows");
        if (any) {
          out.begin_object(JsonOut::Line::head);
          out.member("a", 1);
          out.wrap();
          out.member("b", 2);
          out.end_object();
        }
        out.end_array();
        out.end_object();
      }
      out.end_array();
      return std::move(out).take();
    };
    CHECK(made(true, false) ==
          "[\n  { \"name\": \"x\", \"n\": 1,\n    \"rows\": [\n      { \"a\": 1,\n        \"b\": 2 }\n    ] "
          "},\n"
          "  { \"name\": \"x\", \"n\": 1,\n    \"rows\": [] }\n]\n");
    CHECK(made(true, true) ==
          "[{\"name\": \"x\", \"n\": 1, \"rows\": [{\"a\": 1, \"b\": 2}]}, {\"name\": \"x\", \"n\": 1, "
          "\"rows\": []}]\n");
    CHECK(made(false, false) ==
          "[{\"name\":\"x\",\"n\":1,\"rows\":[{\"a\":1,\"b\":2}]},{\"name\":\"x\",\"n\":1,\"rows\":[]}]\n");
  }

  TEST_CASE("without white space there is none, airy or not") {
    CHECK(written(false, JsonOut::Line::airy) == written(false, JsonOut::Line::many));
  }

  TEST_CASE("a line that is not to be broken begins where it is asked for") {
    JsonOut out(true);
    out.begin_object(JsonOut::Line::airy);
    out.key("a");
    out.begin_array();
    out.end_array();
    out.end_object();
    CHECK(out.take_piece() == "{ \"a\": [] }");
    JsonOut many(true);
    many.begin_object();
    many.key("a");
    many.begin_object(JsonOut::Line::airy);
    many.member("b", 1);
    many.end_object();
    many.member("c", "d");
    many.end_object();
    CHECK(many.take_piece() == "{\n  \"a\": { \"b\": 1 },\n  \"c\": \"d\"\n}");
  }
}
