#include "gateway/reader/message_stream.hpp"

#include <algorithm>
#include <cstring>
#include <set>
#include <utility>

#include "gateway/conformance/profile_choice.hpp"
#include "gateway/conformance/unique_check.hpp"
#include "gateway/conformance/version_choice.hpp"
#include "gateway/document/personal_data.hpp"
#include "gateway/reader/chunk.hpp"
#include "gateway/reader/cut.hpp"
#include "gateway/reader/cut_finder.hpp"
#include "gateway/reader/end_of_record.hpp"
#include "gateway/reader/pending_cuts.hpp"
#include "gateway/reader/read.hpp"
#include "gateway/reader/reference.hpp"
#include "gateway/reader/whole_input.hpp"
#include "gateway/reader/xml_engine.hpp"
#include "gateway/source/problem.hpp"

namespace cimgate::reader {
namespace {

using document::NodeId;
using source::Position;

/// At the top, in any namespace.
std::size_t count_named(const document::Document& document, std::string_view name) {
  std::size_t count = 0;
  for (NodeId at = document.root().first_child; at != document::no_node; at = document[at].next)
    count += document[at].name == name ? 1U : 0U;
  return count;
}

std::string text_of(const std::vector<Batch::Piece>& pieces) {
  std::string text;
  for (const auto& piece : pieces) text += piece.text;
  return text;
}

}  // namespace

void Batch::find_source() {
  if (!read.source.text().empty() || pieces.empty()) return;
  auto text = std::make_shared<const std::string>(text_of(pieces));
  read.source = source::SourceText(text, *text, start.line, start.column - 1);
}

class MessageStream::State {
 public:
  State(const schema::Catalog& catalog, Pull pull, StreamOptions options)
      : catalog_(catalog), pull_(std::move(pull)), options_(std::move(options)), asked_(options_.read) {
    if (conformance::find_profile(catalog, asked_.profile) == nullptr) asked_.profile.clear();
    engine_ = make_engine(asked_);
  }

  tl::expected<std::optional<Batch>, std::string> next() {
    if (whole_) return whole_->next();
    if (ended_) return std::nullopt;
    if (cuts_) stop_cutting();
    if (options_.read.by_reference) return as_whole(reader::read);
    for (;;) {
      const auto outcome = engine_->run();
      if (outcome == XmlEngine::Outcome::batch || outcome == XmlEngine::Outcome::done) {
        const bool first = !told_any_;
        auto batch = finished(outcome == XmlEngine::Outcome::done);
        if (first && asks_for_whole(batch)) {
          pieces_ = std::move(batch.pieces);
          return as_whole(reader::read);
        }
        if (first && goes_to_version_of_day(batch)) continue;
        batch.read.choice = choice_;
        return batch;
      }
      if (outcome == XmlEngine::Outcome::more) {
        if (auto failed = refill()) return tl::make_unexpected(std::move(*failed));
        continue;
      }
      if (told_any_) return explained();
      if (outcome == XmlEngine::Outcome::declined) return as_whole(reader::read);
      if (!tries_next_set()) return as_whole(explain_on_its_day);
    }
  }

  tl::expected<std::optional<Cut>, std::string> cut() {
    if (!may_cut_ || whole_ || ended_ || !told_any_ || head_.empty()) return std::nullopt;
    if (!cuts_) begin_cutting();
    if (finder_) {
      const auto size = finder_->size_at(cuts_->offset());
      may_cut_ = size.has_value();
      if (!size) return std::nullopt;
      return cuts_->cut_off({}, *size);
    }
    for (;;) {
      const std::string_view text(piece_, static_cast<std::size_t>(end_ - piece_));
      if (text.size() >= options_.batch_bytes || all_read_) {
        if (const auto size = record_start_->last_in(text)) {
          piece_ += *size;
          return cuts_->cut_off({chunk_, text.substr(0, *size)}, *size);
        }
        if (all_read_ || text.size() > options_.read.limits.bytes) {
          may_cut_ = false;
          return std::nullopt;
        }
      }
      if (auto failed = lengthen()) return tl::make_unexpected(std::move(*failed));
    }
  }

  const std::vector<const schema::SchemaSet*>& may_be_of() const { return may_be_of_; }

  std::optional<document::ReadResult> take_whole() { return whole_ ? whole_->take() : std::nullopt; }

