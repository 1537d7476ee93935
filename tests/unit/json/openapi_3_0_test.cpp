#include <doctest/doctest.h>

#include <string>

#include "gateway/json/openapi_3_0.hpp"
#include "gateway/yaml/load.hpp"

namespace cimgate::json {
namespace {

/// A schema in the words of OpenAPI 3.0, without blanks; or the error.
std::string older(const std::string& schema) {
  const auto made = models_in_openapi_3_0(*yaml::load(schema), "It", "1");
  if (!made) return made.error();
  std::string text;
  bool in_text = false;
  for (const char c : *made) {
    if (c == '"') in_text = !in_text;
    if (in_text || (c != ' ' && c != '\n')) text += c;
  }
  const std::string begin = "\"schemas\":{\"It\":", end = "}}}";
  const auto at = text.find(begin);
  REQUIRE(at != std::string::npos);
  REQUIRE(text.ends_with(end));
  return text.substr(at + begin.size(), text.size() - at - begin.size() - end.size());
}

}  // namespace

TEST_SUITE("openapi 3.0") {
  TEST_CASE("what means the same stays, and what has another word gets it") {
    CHECK(older("{ type: string, minLength: 1, pattern: '^a$' }") ==
          R"({"type":"string","minLength":1,"pattern":"^a$"})");
    CHECK(older("{ const: 'a' }") == R"({"type":"string","enum":["a"]})");
    CHECK(older("{ const: true }") == R"({"type":"boolean"})");
    CHECK(older("{ enum: ['a', '1'] }") == R"({"type":"string","enum":["a","1"]})");
    CHECK(older("{ enum: ['a', 1] }") == R"({"enum":["a",1]})");
    CHECK(older("{ type: number, exclusiveMinimum: -10, exclusiveMaximum: 10 }") ==
          R"({"type":"number","minimum":-10,"exclusiveMinimum":true,"maximum":10,"exclusiveMaximum":true})");
    CHECK(older("{ type: string, examples: ['a', 'b'] }") == R"({"type":"string","example":"a"})");
  }

  TEST_CASE("null is said by a word of its own, several types not at all") {
    CHECK(older("{ type: [string, 'null'] }") == R"({"type":"string","nullable":true})");
    CHECK(older("{ type: [string, integer] }") == "{}");
    CHECK(older("{ type: [string, integer, 'null'] }") == R"({"nullable":true})");
    CHECK(older("{ anyOf: [{ type: 'null' }, { type: string }] }") ==
          R"({"anyOf":[{"type":"string"}],"nullable":true})");
  }

  TEST_CASE("what only narrows a type is left out") {
    CHECK(older("{ type: array, items: {}, uniqueItems: true }") == R"({"type":"array","items":{}})");
    CHECK(older("{ type: string, pattern: 'a', allOf: [{ pattern: 'b' }] }") ==
          R"({"type":"string","pattern":"a"})");
    CHECK(older("{ type: object, allOf: [{ $ref: '#/$defs/a' }, { minProperties: 1 }], $defs: { a: {} } }") ==
          R"({"allOf":[{"$ref":"#/components/schemas/a"}],"type":"object"},"a":{})");
    CHECK(older("{ allOf: [{ pattern: 'b' }, { type: string }] }") ==
          R"({"allOf":[{"pattern":"b"},{"type":"string"}]})");
    CHECK(
        older("{ type: object, properties: { a: {} }, oneOf: [{ required: ['a'] }, { required: ['b'] }] }") ==
        R"({"type":"object","properties":{"a":{}}})");
    CHECK(older("{ oneOf: [{ type: string }, { type: object }] }") ==
          R"({"oneOf":[{"type":"string"},{"type":"object"}]})");
  }

  TEST_CASE("definitions are components, and what stands beside a reference counts") {
    CHECK(older("{ $ref: '#/$defs/a', $defs: { a: { type: string } } }") ==
          R"({"allOf":[{"$ref":"#/components/schemas/a"}]},"a":{"type":"string"})");
    CHECK(older("{ type: array, items: { $ref: '#/$defs/a' }, $defs: { a: {} } }") ==
          R"({"type":"array","items":{"$ref":"#/components/schemas/a"}},"a":{})");
    CHECK(
        older("{ properties: { type: { $ref: '#/$defs/a', description: 'x' } }, additionalProperties: false, "
              "$defs: { a: {} } }") ==
        R"({"properties":{"type":{"allOf":[{"$ref":"#/components/schemas/a"}],"description":"x"}},)"
        R"("additionalProperties":false},"a":{})");
    CHECK(older("{ $defs: { It: {} } }") == "a definition is called It, too");
  }

  TEST_CASE("what has no word is an error that names it") {
    for (const char* schema :
         {"{ if: {} }", "{ items: { propertyNames: {} } }", "{ properties: { a: { prefixItems: [] } } }",
          "{ type: 'null' }", "{ minimum: 1, exclusiveMinimum: 0 }", "{ not: [] }"}) {
      CAPTURE(schema);
      CHECK(older(schema).starts_with("OpenAPI 3.0 has no word for this: "));
    }
    CHECK(older("{ items: { propertyNames: {} } }").ends_with("propertyNames"));
  }

  TEST_CASE("of a document, schemas change wherever they stand, and names are no words") {
    const auto document = yaml::load(R"({
      "openapi": "3.1.0",
      "info": {"title": "t", "summary": "s", "version": "1", "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
      "x-limits": {"schema": {"const": 1}},
      "paths": {"/schema": {"get": {"parameters": [{"name": "schema", "in": "query", "schema": {"const": "a"}}]}}},
      "components": {
        "parameters": {"schema": {"name": "schema", "in": "query", "schema": {"const": "b"}}},
        "schemas": {"schema": {"properties": {"schema": {"const": "c"}}}}}})");
    REQUIRE(document);
    const auto made = as_openapi_3_0(*document);
    REQUIRE_MESSAGE(made.has_value(), made.error());
    const auto again = yaml::load(*made);
    REQUIRE(again);
    const auto& older = *again;
    CHECK(older["openapi"].text() == "3.0.3");
    CHECK(older["info"]["description"].text() == "s");
    CHECK(!older["info"]["license"]["identifier"]);
    CHECK(older["x-limits"]["schema"]["const"].text() == "1");
    const auto parameter = older["paths"]["/schema"]["get"]["parameters"][std::size_t{0}];
    CHECK(parameter["schema"]["enum"][std::size_t{0}].text() == "a");
    CHECK(older["components"]["parameters"]["schema"]["schema"]["enum"][std::size_t{0}].text() == "b");
    CHECK(older["components"]["schemas"]["schema"]["properties"]["schema"]["enum"][std::size_t{0}].text() ==
          "c");
  }
}

}  // namespace cimgate::json
