#include "gateway/gateway/batches.hpp"

#include <iterator>
#include <utility>

namespace cimgate {
namespace {

using document::Document;
using document::no_node;
using document::NodeId;

void copy_below(const Document& from, NodeId node, Document& to, NodeId parent) {
  const auto& source = from[node];
  const NodeId made = to.append(parent, source.name, source.ns, source.position);
  if (!source.text.empty()) to.set_text(made, source.text);
  for (const auto& attribute : source.attributes)
    to.set_attribute(made, attribute.name, attribute.value, attribute.position);
  to.set_nil(made, source.nil);
  for (NodeId child = source.first_child; child != no_node; child = from[child].next)
    copy_below(from, child, to, made);
}

template <class List>
void append(List& all, List more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

}  // namespace

Batches::Batches(const Engine& engine, const Pull& pull, const InputLimits& limits, const std::string& profile,
                 const Streaming& streaming)
    : streaming_(streaming),
      stream_(*engine.catalog, pull, {read_options(profile, limits), streaming.batch_bytes}) {}

tl::expected<std::optional<reader::Batch>, std::string> Batches::next() {
  auto batch = stream_.next();
  if (batch && *batch && streaming_.progress) streaming_.progress((*batch)->end_offset);
  return batch;
}

bool is_beginning(const reader::Batch& batch) {
  return !batch.last && batch.records > 0 && batch.read.messages.size() == 1 &&
         batch.read.messages.front().set->side == schema::SchemaSet::Side::bim;
}

tl::expected<document::ReadResult, std::string> whole_of(reader::Batch first, Batches& batches) {
  auto whole = std::move(first.read);
  bool last = first.last;
  while (!last) {
    auto next = batches.next();
    if (!next) return tl::make_unexpected(next.error());
    if (!*next) break;
    auto& batch = **next;
    last = batch.last;
    append(whole.findings, std::move(batch.read.findings));
    append(whole.reference_errors, std::move(batch.read.reference_errors));
    whole.findings_left_out += batch.read.findings_left_out;
    whole.valid = whole.valid && batch.read.valid;
    if (batch.read.messages.empty()) {
      whole.messages.clear();
      continue;
    }
    if (whole.messages.empty()) continue;
    auto& message = whole.messages.front().document;
    const auto& part = batch.read.messages.front().document;
    NodeId node = batch.first_node;
    // Without records, what is new stands behind those that came before.
    for (NodeId at = part.root().first_child; node == no_node && last && at != no_node; at = part[at].next)
      if (const auto place = reader::record_place(*part.root().element);
          part[at].element != nullptr && place && part[at].place > *place)
        node = at;
    for (; node != no_node; node = part[node].next) copy_below(part, node, message, 0);
  }
  return whole;
}

}  // namespace cimgate
