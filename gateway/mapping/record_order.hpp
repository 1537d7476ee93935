#pragma once
#include <algorithm>
#include <string_view>

#include "gateway/text/ascii.hpp"

namespace cimgate::mapping {

/// Paths in the order of the records that they lead to: "A[2]" comes before "A[10]".
struct RecordOrder {
  using is_transparent = void;

  bool operator()(std::string_view a, std::string_view b) const {
    std::size_t i = 0;
    for (; i < a.size() && i < b.size() && a[i] == b[i]; ++i) {
    }
    if (i == a.size() || i == b.size()) return a.size() < b.size();
    const auto length = [&](std::string_view text) {
      std::size_t end = i;
      while (end < text.size() && text::is_digit(text[end])) ++end;
      return end - i;
    };
    // Only where a number has started, or starts here, its length tells more than its first digit.
    if (text::is_digit(a[i]) || text::is_digit(b[i]))
      if (length(a) != length(b)) return length(a) < length(b);
    return a[i] < b[i];
  }
};

}  // namespace cimgate::mapping
