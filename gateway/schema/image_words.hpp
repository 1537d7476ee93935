#pragma once
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The words that an image is made of: numbers of 32 bits in the processor's order, and texts by number.
/// An image is read by the program that it was built into, so that nothing in it is checked.
namespace cimgate::schema {

inline constexpr std::uint32_t image_mark = 0x43494D31;  // "CIM1"

class ImageWriter {
 public:
  void number(std::uint64_t value) { words_.push_back(static_cast<std::uint32_t>(value)); }
  void flag(bool value) { number(value ? 1 : 0); }
  void text(std::string_view value) {
    const auto [at, is_new] =
        texts_.try_emplace(std::string(value), static_cast<std::uint32_t>(texts_.size()));
    number(at->second);
  }
  void text(const std::optional<std::string>& value) {
    flag(value.has_value());
    if (value) text(std::string_view(*value));
  }
  void number(const std::optional<std::uint32_t>& value) {
    flag(value.has_value());
    if (value) number(*value);
  }
  std::size_t size() const { return words_.size(); }
  /// Takes back the words from `start` on; texts stay.
  std::vector<std::uint32_t> take_back(std::size_t start) {
    const auto from = words_.begin() + static_cast<std::ptrdiff_t>(start);
    std::vector<std::uint32_t> taken(from, words_.end());
    words_.erase(from, words_.end());
    return taken;
  }
  void words(const std::vector<std::uint32_t>& more) {
    words_.insert(words_.end(), more.begin(), more.end());
  }

  /// mark, texts, where each begins, the texts, the words.
  std::string bytes() const {
    std::vector<std::string_view> in_order(texts_.size());
    for (const auto& [value, index] : texts_) in_order[index] = value;
    std::string chars;
    std::vector<std::uint32_t> starts;
    for (const auto value : in_order) {
      starts.push_back(static_cast<std::uint32_t>(chars.size()));
      chars += value;
    }
    starts.push_back(static_cast<std::uint32_t>(chars.size()));
    chars.resize((chars.size() + 3) / 4 * 4);
    std::string all;
    const auto put = [&](std::uint32_t word) {
      all.append(reinterpret_cast<const char*>(&word), sizeof word);
    };
    put(image_mark);
    put(static_cast<std::uint32_t>(in_order.size()));
    put(static_cast<std::uint32_t>(chars.size()));
    for (const auto start : starts) put(start);
    all += chars;
    for (const auto word : words_) put(word);
    return all;
  }

 private:
  std::vector<std::uint32_t> words_;
  std::map<std::string, std::uint32_t, std::less<>> texts_;
};

class ImageReader {
 public:
  explicit ImageReader(std::string_view bytes) : bytes_(bytes) {
    const auto texts = word_at(4);
    starts_ = 12;
    chars_ = starts_ + 4 * (std::size_t{texts} + 1);
    words_ = chars_ + word_at(8);
    at_ = words_;
  }

  void go_to(std::uint32_t word) { at_ = words_ + 4 * std::size_t{word}; }
  /// The word that is read next.
  std::uint32_t here() const { return static_cast<std::uint32_t>((at_ - words_) / 4); }
  std::uint32_t number() {
    const auto value = word_at(at_);
    at_ += 4;
    return value;
  }
  bool flag() { return number() != 0; }
  std::string_view text() {
    const auto index = std::size_t{number()};
    const auto from = word_at(starts_ + 4 * index);
    return bytes_.substr(chars_ + from, word_at(starts_ + 4 * index + 4) - from);
  }
  std::optional<std::string> optional_text() {
    if (!flag()) return std::nullopt;
    return std::string(text());
  }
  std::optional<std::uint32_t> optional_number() {
    if (!flag()) return std::nullopt;
    return number();
  }

 private:
  std::uint32_t word_at(std::size_t offset) const {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes_.data() + offset, sizeof value);
    return value;
  }

  std::string_view bytes_;
  std::size_t starts_ = 0, chars_ = 0, words_ = 0, at_ = 0;
};

}  // namespace cimgate::schema
