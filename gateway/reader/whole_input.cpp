#include "gateway/reader/whole_input.hpp"

#include <utility>

namespace cimgate::reader {
namespace {

using document::Document;
using document::no_node;
using document::NodeId;

/// Copies nodes of one document to the end of another, with all below them.
void copy_below(const Document& from, NodeId top, Document& to, NodeId parent) {
  const auto copy_one = [&](NodeId id, NodeId below) {
    const auto& node = from[id];
    const NodeId made = to.append(below, node.name, node.ns, node.position);
    to.set_nil(made, node.nil);
    to.set_text(made, node.text);
    for (const auto& attribute : node.attributes)
      to.set_attribute(made, attribute.name, attribute.value, attribute.position);
    return made;
  };
  NodeId at = top;
  NodeId made = copy_one(at, parent);
  for (;;) {
    if (from[at].first_child != no_node) {
      at = from[at].first_child;
      made = copy_one(at, made);
      continue;
    }
    while (at != top && from[at].next == no_node) {
      at = from[at].parent;
      made = to[made].parent;
    }
    if (at == top) return;
    at = from[at].next;
    made = copy_one(at, to[made].parent);
  }
}

}  // namespace

WholeInput::WholeInput(document::ReadResult read, std::size_t size, std::size_t batch_bytes)
    : read_(std::move(read)), bytes_(size), batch_bytes_(batch_bytes) {
  if (read_.messages.size() != 1 || !read_.findings.empty() || !read_.reference_errors.empty() ||
      read_.supplement)
    return;
  const Document& whole = read_.messages.front().document;
  place_ = record_place(*whole.root().element);
  next_ = whole.root().first_child;
  // There is nothing to cut in one record, and a copy of it would be as large as all the rest.
  if (place_ && whole.count(0, *place_) < 2) place_.reset();
}

std::optional<Batch> WholeInput::next() {
  if (ended_) return std::nullopt;
  if (place_) return cut();
  ended_ = true;
  Batch whole;
  whole.read = std::move(read_);
  whole.last = true;
  whole.end_offset = bytes_;
  return whole;
}

std::optional<document::ReadResult> WholeInput::take() {
  if (!place_) return std::nullopt;
  place_.reset();
  ended_ = true;
  return std::move(read_);
}

bool WholeInput::is_record(NodeId id) const {
  const auto& node = read_.messages.front().document[id];
  return node.element != nullptr && node.place == *place_;
}

std::size_t WholeInput::nodes_of(NodeId id) const {
  const Document& whole = read_.messages.front().document;
  return (whole[id].next == no_node ? whole.size() : whole[id].next) - id;
}

Batch WholeInput::cut() {
  const auto& message = read_.messages.front();
  const Document& whole = message.document;
  Batch batch;
  batch.first_record = records_;
  Document part(whole.shared_schema(), *whole.root().element);
  part.set_position(0, whole.root().position);
  if (records_ == 0) part.set_text(0, whole.root().text);  // which may be wrong, and is told once
  for (const auto& attribute : whole.root().attributes)
    part.set_attribute(0, attribute.name, attribute.value, attribute.position);
  std::size_t nodes = 1;
  for (const NodeId id : head_) nodes += nodes_of(id);
  std::size_t in_records = 0;
  const auto start = next_ == no_node ? source::Position{} : whole[next_].position;
  NodeId end = next_;
  for (; end != no_node; end = whole[end].next) {
    if (is_record(end)) {
      if (in_records * 40 > batch_bytes_) break;
      in_records += nodes_of(end);
    }
    nodes += nodes_of(end);
  }
  part.reserve(nodes);
  for (const NodeId id : head_) copy_below(whole, id, part, 0);
  for (; next_ != end; next_ = whole[next_].next) {
    if (!is_record(next_))
      head_.push_back(next_);
    else if (batch.records++ == 0)
      batch.first_node = static_cast<NodeId>(part.size());
    copy_below(whole, next_, part, 0);
  }
  records_ += batch.records;
  batch.last = next_ == no_node;
  part.number_records(*place_, static_cast<std::uint32_t>(batch.first_record), !batch.last, start);
  batch.read.source = read_.source;
  batch.read.valid = read_.valid;
  batch.read.choice = read_.choice;
  batch.read.messages.push_back({message.set, message.kind, std::move(part)});
  batch.end_offset = bytes_;
  ended_ = batch.last;
  return batch;
}

}  // namespace cimgate::reader
