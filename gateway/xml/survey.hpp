#pragma once
#include <cstddef>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/source/source.hpp"

namespace cimgate::xml {

/// A part of the text.
struct TextRange {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// What one pass over an XML text tells before a parser sees it.
struct XmlSurvey {
  std::size_t root = std::string_view::npos;  ///< offset of the root's start tag; npos when there is none
  std::size_t root_end = 0;                   ///< behind its '>'
  std::uint32_t elements = 0;
  /// Values of attributes that only hint at schemas (xsi:schemaLocation), and that the parser would stop at.
  std::vector<TextRange> odd_hints;
};

/// Refuses what a parser must not be given: document type declarations (and with them entities), XML 1.1, and
/// more depth, elements, attributes, names or text than the limits allow: what a parser does with them takes
/// longer than they are long. What is not well-formed is left to the
/// parser, which stops there.
tl::expected<XmlSurvey, Finding> survey_xml(const source::SourceText& source, const source::Limits& limits);

}  // namespace cimgate::xml
