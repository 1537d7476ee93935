#include "gateway/document/document.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace cimgate::document {

Document::Document(std::shared_ptr<const schema::Schema> schema, const schema::Element& root)
    : schema_(std::move(schema)), memory_(std::make_unique<Memory>()) {
  Node node;
  node.element = &root;
  node.name = root.name.local;
  node.ns = root.name.ns;
  nodes_.push_back(node);
}

NodeId Document::append(NodeId parent, std::string_view name, std::string_view ns,
                        source::Position position) {
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
    node.name = keep_text(name);
    node.ns = keep_text(ns);
  }
  const auto id = static_cast<NodeId>(nodes_.size());
  nodes_.push_back(node);
  Node& above = nodes_[parent];
  if (above.last_child == no_node)
    above.first_child = id;
  else
    nodes_[above.last_child].next = id;
  above.last_child = id;
  ++above.child_count;
  return id;
}

namespace {

/// Where a byte stands of which the place of one before it is known. All is ASCII.
class Walk {
 public:
  Walk(const char* at, source::Position position) : at_(at), position_(position) {}
  source::Position to(const char* there) {
    while (const auto* end = std::memchr(at_, '\n', static_cast<std::size_t>(there - at_))) {
      ++position_.line;
      position_.column = 1;
      at_ = static_cast<const char*>(end) + 1;
    }
    position_.column += static_cast<std::uint32_t>(there - at_);
    at_ = there;
    return position_;
  }

 private:
  const char* at_;
  source::Position position_;
};

}  // namespace

void Document::append_rows(NodeId parent, std::shared_ptr<const RowLayout> layout,
                           std::span<const std::string_view> values, source::Position position) {
  auto* const kept = memory_->values.take(values.size());
  std::copy(values.begin(), values.end(), kept);
  const auto count = static_cast<std::uint32_t>(values.size() / layout->columns.size());
  const auto first = static_cast<NodeId>(nodes_.size());
  nodes_.make_room(count * layout->nodes.size());
  const RowRun rows(std::move(layout), parent, first, count, kept, position);
  runs_.push_back(rows);
  ++waiting_;
  // Those that others lead to; the rest is not even touched.
  for (const NodeId id : {first, rows.last()}) {
    Node& node = nodes_.make(id);
    node.element = &rows.element();
    node.name = rows.element().name.local;
    node.ns = rows.element().name.ns;
    node.parent = parent;
    node.place = rows.place();
    node.waiting = static_cast<std::uint32_t>(runs_.size());
  }
  Node& above = nodes_[parent];
  if (above.last_child == no_node)
    above.first_child = first;
  else
    nodes_[above.last_child].next = first;
  above.last_child = rows.last();
  above.child_count += count;
}

const RowRun* Document::waiting_run_of(NodeId id) const {
  if (waiting_ == 0) return nullptr;
  const auto behind = std::upper_bound(runs_.begin(), runs_.end(), id,
                                       [](NodeId wanted, const RowRun& run) { return wanted < run.row(0); });
  if (behind == runs_.begin()) return nullptr;
  const RowRun& rows = *std::prev(behind);
  return nodes_[rows.row(0)].waiting == 0 || id >= rows.row(rows.size()) ? nullptr : &rows;
}

bool Document::is_made(NodeId id) const {
  const auto* const rows = waiting_run_of(id);
  return id < nodes_.size() && (rows == nullptr || id == rows->row(0) || id == rows->last());
}

void Document::make_row_of(NodeId id) const {
  if (const auto* const rows = waiting_run_of(id)) make(*rows);
}

void Document::make_rows() const {
  for (std::size_t i = 0; waiting_ != 0 && i < runs_.size(); ++i) make_rows(i);
}

