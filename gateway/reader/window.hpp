#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gateway/reader/structure.hpp"

namespace cimgate::reader {

/// The part of a text that is in memory, with its structure, which is found as far as it is asked for.
class Window {
 public:
  explicit Window(Instructions instructions) : find_(structure_finder(instructions)) {}

  /// Another part; what was known of the one before is forgotten. It has to stay where it is.
  void move_to(const char* begin, const char* end) {
    begin_ = begin;
    end_ = end;
    ready_ = 0;
    blocks_.resize(static_cast<std::size_t>(end - begin) / block_size + 1);
  }

  const char* begin() const { return begin_; }
  const char* end() const { return end_; }

  /// The first special byte from here on, or the end.
  const char* special_from(const char* at) { return next<&Structure::special>(at); }
  /// The first byte from here on that is not a blank, or the end.
  const char* not_blank_from(const char* at) { return next<&Structure::not_blank>(at); }

 private:
  static constexpr std::size_t block_size = 64;

  template <std::uint64_t Structure::*kind>
  const char* next(const char* at) {
    const auto offset = static_cast<std::size_t>(at - begin_);
    std::size_t block = offset / block_size;
    if (block >= ready_) prepare(block);
    if (const auto bits = blocks_[block].*kind >> (offset % block_size); bits != 0)
      return at + std::countr_zero(bits);
    for (;;) {  // the byte behind the end counts as found
      if (++block >= ready_) prepare(block);
      if (const auto bits = blocks_[block].*kind; bits != 0)
        return begin_ + block * block_size + std::countr_zero(bits);
    }
  }

  void prepare(std::size_t block);

  FindStructure find_;
  const char* begin_ = nullptr;
  const char* end_ = nullptr;
  std::vector<Structure> blocks_;
  std::size_t ready_ = 0;  ///< so many blocks are known
};

}  // namespace cimgate::reader
