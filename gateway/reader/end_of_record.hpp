#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace cimgate::reader {

/// Finds where a record ends in a text that grows, without reading it: comments, CDATA sections and
/// processing instructions are passed over, and elements of the same name inside are counted. Of text that is
/// not well-formed it may find none.
class EndOfRecord {
 public:
  /// `name`: as the start tag writes it. The text begins with a record, or with something before one.
  explicit EndOfRecord(std::string name) : name_(std::move(name)) {}

  /// Behind the end tag of the next record; 0 when the text, which begins as it did the last time, does not
  /// have it yet. What was looked at is not looked at again.
  std::size_t in(std::string_view text);

 private:
  /// Behind the next `close`, or 0.
  std::size_t behind(std::string_view text, std::size_t open, std::string_view close);
  /// Behind the '>' of the tag at at_, or 0.
  std::size_t behind_tag(std::string_view text);
  bool is_named(std::string_view text, std::size_t at) const;

  std::string name_;
  std::size_t at_ = 0;    ///< all before it is settled
  std::size_t seen_ = 0;  ///< of what begins at at_, so much was looked at without finding its end
  char quote_ = 0;        ///< of the tag at at_: what an attribute value that is open ends with
  std::size_t depth_ = 0;
};

}  // namespace cimgate::reader
