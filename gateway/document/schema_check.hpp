#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "gateway/document/document.hpp"

namespace cimgate::document {

/// Something in a document that its schema does not allow.
struct Violation {
  enum class Kind : std::uint8_t {
    missing_element,     ///< `expected` says which may come; `node` is the parent
    unexpected_element,  ///< `node` is not known here, out of order, one too many, or a second branch of a
                         ///< choice
    missing_attribute,   ///< `node` lacks it
    unexpected_attribute,
    bad_value,
    not_unique,       ///< a second node with the same key
    unexpected_text,  ///< text between elements
  };
  Kind kind = Kind::bad_value;
  NodeId node = 0;
  std::int32_t attribute = -1;  ///< index among the node's attributes, when it is about one of them
  std::string found;     ///< a name or a value; empty for values of free text, which may be personal data
  std::string expected;  ///< in words: "StartOfOccurrence", "one of E17, E18", "at most 3 decimals"
};

/// Everything that is wrong, in document order, at most `limit`: content models, cardinalities, choices,
/// attributes, values, xs:unique. The verdict is the one a validating XML parser gives on the same document.
std::vector<Violation> check_document(const Document& document, std::size_t limit);

}  // namespace cimgate::document
