#include "gateway/source/source.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace cimgate::source {
namespace {

/// Characters are counted once for blocks of this many bytes, so that no place takes long to find.
constexpr std::size_t block = 1024;

/// Code points that begin in these bytes of valid UTF-8.
std::size_t count_characters(std::string_view text) {
  // All bytes but those that go on (10xxxxxx), eight at a time.
  std::size_t count = text.size();
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    if ((bytes & 0x8080808080808080U) == 0) continue;
    count -= static_cast<std::size_t>(std::popcount(bytes & ~(bytes << 1U) & 0x8080808080808080U));
  }
  for (; at < text.size(); ++at) count -= (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U ? 1U : 0U;
  return count;
}

void find_line_starts(std::string_view text, std::vector<std::size_t>& starts) {
  starts.push_back(0);
  // A carriage return ends a line too, alone or before a line feed: so XML counts.
  const std::string_view ends = text.find('\r') != std::string_view::npos ? "\n\r" : "\n";
  for (std::size_t at = 0; at < text.size();) {
    const auto end = ends.size() == 1 ? text.find('\n', at) : text.find_first_of(ends, at);
    if (end == std::string_view::npos) break;
    at = end + (text.compare(end, 2, "\r\n") == 0 ? 2 : 1);
    starts.push_back(at);
  }
}

}  // namespace

SourceText::SourceText(std::string utf8) : lines_(std::make_shared<Lines>()) {
  auto text = std::make_shared<const std::string>(std::move(utf8));
  text_ = *text;
  owner_ = std::move(text);
}

SourceText::SourceText(std::shared_ptr<const void> owner, std::string_view text, std::uint32_t first_line,
                       std::uint32_t before)
    : owner_(std::move(owner)),
      text_(text),
      first_line_(first_line),
      before_(before),
      lines_(std::make_shared<Lines>()) {}

const SourceText::Lines& SourceText::lines() const {
  std::call_once(lines_->found, [this] {
    find_line_starts(text_, lines_->starts);
    lines_->characters_before.reserve(text_.size() / block + 1);
    std::size_t count = 0;
    for (std::size_t at = 0; at < text_.size(); at += block) {
      lines_->characters_before.push_back(count);
      count += count_characters(text_.substr(at, block));
    }
  });
  return *lines_;
}

std::size_t SourceText::characters_before(std::size_t offset) const {
  const auto& before = lines().characters_before;
  const std::size_t number = offset / block;
  if (number >= before.size())
    return before.empty() ? 0 : before.back() + count_characters(text_.substr((number - 1) * block));
  return before[number] + count_characters(text_.substr(number * block, offset - number * block));
}

Position SourceText::at(std::size_t offset) const {
  if (!lines_) return {1, 1};
  const auto& starts = lines().starts;
  offset = std::min(offset, text_.size());
  const auto line = std::upper_bound(starts.begin(), starts.end(), offset) - 1;
  std::size_t before = offset - *line < block ? count_characters(text_.substr(*line, offset - *line))
                                              : characters_before(offset) - characters_before(*line);
  if (line == starts.begin()) before += before_;
  return {first_line_ + static_cast<std::uint32_t>(line - starts.begin()),
          static_cast<std::uint32_t>(before + 1)};
}

std::optional<std::size_t> SourceText::offset_of(Position place) const {
  if (!lines_ || place.line < first_line_ || place.column == 0) return std::nullopt;
  const auto& known = lines();
  const std::size_t number = place.line - first_line_;
  if (number >= known.starts.size()) return std::nullopt;
  const std::size_t start = known.starts[number];
  const std::size_t end = number + 1 < known.starts.size() ? known.starts[number + 1] : text_.size();
  std::size_t wanted = place.column - 1;
  if (number == 0) {
    if (wanted < before_) return std::nullopt;
    wanted -= before_;
  }
  wanted += characters_before(start);
  const auto& counted = known.characters_before;
  const auto after = std::upper_bound(counted.begin(), counted.end(), wanted);
  std::size_t at = start;
  std::size_t count = characters_before(start);
  // A block may begin inside a character, which was counted before it.
  const auto goes_on = [&](std::size_t offset) {
    return offset < text_.size() && (static_cast<unsigned char>(text_[offset]) & 0xC0U) == 0x80U;
  };
  if (after != counted.begin()) {
    const auto from = static_cast<std::size_t>(after - counted.begin() - 1);
    if (from * block > start) {
      at = from * block;
      count = counted[from];
      while (goes_on(at)) ++at;
    }
  }
  for (; count < wanted && at < end; ++count) {
    ++at;
    while (goes_on(at)) ++at;
  }
  return count == wanted && at <= end ? std::optional(at) : std::nullopt;
}

std::string_view SourceText::line(std::uint32_t number) const {
  if (!lines_) return {};
  const auto& starts = lines().starts;
  if (number < first_line_ || number - first_line_ >= starts.size()) return {};
  number -= first_line_;
  const std::size_t start = starts[number];
  const std::size_t end = number + 1 < starts.size() ? starts[number + 1] : text_.size();
  auto line = text_.substr(start, end - start);
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace cimgate::source
