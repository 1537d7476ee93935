#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/conformance/profile_choice.hpp"
#include "gateway/conformance/unique_check.hpp"
#include "gateway/document/document.hpp"
#include "gateway/document/message.hpp"
#include "gateway/reader/key_set.hpp"
#include "gateway/reader/learned.hpp"
#include "gateway/reader/tables.hpp"
#include "gateway/reader/window.hpp"

namespace cimgate::reader {

/// Reads an XML message, or those in a SOAP envelope or an operation of EMIF, and validates it while it goes,
/// a window of the text at a time. It takes what is well-formed and valid, and nothing else; why something is
/// not, it does not say.
class XmlEngine {
 public:
  enum class Outcome : std::uint8_t {
    more,      ///< the window is used up, but for what begins at here()
    batch,     ///< so many bytes were read since the last batch, and a record ends at here()
    done,      ///< all is whole, well-formed and valid
    refused,   ///< it is not
    declined,  ///< it has what is left to the reference reader: a bundle, xsi:type, a DOCTYPE, a limit
  };

  /// Messages are of the sets that `options` ask for, else of the first that knows them.
  XmlEngine(const schema::Catalog& catalog, document::ReadOptions options, Instructions instructions);
  ~XmlEngine();
  XmlEngine(const XmlEngine&) = delete;
  XmlEngine& operator=(const XmlEngine&) = delete;

  /// Goes on in another window, which begins with the bytes from here() on. `last`: the text ends with it.
  void move_to(const char* begin, const char* end, bool last);
  Outcome run();

  /// Records are counted, and read() stops behind one when `bytes` were read since the last stop. What may
  /// hold several messages is declined, but for a second one that stands in the body for itself.
  void make_batches(std::size_t bytes);

  /// From now on takes what is well-formed, valid or not, and makes the tree of it that the reference reader
  /// makes; what of it is valid, check_document() says. For a text of which is known that it is not.
  void forgive() { forgiving_ = true; }

  const char* here() const { return at_; }
  source::Position position() const { return position_of(at_); }

  const conformance::KindInSet& kind() const { return kind_; }  ///< of the last message
  std::size_t records() const { return records_; }              ///< so far
  document::NodeId first_record() const { return first_record_; }
  document::NodeId head_end() const { return head_end_; }  ///< nodes before the first record
  bool has_records() const { return record_place_.has_value(); }
  std::size_t offset() const { return base_ + static_cast<std::size_t>(at_ - window_.begin()); }
  /// Where the first record begins.
  std::size_t head_size() const { return head_size_; }
  source::Position head_position() const { return head_position_; }
  /// What has to follow between two records for the text to be whole.
  std::string closing_tags() const;
  /// The record that is being read, or the one that would begin at here(); "" when there is none.
  std::string_view record_name() const;
  /// Between two records of a message, or before the first.
  struct Between {
    std::size_t records = 0;  ///< before it
    source::Position position;
    std::size_t offset = 0;
  };
  Between between() const { return {records_, position(), offset()}; }
  /// True when all of the window was read, and it ends between records.
  bool ends_between() const { return in_message_ && frames_.size() == 1 && at_ == window_.end(); }
  /// Goes on between other records of the same message, in another window, which begins there.
  void go_on(const Between& between, const char* begin, const char* end, bool last);
  /// What an engine knows when it has read the first record.
  struct RecordsKnown {
    std::uint32_t state = 0;
    document::NodeId head_end = 0;
    std::size_t head_size = 0;
    source::Position head_position;
  };
  RecordsKnown records_known() const { return {record_state_, head_end_, head_size_, head_position_}; }
  /// For an engine that has read the head of the same message, and is to go on between its records.
  void know_records(const RecordsKnown& known);
  /// The values of the root's xs:unique in records so far; they are forgotten here.
  std::vector<KeySet> take_keys() { return std::exchange(record_keys_, {}); }
  /// Adds those of records that another engine read. False, and nothing is added, when one has a value again.
  bool add_keys(const std::vector<KeySet>& keys);

