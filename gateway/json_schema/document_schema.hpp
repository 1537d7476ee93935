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

/// A schema among the components of an OpenAPI document.
struct Component {
  std::string name;  ///< "RequestEndOfSupply_MarketDocument": its content; of a type in it
                     ///< "RequestEndOfSupply_MarketDocument.MktActivityRecord"; "cim.date-time"
  std::string json;
};

/// The same of several documents of one set, which share their simple types. That a text with a default is
/// not empty is left out: generators of code would make a type of it that nobody can use.
std::vector<Component> components(const std::vector<Kind>& documents);

/// The schema of a bundle of documents of one set; `supplement` is the schema of a supplement, as JSON text.
std::string bundle_schema(const schema::SchemaSet& set, const std::vector<Kind>& documents,
                          const std::string& supplement, Draft draft);

}  // namespace cimgate::json_schema
