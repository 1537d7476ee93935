#pragma once
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <utility>

namespace cimgate {

/// A line of a source, or the part of a long one that surrounds a place. Values that may be personal data are
/// covered with dots, one for each character.
struct SourceLine {
  static constexpr std::uint32_t line_end = std::numeric_limits<std::uint32_t>::max();

  std::string text;
  std::uint32_t first_column = 1;        ///< of the text; columns count characters
  std::uint32_t last_column = line_end;  ///< the first column behind the text; `line_end`: there is no more

  bool operator==(const SourceLine&) const = default;
  bool is_whole() const { return first_column == 1 && last_column == line_end; }
};

/// The lines of a source that findings are about, for showing them.
class SourceLines {
 public:
  void add(std::uint32_t line, SourceLine&& shown) {
    lines_.try_emplace({line, shown.first_column}, std::move(shown));
  }

  /// What is shown of a place; null when it was not added.
  const SourceLine* find(std::uint32_t line, std::uint32_t column) const {
    auto after = lines_.upper_bound({line, column == 0 ? 1 : column});
    if (after == lines_.begin()) return nullptr;
    const auto& [place, shown] = *--after;
    return place.first == line && column < shown.last_column ? &shown : nullptr;
  }

  void merge(SourceLines others) { lines_.merge(others.lines_); }
  bool empty() const { return lines_.empty(); }
  bool operator==(const SourceLines&) const = default;

 private:
  std::map<std::pair<std::uint32_t, std::uint32_t>, SourceLine> lines_;  ///< by line and first column
};

}  // namespace cimgate
