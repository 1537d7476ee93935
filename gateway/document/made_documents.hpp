#pragma once
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "gateway/document/message.hpp"

namespace cimgate::document {

/// Makes the documents of a text, which is well-formed or not, faster than the validating parser; nothing
/// when it cannot. `options` name the sets that messages are read as.
using MakeDocuments = std::function<std::optional<std::vector<Message>>(const source::SourceText& text,
                                                                        const ReadOptions& options)>;

}  // namespace cimgate::document
