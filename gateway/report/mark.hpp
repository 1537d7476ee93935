#pragma once
#include <cstddef>
#include <string>

#include "cimgate/finding.hpp"
#include "cimgate/source_lines.hpp"

namespace cimgate::report {

/// What of its source line a finding is about. Columns count characters, from 1.
struct Mark {
  std::size_t column = 1;
  std::size_t length = 1;
};

/// The value that is wrong: the text of an element, an attribute's value, a value of JSON. The name, where
/// the finding is about the element itself or its text is not in the line. One character where the line is
/// too long to look through, or the message is not well-formed.
/// Columns are those of the line's text.
Mark mark_of(const Finding& finding, const SourceLine& line);

}  // namespace cimgate::report
