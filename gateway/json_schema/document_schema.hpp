#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/schema/catalog.hpp"

/// JSON Schemas of the JSON form of documents (docs/json-schemas.md), made from the same tables that
/// documents are read by.
namespace cimgate::json_schema {

/// The edition of JSON Schema: 2020-12, or draft-07 for tools that know no newer one.
enum class Draft { draft_2020_12, draft_07 };

/// "2020-12" or "07"; "" is the newest. Nothing for another.
std::optional<Draft> draft_called(std::string_view name);

/// A kind of document and the schema it is read by.
struct Kind {
  const schema::MessageKind* kind = nullptr;
  const schema::Schema* schema = nullptr;
};

/// The schema of `{"Root": {…}}`. What JSON Schema cannot say, or tools judge differently, is left to
/// cimgate: the number of digits behind the point, patterns that only XML Schema knows, values that must be
/// unique. A document that it refuses is not valid, but for blanks around a value, which XML Schema forgives.
std::string document_schema(const schema::SchemaSet& set, const Kind& document, Draft draft);

/// The schema of a bundle of documents of one set; `supplement` is the schema of a supplement, as JSON text.
std::string bundle_schema(const schema::SchemaSet& set, const std::vector<Kind>& documents,
                          const std::string& supplement, Draft draft);

}  // namespace cimgate::json_schema
