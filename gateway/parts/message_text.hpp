#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/document/message.hpp"

/// A message taken apart as text: what stands around its records, and its records as they are written.
namespace cimgate::parts {

/// Why something was refused. `findings`: what is wrong with `file` (or the input, when it is ""), in places
/// of its own.
struct Refusal {
  std::string why;
  std::string file;
  std::vector<Finding> findings;
  SourceLines lines;
};

/// What stands before the first record, without what stands around the message: an envelope, a bundle of one
/// document. The declarations of namespaces in there that the message needs are put into its root.
struct Head {
  const document::Message* message = nullptr;  ///< the first batch; for as long as the call lasts
  std::string before_id, after_id;
  std::string id;  ///< as written
  bool json = false;
  source::Position root;  ///< in the input
  source::Position behind_id;
  std::size_t root_offset = 0;  ///< of the root in `before_id`
};

/// Who takes the text of a message, in order: the head, then each record and what stands between two.
struct TakeMessage {
  /// Error: nothing more is read.
  std::function<tl::expected<void, Refusal>(const Head&)> head;
  /// A record begins here in the input.
  std::function<tl::expected<void, Refusal>(source::Position)> record;
  std::function<void(std::string_view)> text;     ///< of the record, or a piece of it
  std::function<void(std::string_view)> between;  ///< between two records
};

struct AskedText {
  std::string schema;  ///< set of the message, or profile; "" = chosen as for validation
  InputLimits limits;
  std::size_t batch_bytes = std::size_t{512} * 1024;
};

/// Reads a message and hands it out while it is read, in constant memory when it is XML in UTF-8. It has to
/// be valid against its schema, be one message with records that repeat, and have no supplement. Gives what
/// stands behind the last record. What was handed out before an error is worth nothing.
tl::expected<std::string, Refusal> take_message(const Engine& engine, const Pull& pull,
                                                const AskedText& asked, const TakeMessage& take);

/// A text as an input.
Pull pull_of(std::string_view text);

}  // namespace cimgate::parts
