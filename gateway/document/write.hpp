#pragma once
#include <string>
#include <vector>

#include "gateway/document/document.hpp"
#include "gateway/document/message.hpp"
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

/// The names that parts of a bundle have as files: "01-RequestChangeOfSupplier_MarketDocument.json".
std::string file_name(const Message& document, std::size_t index, bool json);
inline constexpr const char* supplement_file_name = "supplement.json";

}  // namespace cimgate::document
