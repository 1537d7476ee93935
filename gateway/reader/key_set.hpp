#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace cimgate::reader {

/// Values that have been seen, and in which line: twelve bytes each. It may take one for another, and so see
/// a repetition that is none – once in billions of values –, but never misses one.
class KeySet {
 public:
  /// The line where the value was before; nothing when it is new.
  std::optional<std::uint32_t> add(std::string_view key, std::uint32_t line) {
    const auto [at, is_new] = seen_.try_emplace(hash(key), line);
    return is_new ? std::nullopt : std::optional(at->second);
  }
  bool shares_any(const KeySet& other) const {
    return std::any_of(other.seen_.begin(), other.seen_.end(),
                       [&](const auto& entry) { return seen_.contains(entry.first); });
  }
  void add_all(const KeySet& other) { seen_.insert(other.seen_.begin(), other.seen_.end()); }
  /// All stand so many lines further down.
  void move_down(std::uint32_t lines) {
    for (auto& entry : seen_) entry.second += lines;
  }

 private:
  static std::uint64_t hash(std::string_view key) {
    std::uint64_t number = 0xCBF29CE484222325U;
    for (const char c : key) number = (number ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    return number ^ number >> 29U;
  }
  std::unordered_map<std::uint64_t, std::uint32_t> seen_;
};

}  // namespace cimgate::reader
