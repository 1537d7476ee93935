#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace cimgate::reader {

/// Values that have been seen, and in which line: some twenty bytes each. It may take one for another, and so
/// see a repetition that is none – once in billions of values –, but never misses one.
class KeySet {
 public:
  /// The line where the value was before; nothing when it is new.
  std::optional<std::uint32_t> add(std::string_view key, std::uint32_t line) { return add(hash(key), line); }
  bool shares_any(const KeySet& other) const {
    return std::any_of(other.keys_.begin(), other.keys_.end(),
                       [&](std::uint64_t key) { return key != none && contains(key); });
  }
  void add_all(const KeySet& other) {
    for (std::size_t i = 0; i < other.keys_.size(); ++i)
      if (other.keys_[i] != none) add(other.keys_[i], other.lines_[i]);
  }
  /// All stand so many lines further down.
  void move_down(std::uint32_t lines) {
    for (auto& line : lines_) line += lines;
  }

 private:
  static constexpr std::uint64_t none = 0;
  static constexpr std::size_t fewest = 16;  ///< places; a power of two, as always

  static std::uint64_t hash(std::string_view key) {
    std::uint64_t number = 0xCBF29CE484222325U;
    for (const char c : key) number = (number ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    number ^= number >> 29U;
    return number == none ? 1 : number;
  }
  /// Where it is, or would be.
  std::size_t place_of(std::uint64_t key) const {
    const auto last = keys_.size() - 1;
    auto at = static_cast<std::size_t>(key) & last;
    while (keys_[at] != none && keys_[at] != key) at = (at + 1) & last;
    return at;
  }
  bool contains(std::uint64_t key) const { return !keys_.empty() && keys_[place_of(key)] == key; }
  std::optional<std::uint32_t> add(std::uint64_t key, std::uint32_t line) {
    if (count_ * 4 >= keys_.size() * 3) grow();
    const auto at = place_of(key);
    if (keys_[at] == key) return lines_[at];
    keys_[at] = key;
    lines_[at] = line;
    ++count_;
    return std::nullopt;
  }
  void grow() {
    const auto keys = std::exchange(keys_, std::vector<std::uint64_t>(std::max(fewest, keys_.size() * 2)));
    const auto lines = std::exchange(lines_, std::vector<std::uint32_t>(keys_.size()));
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (keys[i] == none) continue;
      const auto at = place_of(keys[i]);
      keys_[at] = keys[i];
      lines_[at] = lines[i];
    }
  }

  std::vector<std::uint64_t> keys_;
  std::vector<std::uint32_t> lines_;  ///< by place
  std::size_t count_ = 0;
};

}  // namespace cimgate::reader
