#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gateway/document/rows.hpp"
#include "gateway/reader/namespaces.hpp"
#include "gateway/reader/recogniser.hpp"

namespace cimgate::reader {

/// A row as it was written once: an element that repeats below a record, such as an observation, with all
/// that is in it, cut at its values. The next one is nearly always the same but for these, and then it need
/// not be read tag by tag.
struct RowMemory {
  /// What is read at a column of the layout.
  struct Value {
    const Recogniser* recogniser = nullptr;
    bool quoted = false;
    std::uint32_t piece_end = 0;  ///< of the piece before it, in `bytes`
  };

  Namespaces::Context context = 0;
  std::string bytes;  ///< all pieces
  std::shared_ptr<const document::RowLayout> layout;
  std::vector<Value> values;  ///< by column
  std::uint32_t depth = 0;    ///< 1: it has no elements
  bool has_lines = false;     ///< there are line ends in it
};

/// How rows of one kind are written.
struct RowMemories {
  static constexpr std::size_t most = 8;

  std::vector<RowMemory> known;
  std::size_t last = 0;  ///< what came last

  /// Whether one that is not known is to be kept. When there are enough, only some are: to take a row apart
  /// costs more than to read it.
  bool wants_another() {
    constexpr std::size_t once_in = 32;
    return known.size() < most || ++missed_ % once_in == 0;
  }
  void keep(RowMemory row) {
    if (known.size() < most) {
      last = known.size();
      known.push_back(std::move(row));
    } else {
      oldest_ = (oldest_ + 1) % most;
      last = oldest_;
      known[last] = std::move(row);
    }
  }

 private:
  std::size_t missed_ = 0;
  std::size_t oldest_ = most - 1;
};

}  // namespace cimgate::reader
