#include <string>
#include <string_view>
#include <vector>

#include "gateway/json_schema/head.hpp"
#include "gateway/json_schema/written_schema.hpp"
#include "gateway/market/sections.hpp"

namespace cimgate::json_schema {
namespace {

using json::JsonOut;
using Line = JsonOut::Line;
using market::Field;
using market::FieldKind;

void write_codes(const Field& field, JsonOut& out) {
  out.key("enum");
  out.begin_array(Line::one);
  for (const auto code : field.codes) out.string(code);
  out.end_array();
}

/// Identifiers may be written without quotes, so YAML may take them for numbers.
void write_digits(std::string_view pattern, JsonOut& out) {
  out.key("type");
  out.begin_array(Line::one);
  out.string("string");
  out.string("integer");
  out.end_array();
  out.member("pattern", pattern);
}

void write_value(const Field& field, JsonOut& out) {
  switch (field.kind) {
    case FieldKind::code:
      return write_codes(field, out);
    case FieldKind::codes:
      out.member("type", "array");
      out.key("items");
      out.begin_object();
      write_codes(field, out);
      return out.end_object();
    case FieldKind::gsrn:
      return write_digits("^[0-9]{18}$", out);
    case FieldKind::gln:
      return write_digits("^[0-9]{13}$", out);
    case FieldKind::day:
      out.member("type", "string");
      return out.member("pattern", "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$");
    case FieldKind::time:
      out.member("type", "string");
      return out.member("pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}T.*(Z|[+-][0-9]{2}:[0-9]{2})$");
    case FieldKind::yes_no:
      return out.member("type", "boolean");
    case FieldKind::eic:
      return out.member("type", "string");
    case FieldKind::text:
    case FieldKind::customer:
    case FieldKind::private_text:
      out.key("type");
      out.begin_array(Line::one);
      out.string("string");
      out.string("number");
      return out.end_array();
  }
}

/// Fields that need not be there may be null: nothing is known, or nothing holds.
void write_field(const Field& field, JsonOut& out) {
  out.begin_object();
  if (!field.required) {
    out.key("anyOf");
    out.begin_array();
    out.begin_object(Line::one);
    out.member("type", "null");
    out.end_object();
    out.begin_object();
  }
  write_value(field, out);
  if (!field.required) {
    out.end_object();
    out.end_array();
  }
  out.end_object();
}

void closed(JsonOut& out) {
  out.member("additionalProperties", false);
}

/// "address.city" is `city` in the map `address`.
void write_record(const market::Section& section, JsonOut& out) {
  out.begin_object();
  out.member("type", "object");
  out.key("properties");
  out.begin_object();
  std::string_view map;
  const auto end_map = [&] {
    if (map.empty()) return;
    out.end_object();
    closed(out);
    out.end_object();
    map = {};
  };
  for (const auto& field : section.fields) {
    const auto dot = field.name.find('.');
    const auto in = dot == std::string_view::npos ? std::string_view() : field.name.substr(0, dot);
    if (in != map) {
      end_map();
      map = in;
      if (!map.empty()) {
        out.key(map);
        out.begin_object();
        out.key("type");
        out.begin_array(Line::one);
        out.string("object");
        out.string("null");
        out.end_array();
        out.key("properties");
        out.begin_object();
      }
    }
    out.key(map.empty() ? field.name : field.name.substr(dot + 1));
    write_field(field, out);
  }
  end_map();
  out.end_object();
  out.key("required");
  out.begin_array(Line::one);
  for (const auto& field : section.fields)
    if (field.required) out.string(field.name);
  out.end_array();
  closed(out);
  out.end_object();
}

}  // namespace

std::string market_schema(Draft draft) {
  JsonOut out(true);
  out.begin_object();
  write_head("market", draft, out);
  out.member("title", "Market state");
  out.member("description", "A file for market load and --market.");
  out.member("type", "object");
  out.key("properties");
  out.begin_object();
  for (const auto& section : market::sections()) {
    out.key(section.name);
    out.begin_object();
    out.key("type");
    out.begin_array(Line::one);
    out.string("array");
    out.string("null");
    out.end_array();
    out.key("items");
    write_record(section, out);
    out.end_object();
  }
  out.end_object();
  closed(out);
  out.end_object();
  return std::move(out).take();
}

}  // namespace cimgate::json_schema