  std::unique_ptr<CutReader> cut_reader() const {
    return std::make_unique<CutReader>(catalog_, asked_of_message(), head_, engine_->records_known(),
                                       options_.read_at);
  }

  bool confirm(const std::optional<ReadCut>& read) {
    if (!cuts_ || !may_go_on_) return false;
    may_go_on_ = read && engine_->add_keys(read->keys);
    if (!may_go_on_) {
      may_cut_ = false;
      return false;
    }
    cuts_->confirm(read->end);
    return true;
  }

 private:
  void begin_cutting() {
    const auto here = engine_->between();
    if (options_.read_at)
      finder_.emplace(options_.read_at, record_name_, options_.batch_bytes, options_.read.limits.bytes,
                      (here.offset - head_.size()) / std::max<std::size_t>(here.records, 1));
    else
      record_start_.emplace(record_name_);
    cuts_.emplace(here);
  }

  /// Another chunk, which begins with what is left of the one before.
  std::optional<std::string> lengthen() {
    auto filled = fill({piece_, static_cast<std::size_t>(end_ - piece_)});
    if (!filled) return filled.error();
    chunk_ = std::move(filled->chunk);
    piece_ = chunk_->bytes.get();
    end_ = piece_ + filled->size;
    return std::nullopt;
  }

  /// What was cut off and not confirmed is read on from here, with all behind it.
  void stop_cutting() {
    may_cut_ = false;
    const auto from = cuts_->read_to();
    std::string text = cuts_->text();
    cuts_.reset();
    if (finder_)
      pull_from(from.offset);
    else
      text.append(piece_, end_);
    hold(text);
    kept_.assign(1, chunk_);
    engine_->go_on(from, piece_, end_, all_read_);
    first_record_ = from.records;
    start_ = from.position;
  }

  void pull_from(std::size_t offset) {
    all_read_ = false;
    pull_ = [read_at = options_.read_at, offset](
                char* to, std::size_t room) mutable -> tl::expected<std::size_t, std::string> {
      const auto got = read_at(offset, to, room);
      if (got) offset += *got;
      return got;
    };
  }

  std::unique_ptr<XmlEngine> make_engine(const document::ReadOptions& asked) const {
    auto engine = std::make_unique<XmlEngine>(catalog_, asked, best_instructions());
    engine->make_batches(options_.batch_bytes);
    return engine;
  }

  /// What is asked for once it is known of which set the message is.
  document::ReadOptions asked_of_message() const {
    auto asked = asked_;
    asked.ask_for(*engine_->kind().set);
    return asked;
  }

  /// The day on which the message was created decides of its version, and stands behind its records.
  bool asks_for_whole(const Batch& batch) const {
    const auto& messages = batch.read.messages;
    return !batch.last && conformance::asks_for_day(catalog_, options_.read, messages) &&
           !conformance::versions_of_day(catalog_, options_.read, messages);
  }

  /// True when the first batch is of a version that is not in force on its day: then it is read again, as one
  /// that is.
  bool goes_to_version_of_day(const Batch& batch) {
    const auto& messages = batch.read.messages;
    const auto of_day = conformance::versions_of_day(catalog_, options_.read, messages);
    choice_ = conformance::choice_of(catalog_, options_.read, messages, of_day);
    if (!of_day) return false;
    of_day_ = of_day->sets;
    if (std::find(of_day_.begin(), of_day_.end(), messages.front().set) != of_day_.end()) return false;
    others_.emplace(of_day_.begin() + 1, of_day_.end());
    asked_.ask_for(*of_day_.front());
    auto text = text_of(batch.pieces);
    text.append(piece_, end_);
    told_any_ = ended_ = false;
    first_record_ = 0;
    start_ = {1, 1};
    head_.clear();
    read_again(text);
    return true;
  }

  /// Those of `sets` of which the message may be on its day.
  std::vector<const schema::SchemaSet*> of_its_day(std::vector<const schema::SchemaSet*> sets) const {
    if (!of_day_.empty())
      std::erase_if(sets, [&](const schema::SchemaSet* set) {
        return std::find(of_day_.begin(), of_day_.end(), set) == of_day_.end();
      });
    return sets;
  }

