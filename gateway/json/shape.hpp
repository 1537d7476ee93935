#pragma once
#include <cstdint>
#include <string_view>

#include "gateway/schema/model.hpp"
#include "gateway/text/ascii.hpp"

/// How elements look in JSON; the one place that the writer and the reader have this from.
namespace cimgate::json {

/// The member that holds the text of an element which is an object in JSON.
inline constexpr std::string_view json_value_name = "value";

/// The wrapping rule: an element of a built-in type is a bare JSON value; every other one with text is an
/// object {attributes…, "value": …}.
inline bool is_bare_in_json(const schema::Element& element) {
  return element.type == nullptr && element.text != nullptr && element.text->built_in;
}

/// Elements that may come many times are arrays, also when there is one only.
inline bool is_json_array(const schema::Child& child) {
  return child.max > 1;
}

enum class JsonKind : std::uint8_t { string, number, boolean };

/// What kind of JSON value the text of an element is.
inline JsonKind json_kind_of(const schema::Element& element) {
  if (element.text == nullptr || !element.text->members.empty()) return JsonKind::string;
  switch (element.text->base) {
    case schema::Base::decimal:
    case schema::Base::integer:
      return JsonKind::number;
    case schema::Base::boolean:
      return JsonKind::boolean;
    default:
      return JsonKind::string;
  }
}

/// true or false for an xs:boolean, else empty.
inline std::string_view to_json_boolean(std::string_view text) {
  text = text::trimmed(text);
  if (text == "1" || text == "true") return "true";
  if (text == "0" || text == "false") return "false";
  return {};
}

}  // namespace cimgate::json
