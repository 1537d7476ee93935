#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// JSON as a tree that can be written wrong: names twice, numbers that are none, strings with anything in
/// them.
namespace cimgate::test {

struct JsonValue {
  enum class Kind : unsigned char { literal, string, array, object };
  Kind kind = Kind::literal;
  std::string text;  ///< as it is written: of a literal or number; of a string what is between the quotes
  std::vector<std::pair<std::string, JsonValue>> members;  ///< of an object; the names as they are written
  std::vector<JsonValue> items;                            ///< of an array
};

/// Of a text that is known to be good.
std::optional<JsonValue> parse_json(std::string_view text);
std::string write_json(const JsonValue& value);

JsonValue literal(std::string text);
JsonValue string_value(std::string text);

}  // namespace cimgate::test
