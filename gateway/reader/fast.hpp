#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "gateway/document/message.hpp"
#include "gateway/reader/structure.hpp"

/// The fast engine, which takes valid XML in UTF-8 in one pass: docs/fast-reader.md.
namespace cimgate::reader {

/// How it took an input.
enum class Answer : std::uint8_t {
  accepted,
  refused,   ///< not well-formed, or not valid
  declined,  ///< left to the reference reader without a verdict
};

/// `result` has messages when it is accepted.
Answer try_read(const schema::Catalog& catalog, std::string_view bytes, const document::ReadOptions& options,
                Instructions instructions, document::ReadResult& result);

/// The documents of a text, valid or not, as the reference reader makes them; nothing when it is not
/// well-formed, or has what is left to that. What the schema does not know has neither text nor attributes.
std::optional<std::vector<document::Message>> make_documents(const schema::Catalog& catalog,
                                                             const source::SourceText& source,
                                                             const document::ReadOptions& options,
                                                             Instructions instructions);

}  // namespace cimgate::reader
