#pragma once
#include <cstdint>
#include <string_view>
#include <unordered_set>

namespace cimgate::reader {

/// Values that have been seen, eight bytes each. It may take one for another, and so see a repetition that
/// is none – once in billions of values –, but never misses one.
class KeySet {
 public:
  /// False when it was there, or seems so.
  bool add(std::string_view key) { return seen_.insert(hash(key)).second; }
  std::size_t size() const { return seen_.size(); }

 private:
  static std::uint64_t hash(std::string_view key) {
    std::uint64_t number = 0xCBF29CE484222325U;
    for (const char c : key) number = (number ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    return number ^ number >> 29U;
  }
  std::unordered_set<std::uint64_t> seen_;
};

}  // namespace cimgate::reader
