#include "gateway/parts/join.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "gateway/document/path.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/engine/input.hpp"
#include "gateway/schema/catalog.hpp"

namespace cimgate::parts {
namespace {

using document::no_node;
using Side = schema::SchemaSet::Side;
using Done = tl::expected<void, Refusal>;

tl::unexpected<Refusal> refused(std::string why, std::string file = {}) {
  return tl::make_unexpected(Refusal{std::move(why), std::move(file), {}, {}});
}

/// The id of the first document.
std::string id_in(const document::Document& document) {
  const auto& root = *document.root().element;
  for (const auto& text : document.dialect().head.id)
    if (const auto path = document::find_path(text, root, root))
      if (const auto node = document::find(document, 0, *path); node != no_node)
        return std::string(document[node].text);
  return {};
}

/// What is known of a piece without joining it.
struct Known {
  std::size_t part = 0;
  const schema::SchemaSet* set = nullptr;
  bool json = false;
};

class Joining {
 public:
  Joining(const Gateway& gateway, const PartsList& list, const std::vector<Piece>& pieces,
          const InputLimits& limits, const Spool& spool, const TakeText& take)
      : gateway_(gateway), list_(list), pieces_(pieces), limits_(limits), spool_(spool), take_(take) {}

  tl::expected<Joined, Refusal> run() {
    const auto* set = gateway_.engine().catalog->set(list_.schema);
    if (set == nullptr)
      return refused(fmt::format("the list is about messages of {}, which is not known", list_.schema));
    is_of_cim_ = set->side == Side::cim;
    if (auto known = know_all(); !known) return tl::make_unexpected(std::move(known.error()));
    const auto& first = known_.at(order_.front());
    to_cim_ = !is_of_cim_ && first.set->side == Side::cim;
    for (std::size_t number = 0; number < order_.size(); ++number)
      if (auto added = add(number); !added) return tl::make_unexpected(std::move(added.error()));
    spool_.write(tail_);
    if (to_cim_) {
      auto pull = spool_.read();
      if (!pull) return refused(pull.error());
      return translated(*pull, first);
    }
    if (auto checked = check(); !checked) return tl::make_unexpected(std::move(checked.error()));
    auto pull = spool_.read();
    if (!pull) return refused(pull.error());
    return as_it_is(*pull);
  }

 private:
  /// Which part each piece is, and that all are there once.
  Done know_all() {
    std::vector<std::optional<std::size_t>> by_part(list_.parts.size());
    for (std::size_t at = 0; at < pieces_.size(); ++at) {
      auto known = know(pieces_[at]);
      if (!known) return tl::make_unexpected(std::move(known.error()));
      auto& place = by_part[known->part];
      if (place)
        return refused(fmt::format("it is the same part as '{}': {}", pieces_[*place].name,
                                   list_.parts[known->part].file),
                       pieces_[at].name);
      place = at;
      known_.push_back(*known);
    }
    for (std::size_t part = 0; part < by_part.size(); ++part) {
      if (!by_part[part])
        return refused(fmt::format("part {} of {} is missing: {}, with the id {}", part + 1, by_part.size(),
                                   list_.parts[part].file, list_.parts[part].id));
      order_.push_back(*by_part[part]);
      if (known_[*by_part[part]].set != known_[order_.front()].set)
        return refused(fmt::format("it is of {}, and '{}' is of {}", known_[*by_part[part]].set->id,
                                   pieces_[order_.front()].name, known_[order_.front()].set->id),
                       pieces_[*by_part[part]].name);
    }
    return {};
  }

  tl::expected<Known, Refusal> know(const Piece& piece) const {
    const auto texts = piece.read();
    if (!texts) return refused(texts.error(), piece.name);
    const auto input = read_input(gateway_.engine(), *texts, {}, limits_);
    if (!input.all_valid() || input.read.messages.empty())
      return tl::make_unexpected(Refusal{"it is not valid against its schema", piece.name, input.findings,
                                         lines_of(input.read, input.findings)});
    const auto& message = input.read.messages.front();
    auto id = id_in(message.document);
    const auto& text = texts->front();
    const auto begin = text.find_first_not_of(" \t\r\n");
    Known known{list_.find_id(id), message.set, begin != std::string::npos && text[begin] == '{'};
    const auto nobody = list_.parts.size();
    if (known.part == nobody && message.set->side == Side::cim && !is_of_cim_) {
      // Of several documents none may have the id of the message that they stand for.
      const auto bim = back(piece, *texts);
      if (!bim) return tl::make_unexpected(bim.error());
      const auto part = read_input(gateway_.engine(), {*bim}, {{}, list_.schema}, limits_);
      if (!part.read.messages.empty()) id = id_in(part.read.messages.front().document);
      known.part = list_.find_id(id);
    }
    if (known.part == nobody)
      return refused(fmt::format("its id {} is that of no part of '{}'", id, list_.file), piece.name);
    return known;
  }

  Done add(std::size_t number) {
    const auto& piece = pieces_[order_[number]];
    auto texts = piece.read();
    if (!texts) return refused(texts.error(), piece.name);
    if (to_cim_) {
      const auto bim = back(piece, *texts);
      return bim ? add(number, piece, *bim) : Done(tl::make_unexpected(bim.error()));
    }
    if (texts->size() != 1) return refused("it is a bundle of several files", piece.name);
    return add(number, piece, texts->front());
  }

