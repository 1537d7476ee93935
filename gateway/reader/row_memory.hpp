#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "gateway/reader/namespaces.hpp"
#include "gateway/reader/recogniser.hpp"

namespace cimgate::reader {

/// A row as it was written once: an element that repeats below a record, such as an observation, with all
/// that is in it, cut at its values. The next one is nearly always the same but for these, and then it need
/// not be read tag by tag. It is ASCII without references, comments and declarations of namespaces.
struct RowMemory {
  /// Where something is that begins in a piece: so far from the end of the value before it.
  struct Place {
    std::uint32_t piece = 0;
    std::uint32_t offset = 0;
  };
  /// The text of an element or the value of an attribute, between two pieces.
  struct Value {
    const Recogniser* recogniser = nullptr;
    const schema::Attribute* attribute = nullptr;  ///< null: text
    std::uint32_t piece_end = 0;                   ///< of the piece before it, in `bytes`
    std::uint32_t name_before = 0;                 ///< from the attribute's name to the value
  };
  /// An element, in document order; its values are the next ones, attributes first.
  struct Node {
    const schema::Element* element = nullptr;
    std::uint32_t place = 0;   ///< in the parent's schema children
    std::uint32_t parent = 0;  ///< the row's own is that of the record
    Place start;               ///< its '<'
    std::uint32_t lines = 0;   ///< line ends before it
    Place line_end;            ///< the last of them
    std::uint32_t attributes = 0;
    bool has_text = false;
  };

  Namespaces::Context context = 0;
  std::string bytes;  ///< all pieces
  std::vector<Value> values;
  std::vector<Node> nodes;
  std::uint32_t depth = 0;  ///< 1: it has no elements
  std::uint32_t lines = 0;  ///< line ends in it
  Place line_end;           ///< the last of them
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
