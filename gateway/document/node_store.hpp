#pragma once
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <type_traits>
#include <utility>

namespace cimgate::document {

/// Things by number in one piece of memory. Unlike a vector's, some need not be made yet: they take room, and
/// no time.
template <class T>
class NodeStore {
 public:
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

  NodeStore() = default;
  NodeStore(NodeStore&& other) noexcept
      : memory_(std::move(other.memory_)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  NodeStore& operator=(NodeStore&& other) noexcept {
    memory_ = std::move(other.memory_);
    size_ = std::exchange(other.size_, 0);
    capacity_ = std::exchange(other.capacity_, 0);
    return *this;
  }
  NodeStore(const NodeStore&) = delete;
  NodeStore& operator=(const NodeStore&) = delete;
  ~NodeStore() = default;

  std::size_t size() const { return size_; }
  T& operator[](std::size_t at) { return memory_.get()[at]; }
  const T& operator[](std::size_t at) const { return memory_.get()[at]; }
  T* begin() { return memory_.get(); }
  T* end() { return memory_.get() + size_; }
  const T* begin() const { return memory_.get(); }
  const T* end() const { return memory_.get() + size_; }

  T& emplace_back() {
    if (size_ == capacity_) grow(size_ + 1);
    return *new (&memory_.get()[size_++]) T();
  }
  void push_back(const T& thing) {
    const T copy = thing;  // it may be one of ours
    emplace_back() = copy;
  }
  void reserve(std::size_t count) {
    if (count > capacity_) grow(count);
  }
  /// Room for so many more, which are not made.
  void make_room(std::size_t count) {
    if (size_ + count > capacity_) grow(size_ + count);
    size_ += count;
  }
  /// Makes the one with this number.
  T& make(std::size_t at) { return *new (&memory_.get()[at]) T(); }
  void assign(const T* from, const T* to) {
    size_ = 0;
    const auto count = static_cast<std::size_t>(to - from);
    reserve(count);
    std::copy(from, to, memory_.get());
    size_ = count;
  }

 private:
  struct Free {
    void operator()(T* memory) const { ::operator delete(memory); }
  };
  static std::unique_ptr<T, Free> room_for(std::size_t count) {
    return std::unique_ptr<T, Free>(static_cast<T*>(::operator new(count * sizeof(T))));
  }
  void grow(std::size_t count) {
    count = std::max(count, 2 * capacity_);
    auto more = room_for(count);
    if (size_ != 0) std::memcpy(static_cast<void*>(more.get()), memory_.get(), size_ * sizeof(T));
    memory_ = std::move(more);
    capacity_ = count;
  }

  std::unique_ptr<T, Free> memory_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace cimgate::document
