#pragma once
#include <string_view>

#include "gateway/document/made_documents.hpp"
#include "gateway/document/message.hpp"
#include "gateway/source/seam.hpp"

/// The reference reader: JSON by our own reader, XML by Xerces-C++ and our own check. Whoever only wants an
/// input read calls read() (read.hpp).
namespace cimgate::reader {

/// `make` is asked when the validating parser has told as much as is wanted of what is not valid: what more
/// there is need only be counted. `seam`: of a text that is the head and a later part of another. Never
/// throws for bad input.
document::ReadResult read_by_reference(const schema::Catalog& catalog, std::string_view bytes,
                                       const document::ReadOptions& options,
                                       const document::MakeDocuments& make = {},
                                       const source::Seam& seam = {});

/// The same result in a tenth of the time behind the last finding that it tells: there the fast engine makes
/// the documents.
document::ReadResult explain(const schema::Catalog& catalog, std::string_view bytes,
                             const document::ReadOptions& options);

}  // namespace cimgate::reader