  /// What xs:unique says about a record: another has its value in this line.
  struct Repeated {
    std::size_t unique = 0;  ///< of the root
    std::uint32_t line = 0;
  };
  const std::optional<Repeated>& repeated() const { return repeated_; }
  /// While it forgives: records of the batch that have a value of one in an earlier batch.
  std::size_t repeated_elsewhere() const { return repeated_elsewhere_; }
  /// The same about a record that was read elsewhere, whose values are known from here on.
  std::vector<Repeated> add_record(const document::Document& document, document::NodeId record);
  /// After a refusal: goes on at `end`, between two records, before which there are so many. False when
  /// another one may not come.
  bool skip_to(const char* end, std::size_t records);
  /// The document so far. The caller keeps the windows for as long as it lives.
  document::Document take_document() {
    return messages_.empty() ? std::move(*document_) : std::move(messages_.front().document);
  }
  /// All messages, when it is done; the caller keeps the windows.
  std::vector<document::Message> take_messages() { return std::move(messages_); }
  /// What stood around them, when that was an envelope.
  std::optional<document::Envelope> take_envelope() { return std::exchange(envelope_, std::nullopt); }
  /// After a batch: a document with the same head, to which the next records come.
  void start_document(document::Document document);

 private:
  enum class Result : std::uint8_t { ok, more, refused, declined };

  struct Frame {
    const Declaration* declaration = nullptr;  ///< null when the schema does not know it
    std::uint32_t state = 0;                   ///< no_state before the first child
    std::uint32_t count = 0;
    document::NodeId node = 0;
    std::string_view name;          ///< as written, with its prefix
    std::uint32_t context = 0;      ///< of namespaces, before this element
    std::uint32_t state_above = 0;  ///< the state that this element is, in its parent
    std::size_t begin = 0;          ///< offset in the text
  };

  /// Elements of a SOAP envelope, and what its header holds.
  enum class SoapPart : std::uint8_t { envelope, header, body, entry };
  struct SoapElement {
    std::string name;                 ///< as written
    Namespaces::Context context = 0;  ///< of namespaces, before this element
    SoapPart part = SoapPart::envelope;
  };

  /// What stands around a message or an operation, and goes on behind it. An envelope has no tables.
  struct Outside {
    std::shared_ptr<const SchemaTables> tables;
    std::optional<document::Document> document;
    std::vector<Frame> frames;
    std::unique_ptr<Learned> learned;
  };

  struct Place {
    std::uint32_t line = 1;
    std::int64_t line_start = 0;     ///< offset in the window; below 0 when the line began before it
    std::uint32_t continuation = 0;  ///< bytes since then that begin no character
  };

  /// A start tag that was read, and what it means.
  struct Tag {
    const char* end = nullptr;
    std::string_view name;
    std::uint32_t state = 0;
    document::Attribute* attributes = nullptr;
    std::uint32_t attribute_count = 0;
    bool empty = false;  ///< "<a/>"
    bool nil = false;
    bool plain = false;  ///< ASCII on one line
  };

  // The parts of a text.
  Outcome end_of(Result result);
  Result start();
  Result declaration();
  Result prolog();
  Result content();
  Result misc();
  Result epilog();
  Result white_space();
  Result comment_or_instruction(const char* at, const char*& end);
  Result cdata(const char* at, const char*& end);

  // Roots of messages and operations.
  Result root();
  Result message_or_operation(Tag& tag, std::string_view ns, std::string_view local,
                              Namespaces::Context context);
  Result open_carried(Tag& tag, Namespaces::Context context);
  Result open_message(Tag& tag, const conformance::KindInSet& kind, Namespaces::Context context);
  Result open_root(Tag& tag, const ReaderTables::OfRoot& found, Namespaces::Context context);
  static std::unique_ptr<Learned> learned_for(const SchemaTables& tables);
  void close_root();

  // Envelopes.
  Result envelope();
  Result soap_element();
  Result open_soap(const Tag& tag, SoapPart part, Namespaces::Context context);
  Result close_soap();
  Result any_attributes() const;
  Result note_header_block(std::string_view ns, std::string_view local);
  Result entry_text();
  Result entry_cdata();

  // Elements.
  Result element();
  Result open(const Tag& tag, const Declaration& declaration);
  Result leaf(const Tag& tag, const Declaration& declaration, const char* at);
  Result leaf_text(const char* from, std::string_view name, const char*& end, bool& plain);
  Result text_run(const char* from, const char*& end, bool& plain);
  Result end_tag();
  Result end_of_element(const char* at, std::string_view name, const char*& end) const;
  bool is_complete(const Frame& frame);
  Result close_record();
  bool accepts(const Declaration& declaration, std::string_view text, bool nil) const;
  bool is_unique(document::NodeId owner, const schema::Element& element);
  void step_to(Frame& frame, std::uint32_t state);

  // What is not valid, while it forgives.
  std::uint32_t any_state(const Frame& frame, std::string_view ns, std::string_view local) const;
  Result unknown_element();
  Result open_unknown(const Tag& tag, Namespaces::Context context);
  Result unknown_attribute(const RawTagAttribute& raw);
  Result text_between(const char* from);

