#pragma once
#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <utility>

#include "gateway/reader/cut.hpp"

namespace cimgate::reader {

/// What was cut off a message, one part behind the other, and is not known to be right yet.
class PendingCuts {
 public:
  /// The first cut begins at `begin`.
  explicit PendingCuts(const XmlEngine::Between& begin) : read_to_(begin), offset_(begin.offset) {
    next_->tell(begin);
  }

  /// Where the next cut begins, in bytes.
  std::size_t offset() const { return offset_; }
  /// The next `size` bytes; `piece` is empty when whoever reads them fetches them.
  Cut cut_off(Batch::Piece piece, std::size_t size) {
    auto end = std::make_shared<CutPlace>();
    cuts_.push_back({std::move(piece), size, offset_, std::exchange(next_, end), end});
    offset_ += size;
    return cuts_.back();
  }
  /// The first cut is right, and ends there.
  void confirm(const XmlEngine::Between& end) {
    read_to_ = end;
    cuts_.pop_front();
  }
  /// To here the message was read.
  const XmlEngine::Between& read_to() const { return read_to_; }
  /// What was cut off behind it, as far as it is in memory.
  std::string text() const {
    std::string text;
    for (const auto& cut : cuts_) text += cut.piece.text;
    return text;
  }

 private:
  XmlEngine::Between read_to_;
  std::size_t offset_;
  std::deque<Cut> cuts_;
  std::shared_ptr<CutPlace> next_ = std::make_shared<CutPlace>();  ///< where the next one begins
};

}  // namespace cimgate::reader
