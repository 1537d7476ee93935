#pragma once
#include "cimgate/finding.hpp"
#include "gateway/source/source.hpp"
#include "gateway/xml/parser.hpp"

namespace cimgate::xml {

/// Says in words why a text is not well-formed XML, where, and what to do. Names of elements and attributes
/// are quoted, text never.
Finding describe_fault(const source::SourceText& source, const XmlFault& fault);

}  // namespace cimgate::xml
