#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/source/position.hpp"

namespace cimgate::source {

/// What bounds the memory and time that one input can cost. Every limit has a flag in the fronts.
struct Limits {
  std::size_t bytes = std::size_t{200} * 1024 * 1024;  ///< of one input, before and after decoding
  std::uint32_t depth = 64;                            ///< nested elements or JSON values
  std::uint32_t elements = 10'000'000;                 ///< elements, or JSON values, of one input
  std::uint32_t attributes = 256;               ///< of one element; of namespaces declared at one place
  std::uint32_t names = 2000;                   ///< different names and namespaces of one XML input
  std::size_t text = std::size_t{1024} * 1024;  ///< bytes of one text or attribute value
  std::size_t findings = 1000;                  ///< of one input; the rest is counted, not kept
};

/// The text of an input in UTF-8, with its lines. Copies share the text.
class SourceText {
 public:
  SourceText() = default;
  explicit SourceText(std::string utf8);
  /// A part of a larger input, in memory that `owner` keeps: its first line is `first_line`, and begins
  /// `before` characters ahead of it.
  SourceText(std::shared_ptr<const void> owner, std::string_view text, std::uint32_t first_line = 1,
             std::uint32_t before = 0);

  std::string_view text() const { return text_; }
  /// What keeps the text.
  const std::shared_ptr<const void>& owner() const { return owner_; }
  /// Position of a byte offset; column counts characters (code points).
  Position at(std::size_t offset) const;
  /// The byte offset of a place; nothing when it is not in this text.
  std::optional<std::size_t> offset_of(Position place) const;
  /// A line by its number in the input, without its line end; empty when there is none.
  std::string_view line(std::uint32_t number) const;

 private:
  /// Where lines begin: found out when it is first asked for, which most inputs never are.
  struct Lines {
    std::once_flag found;
    std::vector<std::size_t> starts;
    std::vector<std::size_t> characters_before;  ///< at every 1024th byte
  };
  const Lines& lines() const;
  std::size_t characters_before(std::size_t offset) const;

  std::shared_ptr<const void> owner_;
  std::string_view text_;
  std::uint32_t first_line_ = 1;
  std::uint32_t before_ = 0;
  std::shared_ptr<Lines> lines_;
};

/// Decodes to UTF-8 by byte order mark and XML declaration: UTF-8, US-ASCII, ISO-8859-1, ISO-8859-15,
/// windows-1252, UTF-16. Other encodings, bytes that do not fit the encoding, empty and oversized inputs give
/// a finding of stage wellformed, with place. The byte order mark is dropped.
tl::expected<SourceText, Finding> decode_source(std::string_view bytes, const Limits& limits);

}  // namespace cimgate::source
