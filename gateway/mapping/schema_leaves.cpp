#include "gateway/mapping/schema_leaves.hpp"

namespace cimgate::mapping {
namespace {

constexpr std::size_t most_depth = 24;  // the market's schemas are at most ten deep

void collect(const schema::Element& element, Leaf& at, std::vector<Leaf>& leaves) {
  if (element.text != nullptr) {
    Leaf leaf = at;
    leaf.type = element.text;
    leaves.push_back(std::move(leaf));
  }
  for (const auto& attribute : element.attributes()) {
    Leaf leaf = at;
    leaf.attribute = &attribute;
    leaf.type = attribute.type;
    leaf.path = below(at.path, '@' + attribute.name);
    leaves.push_back(std::move(leaf));
  }
  if (at.steps.size() >= most_depth) return;
  for (const auto& child : element.children()) {
    Leaf next;
    next.steps = at.steps;
    next.steps.push_back(&child);
    next.path = below(at.path, child.element->name.local);
    collect(*child.element, next, leaves);
  }
}

/// Number of steps that agree, from `depth` on; an absolute path starts at the root.
std::size_t common(const Path& path, const Leaf& leaf, std::size_t start) {
  std::size_t n = 0;
  while (n < path.steps.size() && start + n < leaf.steps.size() &&
         path.steps[n].element == leaf.steps[start + n]->element)
    ++n;
  return n;
}

}  // namespace

std::vector<Leaf> leaves_of(const schema::Element& root) {
  std::vector<Leaf> leaves;
  Leaf start;
  collect(root, start, leaves);
  return leaves;
}

bool leads_to(const Path& path, const Leaf& leaf, std::size_t depth) {
  if (!path.absolute && depth == elsewhere) return false;
  const std::size_t start = path.absolute ? 0 : depth;
  return path.attribute == leaf.attribute && start + path.steps.size() == leaf.steps.size() &&
         common(path, leaf, start) == path.steps.size();
}

bool holds_leaf(const Path& path, const Leaf& leaf, std::size_t depth) {
  if (!path.absolute && depth == elsewhere) return false;
  const std::size_t start = path.absolute ? 0 : depth;
  if (path.attribute != nullptr) return leads_to(path, leaf, depth);
  return common(path, leaf, start) == path.steps.size();
}

bool excludes(const Path& path, const Leaf& leaf, std::size_t depth) {
  if (!path.absolute && depth == elsewhere) return false;
  const std::size_t start = path.absolute ? 0 : depth;
  const std::size_t n = common(path, leaf, start);
  if (n >= path.steps.size() || start + n >= leaf.steps.size()) return false;
  const schema::Element& parent = n == 0 ? *path.context : *path.steps[n - 1].element;
  const auto& other = parent.children()[path.steps[n].place];
  const auto& mine = *leaf.steps[start + n];
  return other.choice >= 0 && other.choice == mine.choice;
}

}  // namespace cimgate::mapping
