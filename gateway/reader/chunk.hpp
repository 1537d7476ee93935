#pragma once
#include <cstddef>
#include <memory>

namespace cimgate::reader {

/// A part of the input in memory, which batches share.
struct Chunk {
  explicit Chunk(std::size_t room) : bytes(std::make_unique_for_overwrite<char[]>(room)) {}
  std::unique_ptr<char[]> bytes;
};

}  // namespace cimgate::reader
