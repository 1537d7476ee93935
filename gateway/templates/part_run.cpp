#include "gateway/templates/part_run.hpp"

#include <fmt/format.h>

#include "gateway/json/write.hpp"
#include "gateway/xml/write.hpp"

namespace cimgate::templates {
namespace {

using document::Document;
using document::no_node;
using document::NodeId;

void copy_own(const Document& from, NodeId node, Document& to, NodeId copy) {
  const auto& source = from[node];
  if (!source.text.empty()) to.set_text(copy, source.text);
  for (const auto& attribute : source.attributes)
    to.set_attribute(copy, attribute.name, attribute.value, attribute.position);
  to.set_nil(copy, source.nil);
}

NodeId copy_all(const Document& from, NodeId node, Document& to, NodeId parent) {
  const auto& source = from[node];
  const NodeId copy = to.append(parent, source.name, source.ns, source.position);
  copy_own(from, node, to, copy);
  for (NodeId child = source.first_child; child != no_node; child = from[child].next)
    copy_all(from, child, to, copy);
  return copy;
}

/// A record with some of its rows; `row` becomes the copy of `rows.also`.
NodeId copy_record(const Document& from, NodeId record, const StreamPlan& plan, const RowChoice& rows,
                   Document& to, NodeId& row) {
  const auto& source = from[record];
  const NodeId copy = to.append(0, source.name, source.ns, source.position);
  copy_own(from, record, to, copy);
  std::uint32_t last = no_node;
  for (NodeId child = source.first_child; child != no_node; child = from[child].next) {
    const auto& node = from[child];
    const bool further = node.element != nullptr && plan.row_places[node.place] && node.place == last;
    if (node.element != nullptr) last = node.place;
    if (further && !rows.all && child != rows.also) continue;
    const NodeId made = copy_all(from, child, to, copy);
    if (child == rows.also) row = made;
  }
  return copy;
}

/// Nothing follows the records (stream_plan.cpp), so the head stands before them.
void copy_head(const Document& from, std::uint32_t place, Document& to) {
  for (NodeId child = from.root().first_child; child != no_node; child = from[child].next)
    if (from[child].place != place) copy_all(from, child, to, 0);
}

Document empty_copy(const Document& from) {
  Document made(from.shared_schema(), *from.root().element);
  made.set_position(0, from.root().position);
  copy_own(from, 0, made, 0);
  return made;
}

mapping::Forward forth(const Setting& setting, const Document& bim, const mapping::RecordNumbers& numbers) {
  return mapping::forward(*setting.plan, bim, &numbers);
}

/// Where the record stands in a document that was written.
void find_record(const PartRun& run, PartRun::Text& text) {
  for (const auto& placed : run.proven.made.records) {
    if (placed.document != text.made || placed.bim != run.record) continue;
    for (const auto& element : text.log.elements)
      if (element.node == placed.cim) {
        text.begin = element.begin;
        text.end = element.end;
        text.fed = true;
      }
  }
}

}  // namespace

std::shared_ptr<const Document> head_of(const Document& batch, std::uint32_t place) {
  auto made = std::make_shared<Document>(empty_copy(batch));
  copy_head(batch, place, *made);
  return made;
}

Context context_of(const Document& batch, NodeId record, std::uint32_t number, const StreamPlan& plan) {
  Document made(batch.shared_schema(), *batch.root().element);
  NodeId row = no_node;
  const NodeId copy = copy_record(batch, record, plan, {}, made, row);
  return {std::make_shared<const Document>(std::move(made)), copy, number};
}

PartRun run_part(const Setting& setting, const Known& known, const Document& batch, NodeId record,
                 std::uint32_t number, const RowChoice& rows) {
  const auto& stream = *setting.stream;
  Document bim = empty_copy(*known.head);
  mapping::RecordNumbers numbers;
  numbers.place = stream.place;
  copy_head(*known.head, stream.place, bim);
  NodeId row = no_node;
  for (const auto& context : known.contexts) {
    copy_record(*context.document, context.record, stream, {.all = true}, bim, row);
    numbers.numbers.push_back(context.number);
  }
  NodeId copy = no_node;
  if (record != no_node) {
    copy = copy_record(batch, record, stream, rows, bim, row);
    numbers.numbers.push_back(number);
  }
  auto proven = mapping::prove(*setting.plan, bim, forth(setting, bim, numbers), &numbers);
  PartRun run{std::move(bim), std::move(numbers), copy, row, std::move(proven), {}, {}, {}};
  run.path_here = fmt::format("{}[{}]", stream.name, run.numbers.numbers.size());
  run.path = fmt::format("{}[{}]", stream.name, number);
  if (!run.proven.good()) return run;
  auto& made = run.proven.made;
  for (std::size_t i = 0; i < made.documents.size(); ++i) {
    PartRun::Text text;
    text.document = static_cast<std::size_t>(made.plans[i] - setting.variant->documents.data());
    text.made = i;
    document::Message message{setting.plan->cim_set, made.plans[i]->kind, std::move(made.documents[i])};
    text.text = setting.json ? json::to_json_part(message, setting.options, setting.level, text.log)
                             : xml::to_xml_part(message, setting.options, setting.level, text.log);
    made.documents[i] = std::move(message.document);
    find_record(run, text);
    run.texts.push_back(std::move(text));
  }
  return run;
}

}  // namespace cimgate::templates
