#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

/// Where the characters stand that decide how a text is cut up: found 64 bytes at a time.
namespace cimgate::reader {

/// One bit a byte, the lowest for the first.
struct Structure {
  /// Bytes that cannot be taken as they are without a look: '<', '>', '&', quotes, what is not ASCII, and
  /// controls, line ends among them.
  std::uint64_t special = 0;
  std::uint64_t not_blank = 0;  ///< everything but the blank
};

/// The instructions it is done with. `avx2` and `sse2` are for processors that have them.
enum class Instructions : std::uint8_t { scalar, sse2, avx2 };

/// The best that this processor has.
Instructions best_instructions();

/// Reads blocks.size() times 64 bytes from `text`, which has as many.
using FindStructure = void (*)(const char* text, std::span<Structure> blocks);
FindStructure structure_finder(Instructions instructions);

}  // namespace cimgate::reader
