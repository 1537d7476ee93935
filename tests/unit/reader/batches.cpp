#include "tests/unit/reader/batches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <deque>
#include <stdexcept>
#include <utility>

#include "gateway/reader/cut.hpp"

namespace cimgate::test {

reader::Pull pieces_of(std::string text, std::size_t size) {
  return [text = std::move(text), size, at = std::size_t{0}](char* to, std::size_t room) mutable {
    const auto count = std::min({room, size, text.size() - at});
    std::memcpy(to, text.data() + at, count);
    at += count;
    return tl::expected<std::size_t, std::string>(count);
  };
}

reader::ReadAt places_of(std::string_view text, std::size_t size) {
  return [text, size](std::size_t offset, char* to, std::size_t room) {
    const auto count = offset < text.size() ? std::min({room, size, text.size() - offset}) : 0;
    std::memcpy(to, text.data() + std::min(offset, text.size()), count);
    return tl::expected<std::size_t, std::string>(count);
  };
}

/// Top-level parts of a document by path and place, with what is in them.
std::vector<std::string> parts_of(const document::Document& whole) {
  std::vector<std::string> parts;
  for (auto at = whole.root().first_child; at != document::no_node; at = whole[at].next) {
    std::string text = whole.path(at);
    const auto end = whole[at].next == document::no_node ? whole.size() : whole[at].next;
    for (auto id = at; id < end; ++id) {
      const auto& node = whole[id];
      text += fmt::format("\n{} {}:{} '{}'", node.name, node.position.line, node.position.column, node.text);
      for (const auto& attribute : node.attributes)
        text += fmt::format(" {}='{}' {}:{}", attribute.name, attribute.value, attribute.position.line,
                            attribute.position.column);
    }
    parts.push_back(std::move(text));
  }
  return parts;
}

namespace {

/// Reads all that can be cut, a few cuts ahead of what is confirmed.
void read_cuts(reader::MessageStream& stream, std::vector<reader::Batch>& batches) {
  std::vector<std::unique_ptr<reader::CutReader>> readers;
  std::deque<std::optional<reader::ReadCut>> ahead;
  const auto confirm = [&] {
    auto read = std::move(ahead.front());
    ahead.pop_front();
    if (stream.confirm(read)) batches.push_back(std::move(read->batch));
  };
  for (std::size_t number = 0;; ++number) {
    const auto cut = stream.cut();
    if (!cut) throw std::runtime_error(cut.error());
    if (!*cut) break;
    while (readers.size() < 2) readers.push_back(stream.cut_reader());
    ahead.push_back(readers[number % 2]->read(**cut));
    if (ahead.size() > 3) confirm();
  }
  while (!ahead.empty()) confirm();
}

}  // namespace

std::vector<reader::Batch> batches_of(const schema::Catalog& catalog, const std::string& text,
                                      std::size_t piece, const reader::StreamOptions& options, Way way,
                                      std::size_t* in_cuts) {
  auto read_so = options;
  if (way == Way::fetched_cuts) read_so.read_at = places_of(text, piece);
  reader::MessageStream stream(catalog, pieces_of(text, piece), read_so);
  std::vector<reader::Batch> batches;
  for (;;) {
    const auto before = batches.size();
    if (way != Way::one_thread) read_cuts(stream, batches);
    if (in_cuts != nullptr) *in_cuts += batches.size() - before;
    auto next = stream.next();
    if (!next) throw std::runtime_error(next.error());
    if (!*next) return batches;
    batches.push_back(std::move(**next));
  }
}

Seen see(const schema::Catalog& catalog, const std::string& text, const reader::StreamOptions& options,
         Way way) {
  Seen seen;
  std::set<std::string> findings;
  bool broken = false;
  for (const auto& batch : batches_of(catalog, text, 512, options, way, &seen.in_cuts)) {
    ++seen.batches;
    for (const auto& finding : batch.read.findings)
      findings.insert(fmt::format("{}:{} {}", finding.line, finding.column, finding.rule));
    broken = broken || batch.read.messages.empty();
    if (broken) continue;
    for (auto& part : parts_of(batch.read.messages.front().document)) seen.all.insert(std::move(part));
    for (const auto& violation : batch.violations) findings.insert(violation.expected);
  }
  // Of a text that breaks off only that is told; what was read before depends on where it was cut.
  if (broken) seen.all.clear();
  seen.all.merge(findings);
  return seen;
}

}  // namespace cimgate::test
