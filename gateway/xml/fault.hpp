#pragma once
#include "cimgate/finding.hpp"
#include "gateway/source/seam.hpp"
#include "gateway/source/source.hpp"
#include "gateway/xml/parser.hpp"

namespace cimgate::xml {

/// Says in words why a text is not well-formed XML, where, and what to do. Names of elements and attributes
/// are quoted, text never. `seam`: the words name lines of the text that the source is a part of; the place
/// of the finding is one of the source.
Finding describe_fault(const source::SourceText& source, const XmlFault& fault,
                       const source::Seam& seam = {});

}  // namespace cimgate::xml