  /// What was translated is translated back, which gives the part itself.
  tl::expected<std::string, Refusal> back(const Piece& piece, const std::vector<std::string>& texts) const {
    TranslateOptions options;
    options.target = Target::bim;
    options.version = list_.schema;
    options.message = list_.message;
    options.limits = limits_;
    options.files = false;
    auto made = gateway_.translate(texts, options);
    if (made.whole.empty() || verdict_of(made.findings) != Verdict::valid)
      return tl::make_unexpected(Refusal{"it cannot be translated back to the part that it was made from",
                                         piece.name, made.findings, made.lines});
    return std::move(made.whole);
  }

  Done add(std::size_t number, const Piece& piece, const std::string& text) {
    const auto& part = list_.parts[number];
    std::size_t records = 0;
    const TakeMessage parts{[&](const Head& head) { return head_of(number, piece, head); },
                            [&](source::Position) -> Done {
                              if (records == 0 && number > 0) spool_.write(json_ ? ",\n" : "\n");
                              ++records;
                              return {};
                            },
                            spool_.write, spool_.write};
    AskedText asked;
    asked.limits = limits_;
    auto tail = take_message(gateway_.engine(), pull_of(text), asked, parts);
    if (!tail) {
      if (tail.error().file.empty()) tail.error().file = piece.name;
      return tl::make_unexpected(std::move(tail.error()));
    }
    if (records != part.records)
      return refused(fmt::format("it has {} records, and {} of '{}' has {}", records, part.file, list_.file,
                                 part.records),
                     piece.name);
    if (number > 0 && *tail != tail_)
      return refused("what stands behind its records is not what the first part has", piece.name);
    tail_ = std::move(*tail);
    records_ += records;
    return {};
  }

  Done head_of(std::size_t number, const Piece& piece, const Head& head) {
    if (head.id != list_.parts[number].id)
      return refused(fmt::format("its id {} is not that of {}", head.id, list_.parts[number].file),
                     piece.name);
    if (number == 0) {
      json_ = head.json;
      before_id_ = head.before_id;
      after_id_ = head.after_id;
      message_ = head.message->document.root().element->name.local;
      spool_.write(before_id_);
      spool_.write(list_.id);
      spool_.write(after_id_);
      return {};
    }
    if (head.before_id == before_id_ && head.after_id == after_id_) return {};
    return refused("what stands before its records is not what the first part has there", piece.name);
  }

  /// Nothing is written that is not valid: records of changed parts may have the same id.
  Done check() const {
    const auto pull = spool_.read();
    if (!pull) return refused(pull.error());
    const TakeMessage nothing{[](const Head&) -> Done { return {}; },
                              [](source::Position) -> Done { return {}; }, [](std::string_view) {},
                              [](std::string_view) {}};
    AskedText asked;
    asked.limits = limits_;
    auto read = take_message(gateway_.engine(), *pull, asked, nothing);
    if (read) return {};
    read.error().why = "the parts do not make a valid message together: " + read.error().why;
    return tl::make_unexpected(std::move(read.error()));
  }

  tl::expected<Joined, Refusal> as_it_is(const Pull& pull) const {
    std::string buffer(std::size_t{64} * 1024, '\0');
    for (;;) {
      const auto got = pull(buffer.data(), buffer.size());
      if (!got) return refused(got.error());
      if (*got == 0) return Joined{message_, records_};
      take_(std::string_view(buffer).substr(0, *got));
    }
  }

  tl::expected<Joined, Refusal> translated(const Pull& pull, const Known& first) const {
    TranslateOptions options;
    options.target = first.json ? Target::cim_json : Target::cim_xml;
    options.profile = first.set->id;
    options.schema = list_.schema;
    options.limits = limits_;
    StreamedOutput output;
    output.whole = take_;
    const auto result = gateway_.translate(pull, options, output, {});
    if (!result) return refused(result.error());
    if (!result->delivered && result->whole.empty())
      return tl::make_unexpected(
          Refusal{"the whole cannot be translated", {}, result->findings, result->lines});
    if (!result->delivered) take_(result->whole);
    return Joined{list_.message, records_};
  }

  const Gateway& gateway_;
  const PartsList& list_;
  const std::vector<Piece>& pieces_;
  const InputLimits& limits_;
  const Spool& spool_;
  const TakeText& take_;
  std::vector<Known> known_;
  std::vector<std::size_t> order_;  ///< of the pieces
  std::string before_id_, after_id_, tail_, message_;
  std::size_t records_ = 0;
  bool json_ = false, to_cim_ = false, is_of_cim_ = false;
};

}  // namespace

tl::expected<Joined, Refusal> join(const Gateway& gateway, const PartsList& list,
                                   const std::vector<Piece>& pieces, const InputLimits& limits,
                                   const Spool& spool, const TakeText& take) {
  if (list.parts.empty()) return refused("the list has no parts");
  return Joining(gateway, list, pieces, limits, spool, take).run();
}

}  // namespace cimgate::parts
