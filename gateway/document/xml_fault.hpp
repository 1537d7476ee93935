#pragma once
#include "cimgate/finding.hpp"
#include "gateway/document/source.hpp"
#include "gateway/document/xml_parser.hpp"

namespace cimgate::document {

/// Says in words why a text is not well-formed XML, where, and what to do. Names of elements and attributes
/// are quoted, text never.
Finding describe_fault(const SourceText& source, const XmlFault& fault);

}  // namespace cimgate::document