  /// From its beginning, as what is asked for now.
  void read_again(std::string_view text) {
    engine_ = make_engine(asked_);
    pieces_.clear();
    begin_with(text);
    kept_.assign(1, chunk_);
  }

  static document::ReadResult explain_on_its_day(const schema::Catalog& catalog, std::string_view bytes,
                                                 const document::ReadOptions& options) {
    return conformance::read_on_its_day(
        catalog, options, [&](const document::ReadOptions& asked) { return explain(catalog, bytes, asked); });
  }

  /// What is not valid in the first set that knows it may be so in another.
  bool tries_next_set() {
    const auto kind = engine_->kind();
    if (kind.kind == nullptr || !options_.read.set_of(kind.set->side).empty()) return false;
    if (!others_) others_ = conformance::others_to_try(catalog_, *kind.set, kind.kind->root);
    if (others_->empty()) return false;
    asked_.ask_for(*others_->front());
    others_->erase(others_->begin());
    take_piece();
    std::string text = text_of(pieces_);
    text.append(piece_, end_);
    read_again(text);
    return true;
  }

  /// A chunk becomes a copy of `text`, which may be in the one before.
  void hold(std::string_view text) {
    auto chunk = std::make_shared<const Chunk>(text.size());
    std::memcpy(chunk->bytes.get(), text.data(), text.size());
    piece_ = chunk->bytes.get();
    end_ = piece_ + text.size();
    chunk_ = std::move(chunk);
  }

  /// The window of the engine becomes a copy of `text`.
  void begin_with(std::string_view text) {
    hold(text);
    engine_->move_to(piece_, end_, all_read_);
  }

  struct Filled {
    std::shared_ptr<const Chunk> chunk;
    std::size_t size = 0;
  };
  /// Another chunk, which begins with what was left of the one before.
  tl::expected<Filled, std::string> fill(std::string_view left) {
    const std::size_t room = std::max(options_.batch_bytes, left.size() * 2);
    auto chunk = std::make_shared<const Chunk>(room);
    char* const bytes = chunk->bytes.get();
    if (!left.empty()) std::memcpy(bytes, left.data(), left.size());
    std::size_t size = left.size();
    while (size < room && !all_read_) {
      const auto got = pull_(bytes + size, room - size);
      if (!got) return tl::make_unexpected(got.error());
      all_read_ = *got == 0;
      size += *got;
    }
    return Filled{std::move(chunk), size};
  }

  std::optional<std::string> refill() {
    auto filled = fill({engine_->here(), static_cast<std::size_t>(end_ - engine_->here())});
    if (!filled) return filled.error();
    take_piece();
    chunk_ = std::move(filled->chunk);
    kept_.push_back(chunk_);
    piece_ = chunk_->bytes.get();
    end_ = piece_ + filled->size;
    engine_->move_to(piece_, end_, all_read_);
    return std::nullopt;
  }

  /// What was read of the chunk belongs to the batch.
  void take_piece() {
    const char* const here = engine_->here();
    if (chunk_ != nullptr && here != piece_)
      pieces_.push_back({chunk_, {piece_, static_cast<std::size_t>(here - piece_)}});
    piece_ = here;
  }

  Batch finished(bool last) {
    take_piece();
    Batch batch;
    batch.last = last;
    batch.first_record = first_record_;
    batch.records = engine_->records() - first_record_;
    batch.first_node = engine_->first_record();
    batch.start = start_;
    batch.end_offset = engine_->offset();
    const auto repeated_elsewhere = engine_->repeated_elsewhere();
    auto document = engine_->take_document();
    if (!last) {
      auto next = document.first_part(head_size(document));
      next.reserve(document.node_count() + document.node_count() / 8);
      engine_->start_document(std::move(next));
    }
    if (!last && !told_any_ && engine_->has_records()) {
      head_ = text_of(pieces_);
      const auto tag = std::string_view(head_).substr(engine_->head_size() + 1);
      record_name_ = tag.substr(0, tag.find_first_of(" \t\r\n/>"));
      head_.resize(engine_->head_size());
    }
    for (auto& chunk : kept_) document.keep(std::move(chunk));
    kept_.assign(1, chunk_);
    batch.pieces = std::exchange(pieces_, {});
    if (const auto place = record_place(*document.root().element))
      document.number_records(*place, static_cast<std::uint32_t>(first_record_), !last, start_);
    batch.read.messages.push_back({engine_->kind().set, engine_->kind().kind, std::move(document)});
    batch.read.valid = !counts_only_;
    batch.counts_only = counts_only_;
    batch.read.findings_left_out = repeated_elsewhere;
    told_any_ = true;
    ended_ = last;
    first_record_ = engine_->records();
    start_ = engine_->position();
    return batch;
  }

