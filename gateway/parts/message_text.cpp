#include "gateway/parts/message_text.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

#include "gateway/document/path.hpp"
#include "gateway/engine/batches.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/engine/input.hpp"
#include "gateway/parts/text_scan.hpp"

namespace cimgate::parts {
namespace {

using document::Document;
using document::no_node;
using document::NodeId;
using source::Position;

constexpr std::string_view blanks = " \t\r\n";

Refusal refused(std::string why) {
  return {std::move(why), {}, {}, {}};
}

class Taking {
 public:
  Taking(const Engine& engine, const Pull& pull, const AskedText& asked, const TakeMessage& take)
      : asked_(asked),
        take_(take),
        streaming_{0, asked.batch_bytes, {}},
        batches_(engine, pull, asked.limits, {{}, asked.schema}, streaming_) {}

  tl::expected<std::string, Refusal> run() {
    for (;;) {
      auto next = batches_.next();
      if (!next) return tl::make_unexpected(refused(next.error()));
      if (!*next) return tl::make_unexpected(refused("it has no records"));
      auto& batch = **next;
      const bool last = batch.last;
      if (auto taken = take(batch); !taken) return tl::make_unexpected(std::move(taken.error()));
      if (last) return std::move(tail_);
    }
  }

 private:
  using Taken = tl::expected<void, Refusal>;

  Taken take(reader::Batch& batch) {
    const Position start = batch.start;
    if (!places_) whole_ = batch.pieces.empty();
    const bool in_pieces = !whole_;
    batch.find_source();
    const auto source = batch.read.source;
    const bool last = batch.last;
    const auto first_node = batch.first_node;
    auto input = check_batch(batch, asked_.limits);
    if (!input.findings.empty() || input.read.messages.empty()) return not_valid(input);
    if (input.read.messages.size() > 1)
      return tl::make_unexpected(
          refused(input.read.messages.front().set->side == schema::SchemaSet::Side::cim
                      ? "it is a bundle of several documents: translate it to BIM, and cut that message"
                      : "it has several messages: cut each by itself"));
    if (input.read.supplement)
      return tl::make_unexpected(
          refused("it is a bundle with a supplement: translate it to BIM, cut that message, and translate "
                  "the parts"));
    const auto& message = input.read.messages.front();
    const auto& document = message.document;
    const auto place = reader::record_place(*document.root().element);
    if (!place || (!any_ && document.find(0, *place) == no_node))
      return tl::make_unexpected(
          refused(document.root().element->name.local + " has no records that can be told apart"));

    // A text that was read whole comes with every batch, and one that was read in pieces by and by.
    if (in_pieces || !places_) {
      source_ = source;
      text_ = source_.text();
      places_.emplace(text_, in_pieces ? start : Position{1, 1});
      done_ = 0;
      begun_.reset();
    }
    auto at = first_node == no_node ? document.find(0, *place) : first_node;
    for (; at != no_node; at = document[at].next) {
      if (document[at].element == nullptr || document[at].place != *place) continue;
      if (auto taken = record(message, document[at].position); !taken) return taken;
    }
    if (last) return end();
    if (in_pieces) {  // a batch ends where a record does
      give(text_.substr(done_));
      done_ = text_.size();
      begun_.reset();
    }
    return {};
  }

  Taken not_valid(const Input& input) const {
    Refusal refusal{
        "it is not valid against its schema", {}, input.findings, lines_of(input.read, input.findings)};
    return tl::make_unexpected(std::move(refusal));
  }

  Taken record(const document::Message& message, Position position) {
    const auto offset = places_->offset_of(position);
    if (!offset) return tl::make_unexpected(refused("a record is not where it was read"));
    if (!any_) {
      if (auto taken = head(message, *offset); !taken) return taken;
    } else {
      const auto end = begun_ ? end_of_record(*begun_, *offset) : done_;
      give(text_.substr(done_, end - done_));
      take_.between(text_.substr(end, *offset - end));
    }
    any_ = true;
    begun_ = done_ = *offset;
    return take_.record(position);
  }

  void give(std::string_view text) const {
    if (!text.empty()) take_.text(text);
  }

  /// Behind a record that begins at `at`; the next one begins at `next`.
  std::size_t end_of_record(std::size_t at, std::size_t next) const {
    if (json_) return end_of_value(text_, at);
    const auto last = text_.find_last_not_of(blanks, next - 1);
    const auto tag = text_.substr(at + 1, text_.find_first_of(" \t\r\n/>", at + 1) - at - 1);
    const auto upto = text_.substr(0, last + 1);
    if (upto.ends_with('>') && upto.substr(0, last).ends_with(tag) &&
        upto.substr(0, last - tag.size()).ends_with("</"))
      return last + 1;
    return end_of_element(text_, at);
  }

