#pragma once
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace cimgate::document {

/// A list that only grows, and never moves what is in it: there are no two copies in memory while it does.
template <class T>
class Chunks {
 public:
  std::size_t size() const { return size_; }
  T& operator[](std::size_t index) { return chunks_[index / chunk][index % chunk]; }
  const T& operator[](std::size_t index) const { return chunks_[index / chunk][index % chunk]; }

  void push_back(T item) {
    if (size_ == chunks_.size() * chunk) chunks_.push_back(std::make_unique_for_overwrite<T[]>(chunk));
    (*this)[size_++] = std::move(item);
  }

 private:
  static constexpr std::size_t chunk = 1024;
  std::vector<std::unique_ptr<T[]>> chunks_;
  std::size_t size_ = 0;
};

}  // namespace cimgate::document
