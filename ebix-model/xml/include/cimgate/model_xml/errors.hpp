#pragma once
#include <cstdint>
#include <string>
#include <string_view>

/// What ebix-model and cim-model share: errors as values, exact decimals and times, reading and writing of
/// XML.
namespace cimgate::model {

/// Why a text did not become a message.
struct ParseError {
  enum class Kind : std::uint8_t {
    not_well_formed,  ///< not XML, or empty, or an encoding that cannot be read
    doctype_refused,  ///< a document type declaration: never read, never expanded
    unknown_root,  ///< not one of the library's messages; what comes after the root's start tag is not read
    schema_error,  ///< one of the messages, but not valid against its schema
  };
  Kind kind = Kind::not_well_formed;
  /// Line and column, from 1, of the end of the offending markup; 0 when not known. For elements that are
  /// missing, repeated or misplaced that is the end tag of their parent, where the schema first sees it.
  std::uint64_t line = 0;
  std::uint64_t column = 0;
  std::string message;

  friend bool operator==(const ParseError&, const ParseError&) = default;
};

/// Why a message did not become XML: it holds text that XML cannot carry, such as broken UTF-8.
struct SerializeError {
  std::string message;

  friend bool operator==(const SerializeError&, const SerializeError&) = default;
};

/// A qualified name.
struct RootName {
  std::string_view ns;     ///< namespace name
  std::string_view local;  ///< local name

  friend bool operator==(const RootName&, const RootName&) = default;
};

}  // namespace cimgate::model
