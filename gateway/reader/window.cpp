#include "gateway/reader/window.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace cimgate::reader {

void Window::prepare(std::size_t block) {
  constexpr std::size_t at_once = 256;  // 16 KiB of text: what is found is used while it is in the cache
  const std::size_t until = std::min(std::max(block + 1, ready_ + at_once), blocks_.size());
  const std::size_t whole = blocks_.size() - 1;  // the last one is not full
  if (ready_ < std::min(until, whole)) {
    const std::size_t count = std::min(until, whole) - ready_;
    find_(begin_ + ready_ * block_size, {blocks_.data() + ready_, count});
    ready_ += count;
  }
  if (ready_ < until) {
    std::array<char, block_size> rest{};  // the NULs behind the end are special, and no blanks
    const char* const from = begin_ + whole * block_size;
    if (from != end_) std::memcpy(rest.data(), from, static_cast<std::size_t>(end_ - from));
    find_(rest.data(), {blocks_.data() + whole, 1});
    ready_ = until;
  }
}

}  // namespace cimgate::reader
