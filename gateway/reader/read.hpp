#pragma once
#include <string_view>

#include "gateway/document/message.hpp"

namespace cimgate::reader {

/// Reads an input, XML or JSON, whichever it is: a message, a SOAP envelope around messages, or a bundle.
/// XML in UTF-8 that is valid is taken in one pass (fast.hpp); all else, and all when it is asked for, is the
/// reference reader's (reference.hpp). Both give the same documents, findings and places. Never throws for
/// bad input.
document::ReadResult read(const schema::Catalog& catalog, std::string_view bytes,
                          const document::ReadOptions& options);

}  // namespace cimgate::reader
