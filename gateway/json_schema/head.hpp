#pragma once
#include <string>
#include <string_view>

#include "gateway/json/out.hpp"
#include "gateway/json_schema/document_schema.hpp"

namespace cimgate::json_schema {

/// Where a schema keeps the types that it names.
constexpr std::string_view definitions_of(Draft draft) {
  return draft == Draft::draft_07 ? "definitions" : "$defs";
}

/// $schema and $id: the edition, and a name that is this schema's alone.
inline void write_head(std::string_view name, Draft draft, json::JsonOut& out) {
  out.member("$schema", draft == Draft::draft_07 ? "http://json-schema.org/draft-07/schema#"
                                                 : "https://json-schema.org/draft/2020-12/schema");
  out.member("$id", "urn:cimgate:json-schema:" + std::string(name));
}

}  // namespace cimgate::json_schema
