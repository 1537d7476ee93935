#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cimgate::schema {

/// Takes a text from the front, piece by piece.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool at_end() const { return text_.empty(); }
  char peek() const { return text_.empty() ? '\0' : text_.front(); }

  bool take(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }

  /// All digits that come next; may be none.
  std::string_view digits() {
    std::size_t n = 0;
    while (n < text_.size() && text_[n] >= '0' && text_[n] <= '9') ++n;
    const std::string_view found = text_.substr(0, n);
    text_.remove_prefix(n);
    return found;
  }

  /// A number of exactly two digits that is at most `max`.
  bool two_digits(std::int32_t& number, std::int32_t max) {
    if (text_.size() < 2 || text_[0] < '0' || text_[0] > '9' || text_[1] < '0' || text_[1] > '9')
      return false;
    number = (text_[0] - '0') * 10 + (text_[1] - '0');
    text_.remove_prefix(2);
    return number <= max;
  }

 private:
  std::string_view text_;
};

}  // namespace cimgate::schema
