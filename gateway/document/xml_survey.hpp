#pragma once
#include <cstddef>
#include <string_view>
#include <tl/expected.hpp>

#include "cimgate/finding.hpp"
#include "gateway/document/source.hpp"

namespace cimgate::document {

/// What one pass over an XML text tells before a parser sees it.
struct XmlSurvey {
  std::size_t root = std::string_view::npos;  ///< offset of the root's start tag; npos when there is none
  std::size_t root_end = 0;                   ///< behind its '>'
};

/// Refuses what a parser must not be given: document type declarations (and with them entities), XML 1.1, and
/// more depth, elements, attributes or text than the limits allow. What is not well-formed is left to the
/// parser, which stops there.
tl::expected<XmlSurvey, Finding> survey_xml(const SourceText& source, const Limits& limits);

}  // namespace cimgate::document
