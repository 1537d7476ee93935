#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace cimgate::industry {

/// A table that was read from CSV (RFC 4180; between fields comma, semicolon or tab, whichever the first line
/// has most of). The first line names the columns.
struct CsvTable {
  struct Line {
    std::uint32_t number = 0;  ///< in the file, from 1
    std::vector<std::string> fields;
  };
  std::vector<std::string> columns;
  std::vector<Line> lines;

  /// By its name, whatever the case of its letters.
  std::optional<std::size_t> column(std::string_view name) const;
};

/// Error: what is wrong, with the line.
tl::expected<CsvTable, std::string> read_csv(std::string_view text);

}  // namespace cimgate::industry
