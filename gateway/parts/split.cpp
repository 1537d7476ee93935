#include "gateway/parts/split.hpp"

#include <fmt/format.h>

#include <utility>

#include "gateway/engine/engine.hpp"
#include "gateway/parts/part_id.hpp"
#include "gateway/reader/cut.hpp"
#include "gateway/reader/message_stream.hpp"
#include "gateway/rules/judge.hpp"

namespace cimgate::parts {
namespace {

using source::Position;

/// How far the rules let the parts be judged apart. They are about messages of BIM: none is judged of a
/// document of CIM.
JudgedByRecord judged_by_record(const Engine& engine, const document::Message& message) {
  if (message.set->side != schema::SchemaSet::Side::bim) return JudgedByRecord::market;
  const auto place = reader::record_place(*message.document.root().element);
  if (!place || !rules::is_judged_by_record(engine.rules(), message, *place, false))
    return JudgedByRecord::codes;
  return rules::is_judged_by_record(engine.rules(), message, *place, true) ? JudgedByRecord::market
                                                                           : JudgedByRecord::message;
}

class Splitting {
 public:
  Splitting(const Engine& engine, const std::string& name, std::size_t series, const TakeParts& take)
      : engine_(engine), take_(take) {
    list_.file = name;
    list_.series = series;
  }

  void head(const Head& head) {
    const auto& message = *head.message;
    const auto& root = *message.document.root().element;
    list_.message = root.name.local;
    list_.schema = message.set->id;
    list_.record =
        '/' + list_.message + '/' + root.children()[*reader::record_place(root)].element->name.local;
    list_.id = head.id;
    list_.judged = judged_by_record(engine_, message);
    before_id_ = head.before_id;
    after_id_ = head.after_id;
    json_ = head.json;
    const std::string_view before(before_id_);
    root_ = {reader::end_of(before.substr(0, head.root_offset), {1, 1}), head.root};
    behind_id_ = head.behind_id;
    before_id_end_ = reader::end_of(before, {1, 1});
  }

  void record(Position position) {
    if (list_.records % list_.series == 0) begin(position);
    ++list_.records;
    ++list_.parts.back().records;
  }

  void text(std::string_view text) const { take_.write(text); }

  /// Between two parts there is nothing.
  void between(std::string_view text) const {
    if (list_.records % list_.series != 0) take_.write(text);
  }

  Split end(std::string tail) && { return {std::move(list_), std::move(tail)}; }

 private:
  void begin(Position position) {
    const auto number = list_.parts.size() + 1;
    Part part;
    part.file = fmt::format("part-{:04}.{}", number, json_ ? "json" : "xml");
    part.id = part_id(list_.id, list_.series, number);
    part.first = list_.records;
    const auto behind_id = reader::end_of(part.id, before_id_end_);
    part.places = {root_, {behind_id, behind_id_}, {reader::end_of(after_id_, behind_id), position}};
    list_.parts.push_back(std::move(part));
    take_.begin(list_.parts.back());
    take_.write(before_id_);
    take_.write(list_.parts.back().id);
    take_.write(after_id_);
  }

  const Engine& engine_;
  const TakeParts& take_;
  PartsList list_;
  std::string before_id_, after_id_;
  Position before_id_end_;
  SamePlace root_;
  Position behind_id_;
  bool json_ = false;
};

}  // namespace

tl::expected<Split, Refusal> split(const Engine& engine, const Pull& pull, const std::string& name,
                                   std::size_t series, const AskedText& asked, const TakeParts& take) {
  Splitting splitting(engine, name, series, take);
  const TakeMessage message{[&](const Head& head) -> tl::expected<void, Refusal> {
                              splitting.head(head);
                              return {};
                            },
                            [&](Position position) -> tl::expected<void, Refusal> {
                              splitting.record(position);
                              return {};
                            },
                            [&](std::string_view text) { splitting.text(text); },
                            [&](std::string_view text) { splitting.between(text); }};
  auto tail = take_message(engine, pull, asked, message);
  if (!tail) return tl::make_unexpected(std::move(tail.error()));
  return std::move(splitting).end(std::move(*tail));
}

}  // namespace cimgate::parts
