#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

#include "gateway/json/tokenizer.hpp"

namespace cimgate::json {
namespace {

using Kind = JsonToken::Kind;

Text same(const std::string& text) {
  return {text, text};
}

}  // namespace

JsonError json_syntax_error(source::Position position, const Text& found, const Text& expected, Text advice) {
  if (advice.en.empty())
    advice = {"Correct the JSON at this place; nothing was read.",
              "Rett JSON-teksten på dette stedet; ingenting er lest."};
  return {"wellformed.syntax",
          position,
          {fmt::format("Not well-formed JSON: found {} where {} is needed.", found.en, expected.en),
           fmt::format("Ikke velformet JSON: fant {} der det skal være {}.", found.nb, expected.nb)},
          std::move(advice)};
}

Text describe(Kind kind) {
  switch (kind) {
    case Kind::begin_object:
      return same("'{'");
    case Kind::end_object:
      return same("'}'");
    case Kind::begin_array:
      return same("'['");
    case Kind::end_array:
      return same("']'");
    case Kind::colon:
      return same("':'");
    case Kind::comma:
      return same("','");
    case Kind::string:
      return {"a text", "en tekst"};
    case Kind::number:
      return {"a number", "et tall"};
    case Kind::true_value:
      return same("true");
    case Kind::false_value:
      return same("false");
    case Kind::null:
      return same("null");
    case Kind::end:
      return {"the end of the input", "slutten av inndata"};
    case Kind::error:
      break;
  }
  return {};
}

}  // namespace cimgate::json
