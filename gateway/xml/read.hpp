#pragma once
#include "gateway/document/made_documents.hpp"
#include "gateway/document/message.hpp"
#include "gateway/schema/catalog.hpp"
#include "gateway/source/seam.hpp"
#include "gateway/source/source.hpp"

namespace cimgate::xml {

/// Reads and validates XML with Xerces-C++ and our own check over the Document. Never throws for bad input.
document::ReadResult read_xml(const schema::Catalog& catalog, source::SourceText source,
                              const document::ReadOptions& options);

/// The same. `make` is asked when the validating parser has told as much as is wanted of what is not valid:
/// what more there is need only be counted. `seam`: as for describe_fault().
document::ReadResult read_xml(const schema::Catalog& catalog, source::SourceText source,
                              const document::ReadOptions& options, const document::MakeDocuments& make,
                              const source::Seam& seam = {});

}  // namespace cimgate::xml
