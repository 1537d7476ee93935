#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/report/mark.hpp"

namespace cimgate::report {

struct TextStyle {
  bool color = false;
  bool norwegian = false;
};

/// The findings of one file for people: what, where, the line with what is wrong marked, what to do. `more`:
/// what else there is to say about each of them, or nothing.
std::string findings_text(const std::string& file, const std::vector<Finding>& findings,
                          const SourceLines& lines, const TextStyle& style,
                          const std::vector<std::string>& more = {});

/// The text in one of the colours of the terminal ("1;31"), when colour is wanted.
std::string painted(std::string_view text, std::string_view color, const TextStyle& style);

/// The line with control characters made visible, cut to a window around the mark, and the mark in it.
struct Excerpt {
  std::string text;
  std::size_t column = 1;
  std::size_t length = 1;
};

/// Takes the excerpts of one file one after the other: a document may be one line, with all findings in it,
/// and columns are counted on from the finding before. The lines have to live as long.
class Excerpts {
 public:
  Excerpt of(const SourceLine& line, const Mark& mark);

 private:
  const SourceLine* line_ = nullptr;
  std::size_t column_ = 1;
  std::size_t offset_ = 0;
};

}  // namespace cimgate::report
