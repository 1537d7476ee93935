#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/reader/namespaces.hpp"
#include "gateway/reader/recogniser.hpp"

namespace cimgate::reader {

/// Where an attribute stands in a start tag that was read.
struct RawTagAttribute {
  std::string_view name;
  std::string_view value;    ///< between the quotes
  std::uint32_t offset = 0;  ///< of the name in the tag
  bool simple = true;        ///< the value is itself: no references, white space or letters beyond ASCII
};

/// A start tag as it was written last, cut at its attribute values: the next one for the same element is
/// nearly always the same but for these, and then it need not be taken apart again.
struct TagMemory {
  struct Value {
    const schema::Attribute* declaration = nullptr;
    const Recogniser* recogniser = nullptr;
    std::uint32_t piece_end = 0;    ///< of the piece before it, which ends with the opening quote
    std::uint32_t name_before = 0;  ///< from the attribute's name to there
  };
  using Values = std::vector<std::string_view>;

  bool known = false;
  bool empty = false;  ///< "<a/>"
  Namespaces::Context context = 0;
  std::string bytes;      ///< all pieces
  std::string_view name;  ///< with its prefix; kept by the engine
  std::vector<Value> values;
};

/// True when `count` bytes are the same at both places. Tags are too short for memcmp to pay.
inline bool same_bytes(const char* a, const char* b, std::size_t count) {
  const auto load8 = [](const char* from) {
    std::uint64_t number = 0;
    std::memcpy(&number, from, 8);
    return number;
  };
  if (count < 8) {
    for (std::size_t i = 0; i < count; ++i)
      if (a[i] != b[i]) return false;
    return true;
  }
  for (std::size_t i = 0; i + 8 < count; i += 8)
    if (load8(a + i) != load8(b + i)) return false;
  return load8(a + count - 8) == load8(b + count - 8);
}

}  // namespace cimgate::reader
