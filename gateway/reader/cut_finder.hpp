#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/reader/cut.hpp"

namespace cimgate::reader {

/// Finds places to cut an input that can be read anywhere, so that nobody reads more of it than a few bytes
/// in front of each place.
class CutFinder {
 public:
  /// `name`: of a record, as it is written. `bytes`: about so much makes one part, `most` at the most.
  /// `record`: how long a record was so far, so that the next are looked for where they may be, which goes by
  /// those that were found from then on; 0 = not known.
  CutFinder(ReadAt read_at, std::string_view name, std::size_t bytes, std::size_t most,
            std::size_t record = 0)
      : read_at_(std::move(read_at)), start_(name), bytes_(bytes), most_(most), record_(record) {}

  /// How long the part is that begins at `begin`. Nothing when there is no place behind it, or none that is
  /// near enough.
  std::optional<std::size_t> size_at(std::size_t begin);

 private:
  std::optional<std::size_t> last_between(std::size_t begin, std::size_t end);

  ReadAt read_at_;
  RecordStart start_;
  std::size_t bytes_;
  std::size_t most_;
  std::size_t record_;
  std::string window_;
  bool at_end_ = false;  ///< the input ends in the part that was looked at last
};

}  // namespace cimgate::reader
