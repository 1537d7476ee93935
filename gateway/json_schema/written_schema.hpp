#pragma once
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/json_schema/document_schema.hpp"

namespace cimgate::json_schema {

/// A schema that is written by hand, in written/NAME.yaml: "supplement" or "report". `alone`: with $schema
/// and $id, as a file of its own. Error: it is not there, in a sentence.
tl::expected<std::string, std::string> written_schema(std::string_view name, Draft draft, bool alone = true);

/// The schema of a file of market state (docs/market.md), from the table that it is read by.
std::string market_schema(Draft draft);

}  // namespace cimgate::json_schema