  std::size_t head_size(const document::Document& document) const {
    return engine_->head_end() == document::no_node ? document.node_count() : engine_->head_end();
  }

  /// All that was not told yet, to the end of the input or a little beyond the limit.
  tl::expected<std::string, std::string> rest(std::size_t limit) {
    take_piece();
    std::string text = text_of(pieces_);
    text.append(piece_, end_);
    while (!all_read_ && text.size() <= limit) {
      if (auto failed = pull_more(text)) return tl::make_unexpected(std::move(*failed));
    }
    return text;
  }

  std::optional<std::string> pull_more(std::string& text) {
    const auto size = text.size();
    constexpr std::size_t piece = std::size_t{256} * 1024;
    text.resize(size + piece);
    const auto got = pull_(text.data() + size, piece);
    if (!got) return got.error();
    text.resize(size + *got);
    all_read_ = *got == 0;
    return std::nullopt;
  }

  using Read = document::ReadResult (*)(const schema::Catalog&, std::string_view,
                                        const document::ReadOptions&);

  /// What is not read in batches can still be read at speed, when it was not refused.
  tl::expected<std::optional<Batch>, std::string> as_whole(Read read) {
    auto text = rest(options_.read.limits.bytes);
    if (!text) return tl::make_unexpected(text.error());
    whole_.emplace(read(catalog_, *text, options_.read), text->size(), options_.batch_bytes);
    return whole_->next();
  }

  /// The batch that has something the engine did not take, as the reference reader sees it, up to the end of
  /// the record where that is.
  tl::expected<std::optional<Batch>, std::string> explained() {
    const std::string name(engine_->record_name());
    const bool repeated = engine_->repeated().has_value();
    std::size_t end = 0;  // of the record, in `text`
    take_piece();
    std::string text = text_of(pieces_);
    const std::size_t here = text.size();
    text.append(piece_, end_);
    if (repeated) {
      end = here;
    } else if (!name.empty()) {
      EndOfRecord record_end(name);
      // Of the first that ends behind what the engine took.
      while ((end = record_end.in(text)) != 0 && end <= here) {
      }
      while (end == 0 && !all_read_ && text.size() <= options_.read.limits.bytes) {
        if (auto failed = pull_more(text)) return tl::make_unexpected(std::move(*failed));
        end = record_end.in(text);
      }
    }
    const bool goes_on = end != 0;
    if (goes_on) {
      begin_with(std::string_view(text).substr(here));
    } else {
      while (!all_read_ && text.size() <= options_.read.limits.bytes)
        if (auto failed = pull_more(text)) return tl::make_unexpected(std::move(*failed));
      end = text.size();
    }
    return told(text.substr(0, end), here, goes_on);
  }

