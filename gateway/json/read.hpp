#pragma once
#include "gateway/document/message.hpp"
#include "gateway/schema/catalog.hpp"
#include "gateway/source/source.hpp"

namespace cimgate::json {

/// Reads a CIM document, a bundle or a supplement in JSON. Never throws for bad input.
document::ReadResult read_json(const schema::Catalog& catalog, source::SourceText source,
                               const document::ReadOptions& options);

}  // namespace cimgate::json
