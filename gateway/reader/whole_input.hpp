#pragma once
#include <optional>
#include <string>
#include <vector>

#include "gateway/reader/message_stream.hpp"

namespace cimgate::reader {

/// An input that is read whole by the reference reader, and cut into batches when it is one message with
/// records.
class WholeInput {
 public:
  WholeInput(const schema::Catalog& catalog, std::string_view text, const StreamOptions& options);

  std::optional<Batch> next();

 private:
  bool is_record(document::NodeId id) const;
  Batch cut();

  const StreamOptions& options_;
  std::size_t bytes_ = 0;
  document::ReadResult read_;
  std::optional<std::uint32_t> place_;
  std::vector<document::NodeId> head_;
  document::NodeId next_ = document::no_node;
  std::size_t records_ = 0;
  bool ended_ = false;
};

}  // namespace cimgate::reader
