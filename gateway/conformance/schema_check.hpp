#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "gateway/document/document.hpp"

namespace cimgate::conformance {

/// Something in a document that its schema does not allow.
struct Violation {
  enum class Kind : std::uint8_t {
    missing_element,     ///< `expected` says which may come; `node` is the parent
    unexpected_element,  ///< `node` is not known here; `expected` says what may come
    misplaced_element,   ///< out of order: "must come before EndOfOccurrence"
    repeated_element,    ///< one too many: "at most 1"
    other_choice,        ///< another branch of the choice stands there already: "only one of A, B, C"
    missing_attribute,   ///< `node` lacks the attribute `expected`
    unexpected_attribute,
    bad_value,
    bad_nil,          ///< marked as nil where that is not allowed, or nil and yet with content
    not_unique,       ///< a second node with the same key
    unexpected_text,  ///< text between elements
  };
  Kind kind = Kind::bad_value;
  document::NodeId node = 0;
  std::int32_t attribute = -1;  ///< index among the node's attributes, when it is about one of them
  std::string found;            ///< a name or a value; empty for what may be personal data
  std::string expected;         ///< in words: "StartOfOccurrence", "one of E17, E18", "at most 3 decimals"
  std::string expected_nb;      ///< the same in Norwegian (bokmål)
  std::string meant;            ///< the name that an unknown element or attribute was probably meant to be
};

/// As many as were asked for, and how many more there are.
struct Violations {
  std::vector<Violation> kept;
  std::size_t left_out = 0;
};

/// Everything that is wrong, in document order, at most `limit`: content models, cardinalities, choices,
/// attributes, values, xs:unique. The verdict is the one a validating XML parser gives on the same document.
std::vector<Violation> check_document(const document::Document& document, std::size_t limit);

/// The same, and how many more there are.
Violations check_whole_document(const document::Document& document, std::size_t limit);

}  // namespace cimgate::conformance
