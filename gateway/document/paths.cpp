#include "gateway/document/paths.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace cimgate::document {

void Paths::count_children(NodeId parent) {
  struct Seen {
    NodeId first = no_node;
    std::uint32_t count = 0;
  };
  std::unordered_map<std::string_view, Seen> seen;
  for (NodeId at = document_[parent].first_child; at != no_node; at = document_[at].next) {
    Seen& same = seen[document_[at].name];
    if (++same.count == 1)
      same.first = at;
    else
      numbers_[at] = same.count;
    if (same.count == 2) numbers_[same.first] = 1;
  }
}

std::uint32_t Paths::number(NodeId id) {
  if (counted_.insert(document_[id].parent).second) count_children(document_[id].parent);
  const auto at = numbers_.find(id);
  return at == numbers_.end() ? 0 : at->second;
}

std::string Paths::path(NodeId id) {
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
