#pragma once
#include <string>
#include <vector>

#include "gateway/document/document.hpp"
#include "gateway/document/read.hpp"
#include "gateway/schema/catalog.hpp"

namespace cimgate::document {

struct WriteOptions {
  bool indent = true;  ///< two spaces a level; else no white space between elements
};

/// Where things stand in a text that was written.
struct WriteLog {
  struct Value {
    NodeId node;
    const schema::Attribute* attribute;  ///< null for the node's text
    std::size_t begin, end;              ///< with the quotes, in JSON
  };
  /// One of several elements of its name (in XML: any), with the comma and white space before it.
  struct Element {
    NodeId node;
    std::size_t begin, end;
  };
  std::vector<Value> values;
  std::vector<Element> elements;
};

/// The same of a text that holds several documents, and a supplement.
struct BundleLog {
  struct Place {
    std::size_t begin, end;  ///< with the quotes, in JSON
  };
  std::vector<WriteLog> documents;
  std::vector<Place> entries;  ///< the values of the supplement's entries; begin = end where none is written
};

/// The message as it stands in a bundle, or alone with `level` 0, without declaration and line end.
std::string to_xml_part(const Message& message, const WriteOptions& options, std::size_t level,
                        WriteLog& log);
std::string to_json_part(const Message& message, const WriteOptions& options, std::size_t level,
                         WriteLog& log);

/// The message as an XML document with declaration, UTF-8, prefixes of its schema set.
std::string to_xml(const Message& message, const WriteOptions& options, WriteLog* log = nullptr);

/// A CIM document in its JSON form (facts: named types become {"value": …}, built-in types are bare, repeated
/// elements are arrays): {"X_MarketDocument": {…}}. Numbers keep their digits as they are written in the
/// document.
std::string to_json(const Message& message, const WriteOptions& options, WriteLog* log = nullptr);

/// The supplement as a JSON object.
std::string to_json(const Supplement& supplement, const WriteOptions& options, BundleLog* log = nullptr);

/// The names that parts of a bundle have as files: "01-RequestChangeOfSupplier_MarketDocument.json".
std::string file_name(const Message& document, std::size_t index, bool json);
inline constexpr const char* supplement_file_name = "supplement.json";

/// {"documents": [...], "supplement": {...}}
std::string bundle_to_json(const std::vector<Message>& documents, const Supplement* supplement,
                           const WriteOptions& options, BundleLog* log = nullptr);

/// <bundle xmlns="urn:cimgate:bundle:1">; one document without supplement is that document alone.
std::string bundle_to_xml(const std::vector<Message>& documents, const Supplement* supplement,
                          const WriteOptions& options, BundleLog* log = nullptr);

}  // namespace cimgate::document
