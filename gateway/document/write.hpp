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

/// The message as an XML document with declaration, UTF-8, prefixes of its schema set.
std::string to_xml(const Message& message, const WriteOptions& options);

/// A CIM document in its JSON form (facts: named types become {"value": …}, built-in types are bare, repeated
/// elements are arrays): {"X_MarketDocument": {…}}. Numbers keep their digits as they are written in the
/// document.
std::string to_json(const Message& message, const WriteOptions& options);

/// The supplement as a JSON object.
std::string to_json(const Supplement& supplement, const WriteOptions& options);

/// {"documents": [...], "supplement": {...}}
std::string bundle_to_json(const std::vector<Message>& documents, const Supplement* supplement,
                           const WriteOptions& options);

/// <bundle xmlns="urn:cimgate:bundle:1">; one document without supplement is that document alone.
std::string bundle_to_xml(const std::vector<Message>& documents, const Supplement* supplement,
                          const WriteOptions& options);

}  // namespace cimgate::document
