#include "gateway/reader/cut.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <thread>

#include "gateway/reader/characters.hpp"
#include "gateway/reader/chunk.hpp"

namespace cimgate::reader {
namespace {

/// As rfind(), which looks at one byte after the other.
std::optional<std::size_t> last_of(char c, std::string_view text) {
  const void* const found = memrchr(text.data(), c, text.size());
  if (found == nullptr) return std::nullopt;
  return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

}  // namespace

void CutPlace::tell(std::optional<XmlEngine::Between> place) {
  place_ = place;
  told_.store(true, std::memory_order_release);
  told_.notify_all();
}

std::optional<XmlEngine::Between> CutPlace::wait() const {
  // Whoever reads the cut before it began a little earlier, and is nearly there: going to sleep costs more.
  constexpr int nearly = 64;
  for (int i = 0; i < nearly && !told_.load(std::memory_order_acquire); ++i) std::this_thread::yield();
  told_.wait(false, std::memory_order_acquire);
  return place_;
}

bool RecordStart::is_at(std::string_view text, std::size_t at) const {
  const auto behind = at + tag_.size();
  return behind < text.size() && text.substr(at, tag_.size()) == tag_ &&
         (is_white(text[behind]) || text[behind] == '>' || text[behind] == '/');
}

std::optional<std::size_t> RecordStart::last_in(std::string_view text) const {
  for (auto at = last_tag(text); at; at = last_tag(text.substr(0, *at + tag_.size() - 1))) {
    if (!is_at(text, *at)) continue;
    while (*at > 0 && is_white(text[*at - 1])) --*at;
    return *at > 0 ? at : std::nullopt;
  }
  return std::nullopt;
}

/// As rfind(), which looks at one byte after the other.
std::optional<std::size_t> RecordStart::last_tag(std::string_view text) const {
  using Bytes = unsigned char __attribute__((vector_size(16)));
  constexpr std::size_t vectors = 4;
  const auto are = [&](std::size_t at, char c) {
    Bytes bytes;
    std::memcpy(&bytes, text.data() + at, sizeof(Bytes));
    return bytes == static_cast<unsigned char>(c);
  };
  if (text.size() < tag_.size()) return std::nullopt;
  std::size_t begins = text.size() - tag_.size() + 1;  // so many places at which it may begin
  while (begins > 0) {
    std::size_t from = 0;
    bool maybe = true;
    if (begins >= vectors * sizeof(Bytes)) {
      from = begins - vectors * sizeof(Bytes);
      decltype(are(from, '<')) found{};
      for (std::size_t at = from; at < begins; at += sizeof(Bytes))
        found |= are(at, tag_[0]) & are(at + 1, tag_[1]) & are(at + tag_.size() - 1, tag_.back());
      std::array<std::uint64_t, 2> words{};
      static_assert(sizeof(words) == sizeof(found));
      std::memcpy(words.data(), &found, sizeof(words));
      maybe = (words[0] | words[1]) != 0;
    }
    for (std::size_t i = begins; maybe && i-- > from;)
      if (text.substr(i, tag_.size()) == tag_) return i;
    begins = from;
  }
  return std::nullopt;
}

tl::expected<std::size_t, std::string> read_all_at(const ReadAt& read_at, std::size_t offset, char* to,
                                                   std::size_t room) {
  std::size_t size = 0;
  while (size < room) {
    const auto got = read_at(offset + size, to + size, room - size);
    if (!got) return got;
    if (*got == 0) break;
    size += *got;
  }
  return size;
}

namespace {

/// How many bytes are as `is` says, which is asked of one byte and of sixteen at a time.
template <class Is>
std::size_t count_if(std::string_view text, const Is& is) {
  using Bytes = signed char __attribute__((vector_size(16)));
  constexpr std::size_t most = 127;  // that a byte counts to
  std::size_t count = 0;
  while (text.size() >= sizeof(Bytes)) {
    const auto steps = std::min(text.size() / sizeof(Bytes), most);
    Bytes counts{};
    for (std::size_t i = 0; i < steps; ++i) {
      Bytes bytes;
      std::memcpy(&bytes, text.data() + i * sizeof(Bytes), sizeof(Bytes));
      counts -= is(bytes);  // true is -1
    }
    for (std::size_t i = 0; i < sizeof(Bytes); ++i) count += static_cast<std::size_t>(counts[i]);
    text.remove_prefix(steps * sizeof(Bytes));
  }
  for (const char c : text) count += is(static_cast<signed char>(c)) ? 1U : 0U;
  return count;
}

/// Characters of UTF-8: all bytes but those that go on with one, which are 10xxxxxx.
std::size_t characters_in(std::string_view text) {
  return text.size() - count_if(text, [](auto byte) { return byte < -64; });
}

}  // namespace

source::Position end_of(std::string_view text, source::Position from) {
  auto lines = static_cast<std::uint32_t>(count_if(text, [](auto byte) { return byte == '\n'; }));
  std::size_t line = lines == 0 ? 0 : *last_of('\n', text) + 1;  // where the last one begins
  for (auto at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1))
    if (at + 1 == text.size() || text[at + 1] != '\n') {
      ++lines;
      line = std::max(line, at + 1);
    }
  return {from.line + lines,
          (lines == 0 ? from.column : 1) + static_cast<std::uint32_t>(characters_in(text.substr(line)))};
}

namespace {

constexpr source::Position beginning = {1, 1};

/// Whatever happens, those who wait for the end of a cut are told.
class Telling {
 public:
  explicit Telling(CutPlace& place) : place_(place) {}
  ~Telling() {
    if (!told_) place_.tell(std::nullopt);
  }
  Telling(const Telling&) = delete;
  Telling& operator=(const Telling&) = delete;