  // Start tags.
  bool remembered_tag(const char* at, std::uint32_t state, Tag& tag);
  bool expected_tag(const char* at, Frame& frame, Tag& tag);
  Result any_tag(const char* at, Tag& tag);
  Result raw_tag(const char* at, Tag& tag);
  Result raw_attribute(const char* at, const char*& end);
  Result take_attributes(const char* at, const Declaration& declaration, Tag& tag);
  std::uint32_t next_state(const Frame& frame, std::string_view ns, std::string_view local) const;

  // Rows.
  bool expected_row();
  bool remembered_row(std::uint32_t state);
  std::size_t room_for_rows(const RowMemory& row) const;
  bool has_row(const RowMemory& row, const char* from);
  void take_rows(const RowMemory& row, std::uint32_t state);
  void learn_row(const Frame& frame);

  source::Position position_of(const char* at) const {
    const auto column =
        (at - window_.begin()) - place_.line_start - static_cast<std::int64_t>(place_.continuation) + 1;
    return {place_.line, static_cast<std::uint32_t>(column)};
  }
  source::Position position_inside(const char* from, const char* at) const;
  static void pass(const char* window, const char* from, const char* to, Place& place);
  void pass(const char* from, const char* to) { pass(window_.begin(), from, to, place_); }
  Result at_end() const { return last_ ? Result::refused : Result::more; }
  /// True between the parts of a message of which only some are in the document.
  bool is_among_records() const { return batch_bytes_ != 0 && frames_.size() == 1; }
  Result within_limit() const {
    const auto size = (at_ - window_.begin()) - text_start_;
    return static_cast<std::uint64_t>(size) > limits_.text ? Result::declined : Result::ok;
  }
  /// Behind what stands between tags.
  Result skip_to(const char* end) {
    pass(at_, end);
    at_ = end;
    return within_limit();
  }
  /// Behind a tag.
  void go_to(const char* end) {
    at_ = end;
    text_start_ = end - window_.begin();
  }
  bool at_limit() const {
    return frames_.size() + depth_outside_ >= limits_.depth ||
           document_->node_count() + elements_outside_ >= limits_.elements;
  }
  bool too_long(const char* from, const char* to) const {
    return static_cast<std::size_t>(to - from) > limits_.text;
  }

  static constexpr std::uint32_t no_state = 0xFFFFFFFF;

  const schema::Catalog& catalog_;
  source::Limits limits_;
  document::ReadOptions asked_;
  Window window_;
  const char* at_ = nullptr;
  bool last_ = false;
  Place place_;
  enum class Step : std::uint8_t { start, prolog, envelope, content, epilog } step_ = Step::start;

  conformance::KindInSet kind_;
  std::shared_ptr<const SchemaTables> tables_;
  std::optional<document::Document> document_;
  std::optional<conformance::UniqueCheck> uniques_;
  std::vector<Frame> frames_;
  std::unique_ptr<Learned> learned_ = std::make_unique<Learned>();
  TagMemory::Values values_;
  const char* row_end_ = nullptr;
  std::vector<RawTagAttribute> raw_attributes_;
  std::string buffer_;
  std::int64_t text_start_ =
      0;  ///< offset in the window where the text since the last tag began, for the limit

  std::vector<document::Message> messages_;  ///< that are whole
  bool in_message_ = false;
  std::vector<SoapElement> soap_;  ///< that are open
  std::optional<document::Envelope> envelope_;
  bool has_header_ = false;
  bool has_body_ = false;
  std::vector<Outside> outside_;
  std::size_t depth_outside_ = 0;     ///< open elements that are not in frames_
  std::size_t elements_outside_ = 0;  ///< so far, besides those of the document

  std::optional<std::uint32_t> record_place_;
  std::size_t batch_bytes_ = 0;
  std::size_t batch_read_ = 0;  ///< before this window
  const char* batch_start_ = nullptr;
  std::size_t records_ = 0;
  document::NodeId first_record_ = document::no_node;
  document::NodeId head_end_ = document::no_node;
  bool batch_full_ = false;
  std::vector<KeySet> record_keys_;  ///< for each xs:unique of the root
  std::optional<Repeated> repeated_;
  bool forgiving_ = false;
  std::size_t unknown_ = 0;                ///< elements and attributes that the schema does not know
  std::deque<std::string> unknown_names_;  ///< of open elements
  std::vector<KeySet> keys_of_batch_;      ///< as record_keys_, while it forgives
  std::size_t repeated_elsewhere_ = 0;
  std::size_t base_ = 0;  ///< offset of the window in the text
  std::size_t head_size_ = 0;
  source::Position head_position_;
  std::uint32_t record_state_ = no_state;
};

}  // namespace cimgate::reader
