#include "gateway/document/document.hpp"

#include <algorithm>
#include <cstring>

namespace cimgate::document {

std::string_view TextArena::keep(std::string_view text) {
  constexpr std::size_t block_size = 64 * 1024;
  if (text.empty()) return {};
  if (text.size() > left_) {
    const std::size_t size = std::max(block_size, text.size());
    blocks_.push_back(std::make_unique<char[]>(size));
    free_ = blocks_.back().get();
    left_ = size;
  }
  char* const start = free_;
  std::memcpy(start, text.data(), text.size());
  free_ += text.size();
  left_ -= text.size();
  return {start, text.size()};
}

Document::Document(std::shared_ptr<const schema::Schema> schema, const schema::Element& root)
    : schema_(std::move(schema)), texts_(std::make_unique<TextArena>()) {
  Node node;
  node.element = &root;
  node.name = root.name.local;
  node.ns = root.name.ns;
  nodes_.push_back(std::move(node));
}

NodeId Document::append(NodeId parent, std::string_view name, std::string_view ns, Position position) {
  Node node;
  node.parent = parent;
  node.position = position;
  const auto* declared = nodes_[parent].element;
  if (declared != nullptr) {
    const auto& children = declared->children();
    // Documents come in schema order: start looking where the last sibling was.
    const std::size_t start =
        nodes_[parent].last_child == no_node ? 0 : nodes_[nodes_[parent].last_child].place;
    for (std::size_t i = 0; i < children.size(); ++i) {
      const std::size_t at = (start + i) % children.size();
      if (children[at].element->name.local != name || children[at].element->name.ns != ns) continue;
      node.element = children[at].element;
      node.place = static_cast<std::uint32_t>(at);
      break;
    }
  }
  if (node.element != nullptr) {
    node.name = node.element->name.local;
    node.ns = node.element->name.ns;
  } else {
    node.name = texts_->keep(name);
    node.ns = texts_->keep(ns);
  }
  const auto id = static_cast<NodeId>(nodes_.size());
  nodes_.push_back(std::move(node));
  Node& above = nodes_[parent];
  if (above.last_child == no_node)
    above.first_child = id;
  else
    nodes_[above.last_child].next = id;
  above.last_child = id;
  ++above.child_count;
  return id;
}

void Document::set_text(NodeId id, std::string_view text) {
  nodes_[id].text = texts_->keep(text);
}

void Document::set_attribute(NodeId id, std::string_view name, std::string_view value, Position position) {
  Node& node = nodes_[id];
  for (auto& attribute : node.attributes)
    if (attribute.name == name) {
      attribute.value = texts_->keep(value);
      return;
    }
  Attribute attribute;
  const std::int32_t at = node.element != nullptr ? node.element->attribute_index(name) : -1;
  if (at >= 0) {
    attribute.declaration = &node.element->attributes()[static_cast<std::size_t>(at)];
    attribute.name = attribute.declaration->name;
  } else {
    attribute.name = texts_->keep(name);
  }
  attribute.value = texts_->keep(value);
  attribute.position = position;
  node.attributes.push_back(attribute);
}

NodeId Document::find(NodeId parent, std::uint32_t place, std::uint32_t index) const {
  for (NodeId at = nodes_[parent].first_child; at != no_node; at = nodes_[at].next)
    if (nodes_[at].element != nullptr && nodes_[at].place == place && index-- == 0) return at;
  return no_node;
}

std::uint32_t Document::count(NodeId parent, std::uint32_t place) const {
  std::uint32_t n = 0;
  for (NodeId at = nodes_[parent].first_child; at != no_node; at = nodes_[at].next)
    if (nodes_[at].element != nullptr && nodes_[at].place == place) ++n;
  return n;
}

NodeId Document::ensure(NodeId parent, std::uint32_t place, std::uint32_t index) {
  // Appending behind the last child is the common case: look there before walking the siblings.
  NodeId before = no_node;
  std::uint32_t seen = 0;
  const NodeId last = nodes_[parent].last_child;
  if (last != no_node && nodes_[last].place < place) {
    before = last;
  } else {
    NodeId at = nodes_[parent].first_child;
    if (const auto cursor = cursors_.find(parent);
        cursor != cursors_.end() && cursor->second.place == place && cursor->second.index <= index) {
      at = cursor->second.node;
      seen = cursor->second.index;
    }
    for (; at != no_node; at = nodes_[at].next) {
      if (nodes_[at].place > place) break;
      if (nodes_[at].place == place && seen++ == index) return remember(parent, {place, index, at});
      before = at;
    }
  }
  NodeId id = no_node;
  for (; seen <= index; ++seen) {
    const auto* declared = nodes_[parent].element->children()[place].element;
    Node node;
    node.element = declared;
    node.name = declared->name.local;
    node.ns = declared->name.ns;
    node.parent = parent;
    node.place = place;
    id = static_cast<NodeId>(nodes_.size());
    Node& above = nodes_[parent];
    if (before == no_node) {
      node.next = above.first_child;
      above.first_child = id;
    } else {
      node.next = nodes_[before].next;
      nodes_[before].next = id;
    }
    if (node.next == no_node) above.last_child = id;
    ++above.child_count;
    nodes_.push_back(std::move(node));
    before = id;
  }
  return remember(parent, {place, index, id});
}

NodeId Document::remember(NodeId parent, const Cursor& cursor) {
  constexpr std::uint32_t few = 16;  // walking as many costs less than remembering
  if (cursor.index >= few) cursors_[parent] = cursor;
  return cursor.node;
}

void Document::remove(NodeId id) {
  const NodeId parent = nodes_[id].parent;
  if (parent == no_node) return;
  cursors_.erase(parent);
  Node& above = nodes_[parent];
  NodeId before = no_node;
  for (NodeId at = above.first_child; at != id; at = nodes_[at].next) before = at;
  if (before == no_node)
    above.first_child = nodes_[id].next;
  else
    nodes_[before].next = nodes_[id].next;
  if (above.last_child == id) above.last_child = before;
  --above.child_count;
  nodes_[id].parent = no_node;
  nodes_[id].next = no_node;
}

void Document::remove_attribute(NodeId id, std::string_view name) {
  std::erase_if(nodes_[id].attributes, [&](const Attribute& a) { return a.name == name; });
}

std::optional<std::string_view> Document::attribute(NodeId id, std::string_view name) const {
  for (const auto& attribute : nodes_[id].attributes)
    if (attribute.name == name) return attribute.value;
  return std::nullopt;
}

std::string_view Document::effective_text(NodeId id) const {
  const Node& node = nodes_[id];
  if (node.text.empty() && node.element != nullptr && !node.nil)
    if (const auto* implied = node.element->implied_text()) return *implied;
  return node.text;
}

std::string Document::path(NodeId id) const {
  const Node& node = nodes_[id];
  std::string text = node.parent == no_node ? std::string() : path(node.parent);
  text += '/';
  text += node.name;
  if (node.parent != no_node) {
    std::uint32_t same = 0;
    std::uint32_t number = 0;
    for (NodeId at = nodes_[node.parent].first_child; at != no_node; at = nodes_[at].next) {
      if (nodes_[at].name == node.name) ++same;
      if (at == id) number = same;
    }
    if (same > 1) text += '[' + std::to_string(number) + ']';
  }
  return text;
}

}  // namespace cimgate::document