  Batch told(const std::string& text, std::size_t here, bool goes_on) {
    Batch batch;
    batch.first_record = first_record_;
    batch.last = !goes_on;
    batch.start = start_;
    std::string part = head_ + text;
    if (goes_on) part += engine_->closing_tags();
    const auto options = asked_of_message();
    const source::Seam seam{engine_->head_position(), start_};
    batch.read = reader::read_by_reference(catalog_, part, options, {}, seam);
    for (auto& finding : batch.read.findings) {
      const auto at = seam.moved({finding.line, finding.column});
      finding.line = at.line;
      finding.column = at.column;
    }
    for (auto& error : batch.read.reference_errors) error.position = seam.moved(error.position);
    auto owner = std::make_shared<const std::string>(text);
    batch.read.source = source::SourceText(owner, *owner, start_.line, start_.column - 1);
    if (batch.read.messages.size() > 1) refuse_second_message(batch);
    if (batch.read.messages.empty()) batch.last = true;
    std::size_t numbered = 0;  // as records: what has their name, in any namespace
    if (!batch.read.messages.empty()) {
      auto& document = batch.read.messages.front().document;
      document.move_positions(seam.from, seam.to);
      const auto place = record_place(*document.root().element);
      batch.records = document.count(0, *place);
      batch.first_node = document.find(0, *place);
      document.number_records(*place, static_cast<std::uint32_t>(first_record_), goes_on || first_record_ > 0,
                              start_);
      numbered = count_named(document, document.root().element->children()[*place].element->name.local);
      tell_what_only_the_whole_shows(batch, document);
      // Without records, that it lacks them is all the reference reader may have to say.
      if (batch.records == 0 && first_record_ > 0 && conformance::check_document(document, 1).empty())
        batch.read.reference_errors.clear();
      if (!counts_only_) {
        const auto most = std::max<std::size_t>(options_.read.limits.findings, 1);
        violations_ +=
            batch.violations.size() + conformance::check_document(document, most - violations_).size();
        counts_only_ = violations_ >= most;
      }
    }
    find_other_sets(batch);
    if (!batch.last && !engine_->skip_to(piece_ + (text.size() - here), first_record_ + numbered))
      batch.last = true;
    batch.end_offset = batch.last ? engine_->offset() + (text.size() - here) : engine_->offset();
    ended_ = batch.last;
    if (ended_) return batch;
    piece_ = engine_->here();
    pieces_.clear();
    kept_.assign(1, chunk_);
    auto document = engine_->take_document();
    engine_->start_document(document.first_part(head_size(document)));
    if (counts_only_) engine_->forgive();
    first_record_ = engine_->records();
    start_ = engine_->position();
    return batch;
  }

  /// What is not valid in the set of the first batch may be so in others, as long as all of it is.
  void find_other_sets(const Batch& batch) {
    const auto& kind = engine_->kind();
    if (!options_.read.set_of(kind.set->side).empty()) return;
    const auto& read = batch.read;
    const bool fits = read.messages.size() == 1 && read.findings.empty() && batch.violations.empty();
    if (fits && read.reference_errors.empty() &&
        conformance::check_document(read.messages.front().document, 1).empty())
      return;
    if (!std::exchange(any_not_valid_, true))
      may_be_of_ = of_its_day(conformance::others_to_try(catalog_, *kind.set, kind.kind->root));
    if (!fits) may_be_of_.clear();
    if (!may_be_of_.empty())
      may_be_of_ = conformance::those_valid(catalog_, read.messages.front(), std::move(may_be_of_));
  }

  /// A part of the first message was handed out as if it were alone.
  void refuse_second_message(Batch& batch) const {
    batch.read.messages.clear();
    batch.read.findings.push_back(source::make_problem(
        "schema.envelope", engine_->position(),
        {"The SOAP body has a second message after one that is so large that it is read in parts.",
         "Enda en melding står i SOAP-kroppen, etter en som er så stor at den leses i deler."},
        {"Send each message in its own envelope.", "Send hver melding i en egen konvolutt."}));
  }

  struct RepeatedIn {
    XmlEngine::Repeated repeated;
    NodeId record;
  };

  /// What records break together with those of earlier batches. The engine knows the values of those that it
  /// came to the end of.
  void tell_what_only_the_whole_shows(Batch& batch, const document::Document& document) {
    std::vector<RepeatedIn> all;
    if (const auto& repeated = engine_->repeated()) all.push_back({*repeated, document.root().last_child});
    const auto place = record_place(*document.root().element);
    const std::size_t known = engine_->records() - first_record_;
    std::size_t records = 0;
    for (NodeId at = batch.first_node; at != document::no_node; at = document[at].next) {
      if (document[at].element == nullptr || document[at].place != *place || records++ < known) continue;
      for (const auto& repeated : engine_->add_record(document, at)) all.push_back({repeated, at});
    }
    tell_repeated(all, batch, document);
    const auto most = document.root().element->children()[*place].max;
    if (!all.empty() || batch.first_record + batch.records <= most) return;
    conformance::Violation made;
    made.kind = conformance::Violation::Kind::repeated_element;
    made.node = document.root().last_child;
    made.found = document[made.node].name;
    made.expected = "at most " + std::to_string(most);
    made.expected_nb = "høyst " + std::to_string(most);
    batch.violations.push_back(std::move(made));
  }

