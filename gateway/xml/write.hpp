#pragma once
#include <string>
#include <vector>

#include "gateway/document/write.hpp"

namespace cimgate::xml {

/// The message as it stands in a bundle, or alone with `level` 0, without declaration and line end.
std::string to_xml_part(const document::Message& message, const document::WriteOptions& options,
                        std::size_t level, document::WriteLog& log);

/// The message as an XML document with declaration, UTF-8, prefixes of its schema set.
std::string to_xml(const document::Message& message, const document::WriteOptions& options,
                   document::WriteLog* log = nullptr);

/// <bundle xmlns="urn:cimgate:bundle:1">; one document without supplement is that document alone.
std::string bundle_to_xml(const std::vector<document::Message>& documents,
                          const document::Supplement* supplement, const document::WriteOptions& options,
                          document::BundleLog* log = nullptr);

}  // namespace cimgate::xml
