#include "gateway/reader/cut.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>

#include "gateway/reader/characters.hpp"

namespace cimgate::reader {

bool RecordStart::is_at(std::string_view text, std::size_t at) const {
  const auto behind = at + tag_.size();
  return behind < text.size() && (is_white(text[behind]) || text[behind] == '>' || text[behind] == '/');
}

std::optional<std::size_t> RecordStart::last_in(std::string_view text) const {
  for (auto at = text.rfind(tag_); at != std::string_view::npos; at = text.rfind(tag_, at - 1)) {
    if (is_at(text, at)) {
      while (at > 0 && is_white(text[at - 1])) --at;
      return at > 0 ? std::optional(at) : std::nullopt;
    }
    if (at == 0) break;
  }
  return std::nullopt;
}

std::size_t RecordStart::count(std::string_view text) const {
  std::size_t count = 0;
  const char* const end = text.data() + text.size();
  const char* at = text.data();
  for (;;) {
    const auto left = static_cast<std::size_t>(end - at);
    at = static_cast<const char*>(memmem(at, left, tag_.data(), tag_.size()));
    if (at == nullptr) return count;
    if (is_at(text, static_cast<std::size_t>(at - text.data()))) ++count;
    ++at;
  }
}

namespace {

/// Characters of UTF-8: all bytes but those that go on with one.
std::size_t characters_in(std::string_view text) {
  std::size_t going_on = 0;
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, 8);
    constexpr std::uint64_t ones = 0x0101010101010101U;
    const std::uint64_t found = bytes >> 7U & ~(bytes >> 6U) & ones;
    going_on += static_cast<std::size_t>(found * ones >> 56U);  // their sum
  }
  for (; at < text.size(); ++at)
    going_on += (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U ? 1U : 0U;
  return text.size() - going_on;
}

}  // namespace

document::Position end_of(std::string_view text, document::Position from) {
  std::uint32_t lines = 0;
  std::size_t line = 0;  // where the last one begins
  for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', line)) {
    ++lines;
    line = at + 1;
  }
  for (auto at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1))
    if (at + 1 == text.size() || text[at + 1] != '\n') {
      ++lines;
      line = std::max(line, at + 1);
    }
  return {from.line + lines,
          (lines == 0 ? from.column : 1) + static_cast<std::uint32_t>(characters_in(text.substr(line)))};
}

CutReader::CutReader(const schema::Catalog& catalog, const document::Limits& limits,
                     const std::string& profile, std::string head, const XmlEngine::RecordsKnown& known)
    : head_(std::move(head)), engine_(catalog, limits, profile, best_instructions()) {
  engine_.make_batches(std::numeric_limits<std::size_t>::max());  // a cut is one batch, however long
  engine_.move_to(head_.data(), head_.data() + head_.size(), false);
  if (engine_.run() != XmlEngine::Outcome::more || !engine_.ends_between()) return;
  document_ = engine_.take_document();
  engine_.know_records(known);
}

std::optional<ReadCut> CutReader::read(const Cut& cut) {
  if (!document_) return std::nullopt;
  const auto text = cut.piece.text;
  engine_.take_keys();
  engine_.go_on(cut.begin, text.data(), text.data() + text.size(), false);
  auto next = document_->first_part(document_->size());
  next.reserve(document_->size() + text.size() / 40);
  engine_.start_document(std::move(next));
  const auto outcome = engine_.run();
  if (outcome != XmlEngine::Outcome::more || !engine_.ends_between() ||
      engine_.records() != cut.end.records) {
    document_.reset();  // in the middle of something: it cannot go on elsewhere
    return std::nullopt;
  }
  ReadCut read{{}, engine_.take_keys()};
  auto& batch = read.batch;
  batch.first_record = cut.begin.records;
  batch.records = cut.end.records - cut.begin.records;
  batch.first_node = engine_.first_record();
  batch.start = cut.begin.position;
  batch.end_offset = cut.end.offset;
  auto document = engine_.take_document();
  document.keep(cut.piece.owner);
  if (const auto place = record_place(*document.root().element))
    document.number_records(*place, static_cast<std::uint32_t>(batch.first_record), true);
  batch.pieces = {cut.piece};
  batch.read.messages.push_back({engine_.kind().set, engine_.kind().kind, std::move(document)});
  batch.read.valid = true;
  return read;
}

}  // namespace cimgate::reader
