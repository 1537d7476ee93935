#pragma once
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace cimgate::document {

/// Memory for things of one kind at fixed addresses, given back all at once; small ones share blocks.
template <class T>
class Arena {
 public:
  /// Room for `count` things, which the caller fills.
  T* take(std::size_t count) {
    if (count > left_) grow(count);
    T* const start = free_;
    free_ += count;
    left_ -= count;
    return start;
  }

  /// The last `count` of what was taken last are free again.
  void give_back(std::size_t count) {
    free_ -= count;
    left_ += count;
  }

  /// One more behind `end`, when that is where free memory begins.
  bool extend(const T* end) {
    if (end != free_ || left_ == 0) return false;
    ++free_;
    --left_;
    return true;
  }

 private:
  void grow(std::size_t count) {
    constexpr std::size_t first = 4096 / sizeof(T);
    constexpr std::size_t most = 65536 / sizeof(T);
    const std::size_t size =
        std::max(count, std::min(first << std::min<std::size_t>(blocks_.size(), 4), most));
    blocks_.push_back(std::make_unique_for_overwrite<T[]>(size));
    free_ = blocks_.back().get();
    left_ = size;
  }

  std::vector<std::unique_ptr<T[]>> blocks_;
  T* free_ = nullptr;
  std::size_t left_ = 0;
};

/// Keeps texts at fixed addresses until it is destroyed.
class TextArena {
 public:
  std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    char* const start = memory_.take(text.size());
    std::memcpy(start, text.data(), text.size());
    return {start, text.size()};
  }

 private:
  Arena<char> memory_;
};

}  // namespace cimgate::document
