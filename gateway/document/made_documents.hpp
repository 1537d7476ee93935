#pragma once
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "gateway/document/read.hpp"

namespace cimgate::document {

/// Makes the documents of a text, which is well-formed or not, faster than the validating parser; nothing
/// when it cannot. `options.profile` is the set of CIM documents.
using MakeDocuments =
    std::function<std::optional<std::vector<Message>>(const SourceText& text, const ReadOptions& options)>;

/// As read(). `make` is asked when the validating parser has told as much as is wanted of what is not valid:
/// what more there is need only be counted.
ReadResult read(const schema::Catalog& catalog, std::string_view bytes, const ReadOptions& options,
                const MakeDocuments& make);

ReadResult read_xml(const schema::Catalog& catalog, SourceText source, const ReadOptions& options,
                    const MakeDocuments& make);

}  // namespace cimgate::document