  void tell(const XmlEngine::Between& end) {
    told_ = true;
    place_.tell(end);
  }

 private:
  CutPlace& place_;
  bool told_ = false;
};

}  // namespace

CutReader::CutReader(const schema::Catalog& catalog, const document::ReadOptions& options, std::string head,
                     const XmlEngine::RecordsKnown& known, ReadAt read_at)
    : read_at_(std::move(read_at)), head_(std::move(head)), engine_(catalog, options, best_instructions()) {
  engine_.make_batches(std::numeric_limits<std::size_t>::max());  // a cut is one batch, however long
  engine_.move_to(head_.data(), head_.data() + head_.size(), false);
  if (engine_.run() != XmlEngine::Outcome::more || !engine_.ends_between()) return;
  document_ = engine_.take_document();
  engine_.know_records(known);
  const auto& root = *document_->root().element;
  if (const auto place = record_place(root)) most_records_ = root.children()[*place].max;
}

std::optional<Batch::Piece> CutReader::fetch(const Cut& cut) const {
  if (cut.piece.owner != nullptr) return cut.piece;
  auto chunk = std::make_shared<const Chunk>(cut.size);
  char* const bytes = chunk->bytes.get();
  const auto got = read_all_at(read_at_, cut.offset, bytes, cut.size);
  if (!got || *got < cut.size) return std::nullopt;  // whoever reads it in order tells why
  return Batch::Piece{std::move(chunk), {bytes, cut.size}};
}

bool CutReader::read_records(const Batch::Piece& piece, std::size_t offset) {
  const auto text = piece.text;
  engine_.take_keys();
  engine_.go_on({0, beginning, offset}, text.data(), text.data() + text.size(), false);
  auto next = document_->first_part(document_->node_count());
  next.reserve(document_->node_count() + nodes_);
  engine_.start_document(std::move(next));
  return engine_.run() == XmlEngine::Outcome::more && engine_.ends_between() && engine_.records() > 0;
}

std::optional<ReadCut> CutReader::read(const Cut& cut) {
  Telling telling(*cut.end);
  if (!document_) return std::nullopt;
  auto piece = fetch(cut);
  if (!piece || !read_records(*piece, cut.offset)) {
    document_.reset();  // in the middle of something: it cannot go on elsewhere
    return std::nullopt;
  }
  const auto begin = cut.begin->wait();
  if (!begin) return std::nullopt;
  const auto here = engine_.between();
  if (begin->records + here.records > most_records_)
    return std::nullopt;  // it has counted those of the cut alone
  ReadCut read{
      {},
      engine_.take_keys(),
      {begin->records + here.records, source::moved(here.position, beginning, begin->position), here.offset}};
  telling.tell(read.end);
  for (auto& keys : read.keys) keys.move_down(begin->position.line - beginning.line);
  auto& batch = read.batch;
  batch.first_record = begin->records;
  batch.records = here.records;
  batch.first_node = engine_.first_record();
  batch.start = begin->position;
  batch.end_offset = here.offset;
  auto document = engine_.take_document();
  nodes_ = std::max(nodes_, document.node_count() - document_->node_count());
  document.keep(piece->owner);
  document.move_positions(beginning, begin->position, static_cast<document::NodeId>(document_->node_count()));
  if (const auto place = record_place(*document.root().element))
    document.number_records(*place, static_cast<std::uint32_t>(batch.first_record), true, batch.start);
  batch.pieces = {*std::move(piece)};
  batch.read.messages.push_back({engine_.kind().set, engine_.kind().kind, std::move(document)});
  batch.read.valid = true;
  return read;
}

}  // namespace cimgate::reader
