#include "gateway/json/from_yaml.hpp"

#include <string>

#include "gateway/json/tree.hpp"

namespace cimgate::json {
namespace {

/// True when it is a number, true or false of JSON: "2026-06-01" and "01" are none.
bool is_literal(const std::string& text) {
  const auto tree = parse_json(text, {});
  if (!tree) return false;
  const auto kind = (*tree)[0].kind;
  return kind == JsonValue::Kind::number || kind == JsonValue::Kind::boolean;
}

}  // namespace

void append_json(const yaml::Node& node, JsonOut& out) {
  if (node.is_map()) {
    out.begin_object();
    for (const auto& member : node) {
      out.key(member.first.text());
      append_json(member.second, out);
    }
    out.end_object();
  } else if (node.is_list()) {
    out.begin_array();
    for (const auto& one : node) append_json(one, out);
    out.end_array();
  } else if (node.is_scalar()) {
    const auto& text = node.text();
    if (node.is_plain() && is_literal(text))
      out.literal(text);
    else
      out.string(text);
  } else {
    out.literal("null");
  }
}

}  // namespace cimgate::json