  void tell_repeated(const std::vector<RepeatedIn>& all, Batch& batch,
                     const document::Document& document) const {
    if (all.empty()) return;
    const auto& root = *document.root().element;
    std::set<std::pair<std::size_t, NodeId>>
        in_batch;  // those whose first one is in it, too, are found there
    conformance::UniqueCheck check(document);
    for (std::size_t i = 0; i < root.uniques.size(); ++i)
      for (const auto& violation : check.check(0, root.uniques[i], batch.records).kept)
        in_batch.emplace(i, violation.node);
    for (const auto& [repeated, record] : all) {
      const auto& unique = root.uniques[repeated.unique];
      conformance::Violation made;
      made.kind = conformance::Violation::Kind::not_unique;
      made.node = record;
      if (const auto key = check.key_of(record, unique)) made.node = key->holder;
      if (in_batch.contains({repeated.unique, made.node})) continue;
      if (batch.violations.size() >= std::max<std::size_t>(options_.read.limits.findings, 1)) {
        ++batch.read.findings_left_out;
        continue;
      }
      const auto& holder = document[made.node];
      if (holder.element != nullptr && holder.element->text != nullptr)
        made.found =
            document::quotable(*holder.element->text, holder.text, document.dialect().personal_numbers);
      const auto& name = document[record].name;
      made.expected = "a value that no other " + std::string(name) + " has (the same is in line " +
                      std::to_string(repeated.line) + ")";
      made.expected_nb = "en verdi som ingen annen " + std::string(name) + " har (den samme står på linje " +
                         std::to_string(repeated.line) + ")";
      batch.violations.push_back(std::move(made));
    }
  }

  const schema::Catalog& catalog_;
  Pull pull_;
  StreamOptions options_;
  document::ReadOptions asked_;                                  ///< with the set that is tried
  std::optional<std::vector<const schema::SchemaSet*>> others_;  ///< to be tried after it
  std::unique_ptr<XmlEngine> engine_;
  std::optional<WholeInput> whole_;
  std::shared_ptr<const Chunk> chunk_;  ///< that is being read
  const char* piece_ = nullptr;         ///< where the part of it begins that belongs to the next batch
  const char* end_ = nullptr;
  std::vector<std::shared_ptr<const void>> kept_;  ///< what the document points into
  std::vector<Batch::Piece> pieces_;               ///< of the next batch
  std::string head_;                               ///< the text before the first record
  Position start_{1, 1};                           ///< of the next batch
  std::size_t first_record_ = 0;
  std::size_t violations_ = 0;  ///< of records that the engine did not take
  bool counts_only_ = false;    ///< there are as many as are told
  bool any_not_valid_ = false;  ///< of the records that the engine did not take
  std::vector<const schema::SchemaSet*> may_be_of_;
  std::vector<const schema::SchemaSet*> of_day_;  ///< of which it may be on its day; empty = no day decides
  SchemaChoice choice_;
  std::string record_name_;  ///< of the first record, as it is written

  bool may_cut_ = true;
  bool may_go_on_ = true;  ///< all cuts so far were right
  std::optional<RecordStart> record_start_;
  std::optional<CutFinder> finder_;  ///< instead of it, for an input that can be read anywhere
  std::optional<PendingCuts>
      cuts_;  ///< there while it is cut: then what is behind piece_ was neither cut off nor read

  bool all_read_ = false;
  bool told_any_ = false;
  bool ended_ = false;
};

MessageStream::MessageStream(const schema::Catalog& catalog, Pull pull, StreamOptions options)
    : state_(std::make_unique<State>(catalog, std::move(pull), std::move(options))) {}
MessageStream::~MessageStream() = default;
MessageStream::MessageStream(MessageStream&&) noexcept = default;
MessageStream& MessageStream::operator=(MessageStream&&) noexcept = default;

tl::expected<std::optional<Batch>, std::string> MessageStream::next() {
  return state_->next();
}
const std::vector<const schema::SchemaSet*>& MessageStream::may_be_of() const {
  return state_->may_be_of();
}
std::optional<document::ReadResult> MessageStream::take_whole() {
  return state_->take_whole();
}
tl::expected<std::optional<Cut>, std::string> MessageStream::cut() {
  return state_->cut();
}
std::unique_ptr<CutReader> MessageStream::cut_reader() const {
  return state_->cut_reader();
}
bool MessageStream::confirm(const std::optional<ReadCut>& read) {
  return state_->confirm(read);
}

}  // namespace cimgate::reader
