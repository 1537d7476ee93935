#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "cimgate/gateway.hpp"

namespace cimgate::report {

struct TextStyle {
  bool color = false;
  bool norwegian = false;
};

/// The findings of one file for people: what, where, the line with a caret, what to do.
std::string findings_text(const std::string& file, const std::vector<Finding>& findings,
                          const SourceLines& lines, const TextStyle& style);

/// The text in one of the colours of the terminal ("1;31"), when colour is wanted.
std::string painted(std::string_view text, std::string_view color, const TextStyle& style);

/// The line with control characters made visible, cut to a window around the column, and the column of the
/// caret under it; both count characters from 1.
struct Excerpt {
  std::string text;
  std::size_t column = 1;
};

/// Takes the excerpts of one file one after the other: a document may be one line, with all findings in it,
/// and columns are counted on from the finding before. The lines have to live as long.
class Excerpts {
 public:
  Excerpt of(const std::string& line, std::size_t column);

 private:
  const std::string* line_ = nullptr;
  std::size_t column_ = 1;
  std::size_t offset_ = 0;
};

}  // namespace cimgate::report
