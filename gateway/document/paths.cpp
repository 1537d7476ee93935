#include "gateway/document/paths.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

namespace cimgate::document {

void Paths::count_children(NodeId parent) {
  struct Seen {
    NodeId first = no_node;
    std::uint32_t count = 0;
  };
  std::unordered_map<std::string_view, Seen> seen;
  NodeId at = document_[parent].first_child;
  while (at != no_node) {
    const auto* rows = document_.rows_at(at);
    const auto name = rows != nullptr ? std::string_view(rows->element().name.local) : document_[at].name;
    Seen& same = seen[name];
    if (same.count == 0) same.first = at;
    if (same.count == 1) numbers_[same.first] = 1;
    if (rows != nullptr && rows->size() > 1)
      rows_[at] = {rows->last(), static_cast<std::uint32_t>(rows->layout().nodes.size()), same.count};
    else if (same.count > 0)
      numbers_[at] = same.count + 1;
    same.count += rows != nullptr ? rows->size() : 1;
    at = rows != nullptr ? document_.next_after(*rows) : document_[at].next;
  }
}

std::uint32_t Paths::number(NodeId id) {
  if (counted_.insert(document_[id].parent).second) count_children(document_[id].parent);
  if (const auto at = numbers_.find(id); at != numbers_.end()) return at->second;
  const auto behind = rows_.upper_bound(id);
  if (behind == rows_.begin()) return 0;
  const auto& [first, rows] = *std::prev(behind);
  // Nodes inside a row have numbers of their own parent.
  return id > rows.last || (id - first) % rows.nodes != 0 ? 0 : rows.before + (id - first) / rows.nodes + 1;
}

std::string Paths::path(NodeId id) {
  document_.make_row_of(id);
  std::vector<NodeId> steps;
  for (NodeId at = id; at != no_node; at = document_[at].parent) steps.push_back(at);
  std::string text;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    text += '/';
    text += document_[*step].name;
    if (document_[*step].parent == no_node) continue;
    const auto before = document_.records_before(*step);
    const auto n = number(*step);
    if (n != 0 || before) text += '[' + std::to_string(std::max(n, 1U) + before.value_or(0)) + ']';
  }
  return text;
}

}  // namespace cimgate::document
