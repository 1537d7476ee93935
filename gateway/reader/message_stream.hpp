#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/conformance/schema_check.hpp"
#include "gateway/document/message.hpp"
#include "gateway/schema/catalog.hpp"

/// Reading XML at speed: an engine that knows the schemas, and messages that come in pieces.
namespace cimgate::reader {

/// Fills `to` with at most `room` bytes of an input; gives how many, 0 at its end, or why it cannot be read.
using Pull = std::function<tl::expected<std::size_t, std::string>(char* to, std::size_t room)>;
/// The same from a place in it, for an input that can be read anywhere; from several threads at once.
using ReadAt =
    std::function<tl::expected<std::size_t, std::string>(std::size_t offset, char* to, std::size_t room)>;

struct StreamOptions {
  document::ReadOptions read;  ///< limits.bytes and limits.elements are for a batch, not for the input
  std::size_t batch_bytes = std::size_t{512} * 1024;  ///< about so much of the input makes one batch
  ReadAt read_at;  ///< gives what the Pull gives; empty when the input can be read in order only
};

/// The element that repeats at the top of a message: a time series, a metering point event, a record. Place
/// in the root's schema children; nothing when there is none.
std::optional<std::uint32_t> record_place(const schema::Element& root);

/// A part of a message: its head, which is everything outside of the records, and some records in their
/// order. The document of the last batch has what stands behind the records, too; it may have no records.
///
/// `read` is what read() gives, so that all that works with a whole message works with a batch:
/// lines and columns are those of the input, and paths number the records as the input does. Findings about
/// the head come with the first batch only. When the text stops being well-formed, the last batch has the
/// finding and no message. A message in a SOAP envelope is cut like any other. What cannot be cut into
/// batches (JSON, poll results, bundles, messages without records) comes as one batch, under the limits of a
/// whole input.
struct Batch {
  document::ReadResult read;
  /// What a record breaks together with records of earlier batches, besides what check_schema() finds in
  /// `read`: for validation::violations_to_findings().
  std::vector<conformance::Violation> violations;
  std::size_t first_record = 0;  ///< index in the input, from 0
  std::size_t records = 0;
  document::NodeId first_node = document::no_node;  ///< of the first record
  bool last = false;
  /// Earlier batches have as much that is not valid as is told of an input: what this one has is counted.
  bool counts_only = false;
  std::size_t end_offset = 0;  ///< bytes of the input that were read so far

  /// `read.source` is empty when the batch was read at speed: this puts it there, for showing lines.
  void find_source();

  /// Where the text of the batch stands, piece by piece.
  struct Piece {
    std::shared_ptr<const void> owner;
    std::string_view text;
  };
  std::vector<Piece> pieces;
  source::Position start = {1, 1};  ///< of the first piece
};

struct Cut;
struct ReadCut;
class CutReader;

/// Reads one input in constant memory, a batch at a time. A batch owns its bytes: it may be worked on in
/// another thread while the next one is read. The catalog has to live as long.
/// It is of the set that is asked for, else of the first of those to try in which its first batch is valid;
/// see may_be_of().
class MessageStream {
 public:
  MessageStream(const schema::Catalog& catalog, Pull pull, StreamOptions options);
  ~MessageStream();
  MessageStream(MessageStream&&) noexcept;
  MessageStream& operator=(MessageStream&&) noexcept;
  MessageStream(const MessageStream&) = delete;
  MessageStream& operator=(const MessageStream&) = delete;

  /// The next batch; nothing behind the last one. Error: why the input could not be read.
  tl::expected<std::optional<Batch>, std::string> next();

  /// All of an input that was read whole and comes in batches all the same, for who wants no batches; nothing
  /// for any other. Then no more comes.
  std::optional<document::ReadResult> take_whole();

  /// When no set is asked for and records came that are not valid in the set of the first batch: the other
  /// sets to try in which they are. What came before was not held against those, so it is not known whether
  /// the message is valid there.
  const std::vector<const schema::SchemaSet*>& may_be_of() const;

  // For reading in several threads; see cut.hpp. They are called from one thread.
  /// Bytes that seem to be the next records, to be read by a CutReader and then confirmed. Nothing when there
  /// is nothing to cut, yet or any more: next() goes on behind what was confirmed, so all cuts have to be
  /// confirmed before.
  tl::expected<std::optional<Cut>, std::string> cut();
  /// For one of the threads; after the first cut.
  std::unique_ptr<CutReader> cut_reader() const;
  /// In the order of the cuts. False, for this cut and all behind it: forget what was read, next() reads it
  /// again.
  bool confirm(const std::optional<ReadCut>& read);

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace cimgate::reader
