#pragma once
#include <optional>
#include <vector>

#include "gateway/document/message.hpp"
#include "gateway/reader/structure.hpp"

namespace cimgate::reader {

/// What read_by_reference() gives, with the same findings and places, but many times faster for a message in
/// UTF-8 that is valid. All else is read by the reference reader.
document::ReadResult read(const schema::Catalog& catalog, std::string_view bytes,
                          const document::ReadOptions& options);

/// What the reference reader gives, and the same in a tenth of the time behind the last finding that it
/// tells.
document::ReadResult explain(const schema::Catalog& catalog, std::string_view bytes,
                             const document::ReadOptions& options);

/// The documents of a text, valid or not, as the reference reader makes them; nothing when it is not
/// well-formed, or has what is left to that. What the schema does not know has neither text nor attributes.
std::optional<std::vector<document::Message>> make_documents(const schema::Catalog& catalog,
                                                             const source::SourceText& source,
                                                             const document::ReadOptions& options,
                                                             Instructions instructions);

/// How the fast engine took an input.
enum class Answer : std::uint8_t {
  accepted,
  refused,   ///< not well-formed, or not valid
  declined,  ///< left to the reference reader without a verdict
};

/// The fast engine alone. `result` has messages when it is accepted.
Answer try_read(const schema::Catalog& catalog, std::string_view bytes, const document::ReadOptions& options,
                Instructions instructions, document::ReadResult& result);

}  // namespace cimgate::reader
