#pragma once
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

/// The schema at a place, as JSON text. Error: there is none, or its tables cannot be read, in a sentence.
tl::expected<std::string, std::string> schema_at(const schema::Catalog& catalog, std::string_view path,
                                                 Draft draft);

}  // namespace cimgate::json_schema
