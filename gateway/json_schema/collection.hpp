#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/json_schema/document_schema.hpp"

/// All JSON Schemas there are, as files: `cimgate schemas export`, GET /schemas/….
namespace cimgate::json_schema {

/// Where a schema stands: "nmeg/0.1/RequestChangeOfSupplier_MarketDocument.json", "nmeg/0.1/bundle.json",
/// "supplement.json", "report.json", "market.json".
struct Place {
  std::string path;
  std::string title;
};

/// Sorted by path.
std::vector<Place> places(const schema::Catalog& catalog);

/// What a schema can be had in: an edition of JSON Schema, or a document of OpenAPI 3.0 whose components are
/// its types, for generators of code.
struct Form {
  Draft draft = Draft::draft_2020_12;
  bool as_openapi_3_0 = false;
};

/// "2020-12", "07" or "openapi-3.0"; "" is the newest edition of JSON Schema. Nothing for another.
std::optional<Form> form_called(std::string_view name);

/// The schema at a place, as JSON text. Error: there is none, or its tables cannot be read, in a sentence.
tl::expected<std::string, std::string> schema_at(const schema::Catalog& catalog, std::string_view path,
                                                 Form form);

}  // namespace cimgate::json_schema
