#pragma once
#include <optional>
#include <string>
#include <vector>

#include "gateway/reader/message_stream.hpp"

namespace cimgate::reader {

/// An input that was read whole, and is cut into batches when it is one message with records.
class WholeInput {
 public:
  /// `size`: bytes of the input.
  WholeInput(document::ReadResult read, std::size_t size, std::size_t batch_bytes);

  std::optional<Batch> next();
  /// All of it, when it is cut; nothing comes behind it.
  std::optional<document::ReadResult> take();

 private:
  bool is_record(document::NodeId id) const;
  /// With all below it; of a child of the root.
  std::size_t nodes_of(document::NodeId id) const;
  Batch cut();

  document::ReadResult read_;
  std::size_t bytes_ = 0;
  std::size_t batch_bytes_ = 0;
  std::optional<std::uint32_t> place_;
  std::vector<document::NodeId> head_;
  document::NodeId next_ = document::no_node;
  std::size_t records_ = 0;
  bool ended_ = false;
};

}  // namespace cimgate::reader
