#include "gateway/json/openapi_3_0.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "gateway/json/from_yaml.hpp"

namespace cimgate::json {
namespace {

constexpr const char* openapi_version = "3.0.3";
constexpr const char* license_address = "https://www.apache.org/licenses/LICENSE-2.0";

/// OpenAPI 3.0 has no word for it.
struct Unsayable {
  std::string what;
};

template <std::size_t N>
bool is_among(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// What means the same in both; what comments, and holds nothing.
constexpr std::array<std::string_view, 18> same_in_both = {
    "title",         "description", "format",        "default",    "required",   "pattern",
    "minLength",     "maxLength",   "minItems",      "maxItems",   "minimum",    "maximum",
    "minProperties", "enum",        "maxProperties", "multipleOf", "deprecated", "externalDocs"};
constexpr std::array<std::string_view, 5> left_out = {"$schema", "$id", "$comment", "$defs", "uniqueItems"};

bool is_null_type(const yaml::Node& schema) {
  return schema["type"].is_scalar() && schema["type"].text() == "null";
}

class SchemaIn30 {
 public:
  explicit SchemaIn30(JsonOut& out) : out_(out) {}

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the schema
  void write(const yaml::Node& schema) {
    if (!schema.is_map()) throw Unsayable{"a schema that is no object"};
    out_.begin_object();
    if (schema["$ref"] && schema.size() == 1)
      out_.member("$ref", place(schema["$ref"].text()));
    else
      members(schema);
    out_.end_object();
  }

 private:
  static std::string place(const std::string& text) {
    constexpr std::string_view definitions = "#/$defs/";
    return text.starts_with(definitions) ? "#/components/schemas/" + text.substr(definitions.size()) : text;
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the schema
  void members(const yaml::Node& schema) {
    conjunction(schema);
    type(schema);
    for (const auto& member : schema) {
      const auto name = member.first.text();
      const auto& value = member.second;
      if (name == "$ref" || name == "allOf" || name == "type" || is_among(left_out, name)) continue;
      if (schema["properties"] && (name == "anyOf" || name == "oneOf")) continue;  // they only narrow
      if (is_among(same_in_both, name) || name.starts_with("x-")) {
        out_.key(name);
        append_json(value, out_);
      } else if (name == "const") {
        if (is_truth(value)) continue;  // the type is said
        out_.begin_array("enum", JsonOut::Line::one);
        append_json(value, out_);
        out_.end_array();
      } else if (name == "examples") {
        out_.key("example");
        append_json(value[std::size_t{0}], out_);
      } else if (name == "exclusiveMinimum" || name == "exclusiveMaximum") {
        const auto* bound = name == "exclusiveMinimum" ? "minimum" : "maximum";
        if (schema[bound]) throw Unsayable{fmt::format("{} beside {}", name, bound)};
        out_.key(bound);
        append_json(value, out_);
        out_.member(name, true);
      } else if (name == "properties") {
        out_.begin_object(name);
        for (const auto& property : value) {
          out_.key(property.first.text());
          write(property.second);
        }
        out_.end_object();
      } else if (name == "items" || name == "not") {
        out_.key(name);
        write(value);
      } else if (name == "additionalProperties") {
        out_.key(name);
        value.is_map() ? write(value) : append_json(value, out_);
      } else if (name == "anyOf" || name == "oneOf") {
        alternatives(name, value);
      } else {
        throw Unsayable{name};
      }
    }
  }

  /// It has no type and no members, but a pattern or a length.
  static bool only_narrows(const yaml::Node& part) {
    constexpr std::array<std::string_view, 8> with_types = {"$ref",  "type",  "properties", "allOf",
                                                            "anyOf", "oneOf", "enum",       "const"};
    return std::none_of(with_types.begin(), with_types.end(),
                        [&](const auto name) { return bool(part[name]); });
  }

  /// What stands beside a reference would not count, so the reference is a part, too.
  // NOLINTNEXTLINE(misc-no-recursion): as deep as the schema
  void conjunction(const yaml::Node& schema) {
    std::vector<yaml::Node> parts;
    for (const yaml::Node& part : schema["allOf"])
      if (!schema["type"] || !only_narrows(part)) parts.push_back(part);
    if (!schema["$ref"] && parts.empty()) return;
    out_.begin_array("allOf");
    if (schema["$ref"]) {
      out_.begin_object(JsonOut::Line::one);
      out_.member("$ref", place(schema["$ref"].text()));
      out_.end_object();
    }
    for (const auto& part : parts) write(part);
    out_.end_array();
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the schema
  void alternatives(const std::string& name, const yaml::Node& all) {
    bool may_be_null = false;
    out_.begin_array(name);
    for (const yaml::Node& one : all)
      if (is_null_type(one))
        may_be_null = true;
      else
        write(one);
    out_.end_array();
    if (may_be_null) out_.member("nullable", true);
  }

  void type(const yaml::Node& schema) {
    const auto& said = schema["type"];
    std::vector<std::string> types;
    bool may_be_null = false;
    const auto add = [&](const std::string& one) {
      if (one == "null")
        may_be_null = true;
      else
        types.push_back(one);
    };
    if (said.is_list())
      for (const yaml::Node& one : said) add(one.text());
    else if (said)
      add(said.text());
    else if (const auto of_values = type_of_values(schema))
      add(*of_values);
    if (may_be_null && types.empty()) throw Unsayable{"null alone"};
    if (types.size() == 1) out_.member("type", types.front());
    if (may_be_null) out_.member("nullable", true);
  }

  static bool is_text(const yaml::Node& value) { return value.is_scalar() && !value.is_plain(); }
  static bool is_truth(const yaml::Node& value) {
    return value.is_plain() && (value.text() == "true" || value.text() == "false");
  }

  /// JSON Schema needs no type beside values; generators of code do.
  static std::optional<std::string> type_of_values(const yaml::Node& schema) {
    if (const auto only = schema["const"]) {
      if (is_text(only)) return "string";
      if (is_truth(only)) return "boolean";
    }
    const auto values = schema["enum"];
    if (values.size() == 0) return std::nullopt;
    for (const yaml::Node& value : values)
      if (!is_text(value)) return std::nullopt;
    return "string";
  }

  JsonOut& out_;
};

/// Everything around the schemas, which is nearly the same.
class DocumentIn30 {
 public:
  explicit DocumentIn30(JsonOut& out) : out_(out) {}

  void write(const yaml::Node& document) {
    out_.begin_object();
    for (const auto& member : document) {
      const auto name = member.first.text();
      if (name == "openapi")
        out_.member(name, openapi_version);
      else if (name == "info")
        info(member.second);
      else if (name == "components")
        components(member.second);
      else
        keep(name, member.second);
    }
    out_.end_object();
  }

 private:
  void info(const yaml::Node& info) {
    out_.begin_object("info");
    for (const auto& member : info) {
      const auto name = member.first.text();
      if (name == "license") {
        out_.begin_object(name, JsonOut::Line::one);
        out_.member("name", member.second["name"].text());
        out_.member("url", license_address);
        out_.end_object();
      } else {
        out_.member(name == "summary" ? "description" : name, member.second.text());
      }
    }
    out_.end_object();
  }

  void components(const yaml::Node& components) {
    out_.begin_object("components");
    for (const auto& kind : components) {
      out_.begin_object(kind.first.text());
      for (const auto& component : kind.second) {
        out_.key(component.first.text());
        if (kind.first.text() == "schemas")
          SchemaIn30(out_).write(component.second);
        else
          node(component.second);
      }
      out_.end_object();
    }
    out_.end_object();
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the document
  void keep(const std::string& name, const yaml::Node& value) {
    out_.key(name);
    if (name == "schema")
      SchemaIn30(out_).write(value);
    else if (name.starts_with("x-") || name == "example" || name == "examples")
      append_json(value, out_);
    else
      node(value);
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the document
  void node(const yaml::Node& value) {
    if (value.is_map()) {
      out_.begin_object();
      for (const auto& member : value) keep(member.first.text(), member.second);
      out_.end_object();
    } else if (value.is_list()) {
      out_.begin_array();
      for (const yaml::Node& one : value) node(one);
      out_.end_array();
    } else {
      append_json(value, out_);
    }
  }

  JsonOut& out_;
};

std::string not_in_3_0(const Unsayable& fault) {
  return fmt::format("OpenAPI 3.0 has no word for this: {}", fault.what);
}

}  // namespace

tl::expected<std::string, std::string> as_openapi_3_0(const yaml::Node& document) {
  try {
    JsonOut out(true);
    DocumentIn30(out).write(document);
    return std::move(out).take();
  } catch (const Unsayable& fault) {
    return tl::make_unexpected(not_in_3_0(fault));
  }
}

tl::expected<std::string, std::string> models_in_openapi_3_0(const yaml::Node& schema, std::string_view name,
                                                             std::string_view version) {
  if (schema["$defs"][name]) return tl::make_unexpected(fmt::format("a definition is called {}, too", name));
  try {
    JsonOut out(true);
    out.begin_object();
    out.member("openapi", openapi_version);
    out.begin_object("info");
    out.member("title", schema["title"].text());
    out.member("version", version);
    out.begin_object("license", JsonOut::Line::one);
    out.member("name", "Apache-2.0");
    out.member("url", license_address);
    out.end_object();
    out.end_object();
    out.begin_object("paths", JsonOut::Line::one);
    out.end_object();
    out.begin_object("components");
    out.begin_object("schemas");
    SchemaIn30 schemas(out);
    out.key(name);
    schemas.write(schema);
    for (const auto& definition : schema["$defs"]) {
      out.key(definition.first.text());
      schemas.write(definition.second);
    }
    out.end_object();
    out.end_object();
    out.end_object();
    return std::move(out).take();
  } catch (const Unsayable& fault) {
    return tl::make_unexpected(not_in_3_0(fault));
  }
}

}  // namespace cimgate::json