void Document::make_rows(std::size_t run) const {
  const auto& rows = runs_[run];
  if (nodes_[rows.row(0)].waiting == 0) return;
  --waiting_;
  const auto& layout = rows.layout();
  const NodeId behind = next_after(rows);
  const auto begin_of = [&](std::uint32_t row) { return rows.value(row, 0).data() - layout.before_first; };
  Walk walk(begin_of(0), rows.position());
  for (std::uint32_t row = 0; row < rows.size(); ++row) {
    const NodeId first = rows.row(row);
    const auto at = [&](RowLayout::Place place) {
      if (place.piece == 0) return begin_of(row) + place.offset;
      const auto before = rows.value(row, place.piece - 1);
      return before.data() + before.size() + place.offset;
    };
    std::size_t column = 0;
    for (std::uint32_t i = 0; i < layout.nodes.size(); ++i) {
      const auto& wanted = layout.nodes[i];
      Node& node = nodes_.make(first + i);
      node.element = wanted.element;
      node.name = wanted.element->name.local;
      node.ns = wanted.element->name.ns;
      node.place = wanted.place;
      node.parent = i == 0 ? rows.parent() : first + wanted.parent;
      node.position = walk.to(at(wanted.start));
      if (i != 0) {
        Node& above = nodes_[node.parent];
        (above.last_child == no_node ? above.first_child : nodes_[above.last_child].next) = first + i;
        above.last_child = first + i;
        ++above.child_count;
      }
      if (wanted.attributes != 0) {
        auto* const attributes = memory_->attributes.take(wanted.attributes);
        for (std::uint32_t k = 0; k < wanted.attributes; ++k, ++column) {
          const auto value = rows.value(row, column);
          const auto& declared = layout.columns[column];
          attributes[k] = {declared.attribute, declared.attribute->name, value,
                           walk.to(value.data() - declared.name_before)};
        }
        node.attributes = {attributes, wanted.attributes};
      }
      if (wanted.has_text) node.text = rows.value(row, column++);
    }
    nodes_[first].next = row + 1 < rows.size() ? rows.row(row + 1) : behind;
  }
}

void Document::set_text(NodeId id, std::string_view text) {
  node(id).text = keep_text(text);
}

void Document::set_attribute(NodeId id, std::string_view name, std::string_view value,
                             source::Position position) {
  Node& node = this->node(id);
  const auto count = node.attributes.size();
  const auto* const same = std::find_if(node.attributes.begin(), node.attributes.end(),
                                        [&](const Attribute& a) { return a.name == name; });
  const bool is_new = same == node.attributes.end();
  // Of many, each new one stands behind the last without a copy of all.
  Attribute* all = const_cast<Attribute*>(node.attributes.begin());
  if (!is_new || count == 0 || !memory_->attributes.extend(node.attributes.end())) {
    all = new_attributes(2 * count + 1);
    memory_->attributes.give_back(count);
    std::copy(node.attributes.begin(), node.attributes.end(), all);
  }
  Attribute& attribute = all[same - node.attributes.begin()];
  if (is_new) {
    attribute = {};
    const std::int32_t at = node.element != nullptr ? node.element->attribute_index(name) : -1;
    if (at >= 0) {
      attribute.declaration = &node.element->attributes()[static_cast<std::size_t>(at)];
      attribute.name = attribute.declaration->name;
    } else {
      attribute.name = keep_text(name);
    }
    attribute.position = position;
  }
  attribute.value = keep_text(value);
  node.attributes = {all, static_cast<std::uint32_t>(count + (is_new ? 1 : 0))};
}

NodeId Document::find(NodeId parent, std::uint32_t place, std::uint32_t index) const {
  for (NodeId at = (*this)[parent].first_child; at != no_node; at = next_of(at)) {
    if (nodes_[at].element == nullptr || nodes_[at].place != place) continue;
    if (nodes_[at].waiting != 0) make_rows(nodes_[at].waiting - 1);
    if (index-- == 0) return at;
  }
  return no_node;
}

std::uint32_t Document::count(NodeId parent, std::uint32_t place) const {
  std::uint32_t n = 0;
  for (NodeId at = (*this)[parent].first_child; at != no_node; at = next_of(at)) {
    if (nodes_[at].element == nullptr || nodes_[at].place != place) continue;
    const auto* rows = rows_at(at);
    n += rows != nullptr ? rows->size() : 1;
  }
  return n;
}

NodeId Document::ensure(NodeId parent, std::uint32_t place, std::uint32_t index) {
  make_rows();
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
    nodes_.push_back(node);
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
  make_rows();
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
  const auto& old = node(id).attributes;
  Attribute* const all = new_attributes(old.size());
  auto* const end =
      std::copy_if(old.begin(), old.end(), all, [&](const Attribute& a) { return a.name != name; });
  nodes_[id].attributes = {all, static_cast<std::uint32_t>(end - all)};
}

