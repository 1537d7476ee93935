#pragma once
#include <string_view>

#include "gateway/document/made_documents.hpp"
#include "gateway/document/message.hpp"

namespace cimgate::reader {

/// Reads XML or JSON, whichever it is: XML by Xerces-C++ and our own check. Never throws for bad input.
document::ReadResult read_by_reference(const schema::Catalog& catalog, std::string_view bytes,
                                       const document::ReadOptions& options);

/// The same. `make` is asked when the validating parser has told as much as is wanted of what is not valid:
/// what more there is need only be counted.
document::ReadResult read_by_reference(const schema::Catalog& catalog, std::string_view bytes,
                                       const document::ReadOptions& options,
                                       const document::MakeDocuments& make);

}  // namespace cimgate::reader
