#include "gateway/document/source.hpp"

#include <algorithm>
#include <utility>

namespace cimgate::document {
namespace {

/// Characters are counted once for blocks of this many bytes, so that no place takes long to find.
constexpr std::size_t block = 1024;

/// Code points that begin in these bytes of valid UTF-8.
std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
  return count;
}

}  // namespace

SourceText::SourceText(std::string utf8) : text_(std::move(utf8)) {
  line_starts_.push_back(0);
  // A carriage return ends a line too, alone or before a line feed: so XML counts.
  const bool has_returns = text_.find('\r') != std::string::npos;
  for (std::size_t at = 0; at < text_.size();) {
    const auto end = has_returns
                         ? static_cast<std::size_t>(
                               std::find_if(text_.begin() + static_cast<std::ptrdiff_t>(at), text_.end(),
                                            [](char c) { return c == '\n' || c == '\r'; }) -
                               text_.begin())
                         : std::min(text_.find('\n', at), text_.size());
    if (end == text_.size()) break;
    at = end + (text_.compare(end, 2, "\r\n") == 0 ? 2 : 1);
    line_starts_.push_back(at);
  }
  characters_before_.reserve(text_.size() / block + 1);
  std::size_t count = 0;
  for (std::size_t at = 0; at < text_.size(); at += block) {
    characters_before_.push_back(count);
    count += count_characters(text().substr(at, block));
  }
}

std::size_t SourceText::characters_before(std::size_t offset) const {
  const std::size_t number = offset / block;
  if (number >= characters_before_.size())
    return characters_before_.empty()
               ? 0
               : characters_before_.back() + count_characters(text().substr((number - 1) * block));
  return characters_before_[number] +
         count_characters(text().substr(number * block, offset - number * block));
}

Position SourceText::at(std::size_t offset) const {
  if (line_starts_.empty()) return {1, 1};
  offset = std::min(offset, text_.size());
  const auto line = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset) - 1;
  const std::size_t before = offset - *line < block ? count_characters(text().substr(*line, offset - *line))
                                                    : characters_before(offset) - characters_before(*line);
  return {static_cast<std::uint32_t>(line - line_starts_.begin() + 1),
          static_cast<std::uint32_t>(before + 1)};
}

std::string_view SourceText::line(std::uint32_t number) const {
  if (number == 0 || number > line_starts_.size()) return {};
  const std::size_t start = line_starts_[number - 1];
  const std::size_t end = number < line_starts_.size() ? line_starts_[number] : text_.size();
  auto line = text().substr(start, end - start);
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace cimgate::document
