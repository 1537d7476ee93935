#pragma once
#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/reader/message_stream.hpp"
#include "gateway/reader/xml_engine.hpp"

/// Parts of one message that are read in several threads.
///
/// A message is cut where a record seems to begin: at "<", its name, and what may stand behind a name.
/// Whether one does is not known then, for the same may stand in a comment. But a part that is read from its
/// beginning to its end as whole records, when it did begin between two records, ends between two records. So
/// when the first part begins where the message was read to, all parts that are read as whole records one
/// after the other are right. Where one is not, the message is read on from there in one thread.
namespace cimgate::reader {

/// Where a cut begins: the number of its first record, its line and its column. Only reading tells; so
/// whoever reads the cut before it tells it, once that was read, and it is read itself meanwhile.
class CutPlace {
 public:
  /// Nothing: what is before could not be read. Once.
  void tell(std::optional<XmlEngine::Between> place);
  std::optional<XmlEngine::Between> wait() const;

 private:
  std::optional<XmlEngine::Between> place_;  ///< is not touched any more once it was told
  std::atomic<bool> told_ = false;
};

/// Some bytes of the input that seem to be whole records, still to be read.
struct Cut {
  Batch::Piece piece;  ///< empty when whoever reads the cut fetches it from its place in the input
  std::size_t size = 0;
  std::size_t offset = 0;  ///< in the input
  std::shared_ptr<CutPlace> begin;
  std::shared_ptr<CutPlace> end;  ///< whoever reads it tells this
};

/// A cut that was read.
struct ReadCut {
  Batch batch;
  std::vector<KeySet> keys;
  XmlEngine::Between end;
};

/// How records of a message begin: finds places to cut it.
class RecordStart {
 public:
  explicit RecordStart(std::string_view name) : tag_('<' + std::string(name)) {}

  /// The last place, before the white space there; nothing when there is none but at the beginning.
  std::optional<std::size_t> last_in(std::string_view text) const;

 private:
  std::optional<std::size_t> last_tag(std::string_view text) const;
  bool is_at(std::string_view text, std::size_t at) const;
  std::string tag_;
};

/// As much as there is, up to `room`.
tl::expected<std::size_t, std::string> read_all_at(const ReadAt& read_at, std::size_t offset, char* to,
                                                   std::size_t room);

/// Where a text ends that begins at `from`.
source::Position end_of(std::string_view text, source::Position from);

/// Reads cuts of one message, one after the other; for one thread.
class CutReader {
 public:
  /// `head`: the text before the first record. `read_at`: fetches cuts; may be empty when none needs it.
  CutReader(const schema::Catalog& catalog, const document::ReadOptions& options, std::string head,
            const XmlEngine::RecordsKnown& known, ReadAt read_at);

  /// Nothing when it is not whole records, or not valid, or when that is so of one before it. Waits for those
  /// before it, so whoever reads cuts begins with them in their order.
  std::optional<ReadCut> read(const Cut& cut);

 private:
  std::optional<Batch::Piece> fetch(const Cut& cut) const;
  bool read_records(const Batch::Piece& piece, std::size_t offset);

  ReadAt read_at_;
  std::string head_;
  XmlEngine engine_;
  std::optional<document::Document> document_;      ///< the head; nothing when it could not be read
  std::uint32_t most_records_ = schema::unbounded;  ///< that a message may have
  std::size_t nodes_ = 0;                           ///< most of a cut so far
};

}  // namespace cimgate::reader