  Taken end() {
    const auto end = !begun_ ? done_ : json_ ? end_of_value(text_, *begun_) : end_of_element(text_, *begun_);
    give(text_.substr(done_, end - done_));
    if (json_) {
      tail_ = text_.substr(end);
    } else {
      tail_ = std::string(text_.substr(end, end_of_open_element(text_, end) - end)) + "\n";
    }
    return {};
  }

  /// All before the first record, which begins at `end`.
  Taken head(const document::Message& message, std::size_t end) {
    const Document& document = message.document;
    Head head;
    head.message = &message;
    head.json = json_ = text_.find_first_not_of(blanks) != std::string_view::npos &&
                        text_[text_.find_first_not_of(blanks)] == '{';
    head.root = document.root().position;
    const auto node = id_of(document);
    if (node == no_node) return tl::make_unexpected(refused("it has no id"));
    Places places(text_, Position{1, 1});
    std::size_t root = 0;
    if (!json_) {
      const auto found = places.offset_of(head.root);
      if (!found) return tl::make_unexpected(refused("its root is not where it was read"));
      root = *found;
    }
    head.id = document[node].text;
    const auto at = places.offset_of(document[node].position);
    if (!at || *at > end)
      return tl::make_unexpected(refused("its id stands behind its records: write it first"));
    const auto id = text_.find(head.id, json_ ? *at : text_.find('>', *at));
    if (head.id.empty() || id == std::string_view::npos || id + head.id.size() > end)
      return tl::make_unexpected(refused("its id is not written plainly"));
    if (!json_) head.before_id = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    head.root_offset = head.before_id.size();
    head.before_id += json_ ? std::string(text_.substr(0, id)) : root_with_namespaces(root, id);
    const auto behind = id + head.id.size();
    head.after_id = text_.substr(behind, end - behind);
    head.behind_id = position_of(behind);
    return take_.head(head);
  }

  Position position_of(std::size_t offset) const {
    Position at{1, 1};
    for (const char c : text_.substr(0, offset)) {
      if (c == '\n')
        at = {at.line + 1, 1};
      else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U)
        ++at.column;
    }
    return at;
  }

  /// The text from the root to `end`; the root says what elements around it said of namespaces.
  std::string root_with_namespaces(std::size_t root, std::size_t end) const {
    const auto around = open_elements(text_, root);
    const auto own = names_of_namespaces(text_, root);
    const auto name_end = text_.find_first_of(" \t\r\n/>", root);
    std::string text(text_.substr(root, name_end - root));
    for (const auto& declaration : around.namespaces)
      if (std::find(own.begin(), own.end(), declaration.substr(0, declaration.find_first_of(" \t\r\n="))) ==
          own.end())
        text += ' ' + declaration;
    return text + std::string(text_.substr(name_end, end - name_end));
  }

  static NodeId id_of(const Document& document) {
    const auto& root = *document.root().element;
    for (const auto& text : document.dialect().head.id)
      if (const auto path = document::find_path(text, root, root))
        if (const auto node = document::find(document, 0, *path); node != no_node) return node;
    return no_node;
  }

  const AskedText& asked_;
  const TakeMessage& take_;
  Streaming streaming_;
  Batches batches_;
  source::SourceText source_;
  std::string_view text_;
  std::optional<Places> places_;
  std::size_t done_ = 0;              ///< so much of the text was given
  std::optional<std::size_t> begun_;  ///< where the record began whose end is still to come
  bool any_ = false, json_ = false;
  bool whole_ = false;  ///< the text was read whole, and every batch has all of it
  std::string tail_;
};

}  // namespace

tl::expected<std::string, Refusal> take_message(const Engine& engine, const Pull& pull,
                                                const AskedText& asked, const TakeMessage& take) {
  return Taking(engine, pull, asked, take).run();
}

Pull pull_of(std::string_view text) {
  return [text, at = std::size_t{0}](char* to,
                                     std::size_t room) mutable -> tl::expected<std::size_t, std::string> {
    const auto size = std::min(room, text.size() - at);
    std::memcpy(to, text.data() + at, size);
    at += size;
    return size;
  };
}

}  // namespace cimgate::parts