std::optional<std::string_view> Document::attribute(NodeId id, std::string_view name) const {
  for (const auto& attribute : (*this)[id].attributes)
    if (attribute.name == name) return attribute.value;
  return std::nullopt;
}

std::string_view Document::effective_text(NodeId id) const {
  const Node& node = (*this)[id];
  if (node.text.empty() && node.element != nullptr && !node.nil)
    if (const auto* implied = node.element->implied_text()) return *implied;
  return node.text;
}

std::string Document::path(NodeId id) const {
  make_row_of(id);
  const Node& node = (*this)[id];
  std::string text = node.parent == no_node ? std::string() : path(node.parent);
  text += '/';
  text += node.name;
  if (node.parent != no_node) {
    std::uint32_t same = 0;
    std::uint32_t number = 0;
    for (NodeId at = nodes_[node.parent].first_child; at != no_node; at = next_of(at)) {
      if (nodes_[at].name != node.name) continue;
      if (const auto* rows = rows_at(at)) {  // it is not one of these
        same += rows->size();
        continue;
      }
      ++same;
      if (at == id) number = same;
    }
    const auto before = records_before(id);
    if (same > 1 || before) text += '[' + std::to_string(number + before.value_or(0)) + ']';
  }
  return text;
}

Document Document::first_part(std::size_t count) const {
  for (std::size_t i = 0; i < runs_.size() && runs_[i].row(0) < count; ++i) make_rows(i);
  Document part(schema_, *root().element);
  part.nodes_.assign(nodes_.begin(), nodes_.begin() + count);
  for (auto& node : part.nodes_) {
    if (node.element == nullptr) {
      node.name = part.keep_text(node.name);
      node.ns = part.keep_text(node.ns);
    }
    node.text = part.keep_text(node.text);
    const Attributes old = node.attributes;
    Attribute* const all = part.new_attributes(old.size());
    std::copy(old.begin(), old.end(), all);
    for (std::size_t i = 0; i < old.size(); ++i) {
      if (all[i].declaration == nullptr) all[i].name = part.keep_text(all[i].name);
      all[i].value = part.keep_text(all[i].value);
    }
    node.attributes = {all, static_cast<std::uint32_t>(old.size())};
  }
  Node& top = part.nodes_[0];
  top.child_count = 0;
  top.last_child = no_node;
  if (count == 1) top.first_child = no_node;
  for (NodeId at = top.first_child; at != no_node && at < count; at = part.nodes_[at].next) {
    top.last_child = at;
    ++top.child_count;
    if (part.nodes_[at].next >= count) part.nodes_[at].next = no_node;
  }
  return part;
}

void Document::move_positions(source::Position from, source::Position to, NodeId first) {
  std::size_t run = 0;
  for (NodeId id = first; id < nodes_.size();) {
    while (run < runs_.size() && runs_[run].row(0) < id) ++run;
    auto& node = nodes_[id];
    if (node.waiting != 0) {
      runs_[run].set_position(source::moved(runs_[run].position(), from, to));
      id = runs_[run].row(runs_[run].size());
      continue;
    }
    node.position = source::moved(node.position, from, to);
    if (!node.attributes.empty()) {
      Attribute* const all = new_attributes(node.attributes.size());
      std::copy(node.attributes.begin(), node.attributes.end(), all);
      for (std::size_t i = 0; i < node.attributes.size(); ++i)
        all[i].position = source::moved(all[i].position, from, to);
      node.attributes = {all, static_cast<std::uint32_t>(node.attributes.size())};
    }
    ++id;
  }
}

void Document::number_records(std::uint32_t place, std::uint32_t before, bool more, source::Position start) {
  part_ = Part{place, before, more, start};
}

bool Document::is_of_head(NodeId id) const {
  if (!part_ || id == 0) return false;
  const auto& position = (*this)[id].position;
  return std::tie(position.line, position.column) < std::tie(part_->start.line, part_->start.column);
}

std::optional<std::uint32_t> Document::records_before(NodeId id) const {
  if (!part_ || (*this)[id].parent != 0) return std::nullopt;
  const auto& node = nodes_[id];
  const bool is_record = node.element != nullptr && node.place == part_->place;
  // One of another namespace is numbered among them: numbers go by local names.
  if (!is_record && node.name != root().element->children()[part_->place].element->name.local)
    return std::nullopt;
  if (part_->before == 0 && !part_->more) return std::nullopt;
  return part_->before;
}

}  // namespace cimgate::document
