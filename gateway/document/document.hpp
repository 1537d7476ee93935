#pragma once
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gateway/document/arena.hpp"
#include "gateway/document/node_store.hpp"
#include "gateway/document/rows.hpp"
#include "gateway/schema/model.hpp"
#include "gateway/source/position.hpp"

/// A message in memory: a tree whose nodes know their schema element and where they stood in the source.
namespace cimgate::document {

struct Attribute {
  const schema::Attribute* declaration =
      nullptr;  ///< null when the schema does not know it (`name` then says)
  std::string_view name;
  std::string_view value;
  source::Position position;
};

/// The attributes of one node, in the order they were set. The document owns them.
class Attributes {
 public:
  Attributes() = default;
  Attributes(const Attribute* first, std::uint32_t count) : first_(first), count_(count) {}

  const Attribute* begin() const { return first_; }
  const Attribute* end() const { return first_ + count_; }
  std::size_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  const Attribute& operator[](std::size_t index) const { return first_[index]; }

 private:
  const Attribute* first_ = nullptr;
  std::uint32_t count_ = 0;
};

struct Node {
  const schema::Element* element = nullptr;  ///< null when the schema does not know it at this place
  std::string_view name;                     ///< local name
  std::string_view ns;                       ///< namespace name
  NodeId parent = no_node;
  NodeId first_child = no_node;
  NodeId last_child = no_node;
  NodeId next = no_node;    ///< next sibling
  std::uint32_t place = 0;  ///< index in the parent element's schema children()
  std::uint32_t child_count = 0;
  std::string_view text;      ///< as read: entities resolved, white space untouched; empty = no text
  source::Position position;  ///< of the start tag's '<', or of the JSON value
  Attributes attributes;
  bool nil = false;
  std::uint32_t waiting = 0;  ///< for Document alone: the run of rows that is not made yet; 0: none
};

/// The tree. Movable, not copyable. Node 0 is the root. Nodes are numbered in the order they were added; a
/// document that was read is in document order.
class Document {
 public:
  Document(std::shared_ptr<const schema::Schema> schema, const schema::Element& root);
  Document(Document&&) noexcept = default;
  Document& operator=(Document&&) noexcept = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;
  ~Document() = default;

  const schema::Schema& schema() const { return *schema_; }
  const std::shared_ptr<const schema::Schema>& shared_schema() const { return schema_; }
  const dialect::Dialect& dialect() const { return schema_->dialect(); }
  /// Nodes, of which all are made then: numbers below it may be used.
  std::size_t size() const {
    if (waiting_ != 0) make_rows();
    return nodes_.size();
  }
  /// The same, and rows stay as they are.
  std::size_t node_count() const { return nodes_.size(); }
  /// A node that another led to, or below size(). The number of one inside rows that nobody has looked at,
  /// from elsewhere, is for make_row_of() first.
  const Node& operator[](NodeId id) const {
    assert(is_made(id));
    const Node& node = nodes_[id];
    if (node.waiting != 0) make_rows(node.waiting - 1);
    return node;
  }
  const Node& root() const { return nodes_[0]; }

  // For those who walk over children, before they look at one.
  /// The rows that begin with this node, when nobody has looked at it yet; else null. They stay where they
  /// are until others are appended.
  const RowRun* rows_at(NodeId id) const {
    if (id == no_node) return nullptr;
    const auto waiting = nodes_[id].waiting;
    return waiting == 0 ? nullptr : &runs_[waiting - 1];
  }
  /// The sibling behind the rows.
  NodeId next_after(const RowRun& rows) const { return nodes_[rows.last()].next; }
  /// This sibling, or the first behind it that is not one of rows of another place.
  NodeId beyond_other_rows(NodeId id, std::uint32_t place) const {
    while (const auto* rows = rows_at(id)) {
      if (rows->place() == place) break;
      id = next_after(*rows);
    }
    return id;
  }
  /// Makes the rows in which this node is, if it is in rows: for numbers that come from another reading of
  /// the same text.
  void make_row_of(NodeId id) const;
  /// Makes the nodes of rows.
  void make(const RowRun& rows) const { make_rows(static_cast<std::size_t>(&rows - runs_.data())); }

  // Reading: appends in document order.
  /// Adds a last child; the schema element is looked up in the parent by name and namespace (null when
  /// unknown).
  NodeId append(NodeId parent, std::string_view name, std::string_view ns, source::Position position);
  void set_text(NodeId id, std::string_view text);
  /// Adds an attribute or replaces its value.
  void set_attribute(NodeId id, std::string_view name, std::string_view value,
                     source::Position position = {});
  void set_position(NodeId id, source::Position position) { node(id).position = position; }
  void set_nil(NodeId id, bool nil) { node(id).nil = nil; }

  // Reading by an engine that knows the schema: nothing is looked up, and nothing is copied.
  /// Adds a last child that is `element` at this place of the parent.
  NodeId append(NodeId parent, const schema::Element& element, std::uint32_t place,
                source::Position position) {
    const auto id = static_cast<NodeId>(nodes_.size());
    Node& node = nodes_.emplace_back();
    node.element = &element;
    node.name = element.name.local;
    node.ns = element.name.ns;
    node.parent = parent;
    node.place = place;
    node.position = position;
    Node& above = nodes_[parent];
    if (above.last_child == no_node)
      above.first_child = id;
    else
      nodes_[above.last_child].next = id;
    above.last_child = id;
    ++above.child_count;
    return id;
  }
  /// Adds last children as rows, of which no nodes are made until somebody looks at them. `values`: row by
  /// row, in a buffer which is kept; `position`: where the first row's '<' is.
  void append_rows(NodeId parent, std::shared_ptr<const RowLayout> layout,
                   std::span<const std::string_view> values, source::Position position);
  /// Makes the nodes of the rows that were appended last.
  void make_last_rows() {
    make_rows(runs_.size() - 1);
    runs_.pop_back();
  }
  /// For texts and attributes that stand in a buffer which is kept.
  void set_kept_text(NodeId id, std::string_view text) { node(id).text = text; }
  void set_kept_attributes(NodeId id, Attributes attributes) { node(id).attributes = attributes; }
  /// Keeps what texts and attributes stand in for as long as the document lives.
  void keep(std::shared_ptr<const void> buffer) { kept_.push_back(std::move(buffer)); }
  std::string_view keep_text(std::string_view text) { return memory_->texts.keep(text); }
  /// Room for attributes, for set_kept_attributes.
  Attribute* new_attributes(std::size_t count) { return memory_->attributes.take(count); }
  void reserve(std::size_t nodes) { nodes_.reserve(nodes); }
  /// A copy of the first `count` nodes, in memory of its own: the root, and whole children of it.
  Document first_part(std::size_t count) const;
  /// For a part of a larger message that was read apart: what stands at `from` or behind it really stands at
  /// `to`, and so on. Of the nodes from `first`; rows stay as they are.
  void move_positions(source::Position from, source::Position to, NodeId first = 0);

  // Building: by schema place, in any order; siblings are kept in schema order.
  /// The `index`-th child (from 0) at this place of the parent's schema children, made when it is not there
  /// (with all before it).
  NodeId ensure(NodeId parent, std::uint32_t place, std::uint32_t index = 0);
  /// The `index`-th child at this place, or no_node.
  NodeId find(NodeId parent, std::uint32_t place, std::uint32_t index = 0) const;
  std::uint32_t count(NodeId parent, std::uint32_t place) const;
  /// Takes the node and all below it out of the tree (numbers of other nodes stay).
  void remove(NodeId id);
  void remove_attribute(NodeId id, std::string_view name);
  bool is_removed(NodeId id) const { return id != 0 && (*this)[id].parent == no_node; }

  /// Value of an attribute as written, or nothing.
  std::optional<std::string_view> attribute(NodeId id, std::string_view name) const;
  std::optional<std::string_view> attribute(NodeId id, const schema::Attribute& declared) const {
    for (const auto& attribute : (*this)[id].attributes)
      if (attribute.declaration == &declared) return attribute.value;
    return attribute(id, declared.name);  // of another reading of the schema, or unknown to it
  }
  /// The text that counts: the implied default or fixed text when the element is empty.
  std::string_view effective_text(NodeId id) const;
  /// "/Root/Parent/Child[2]": local names, with the number among siblings of the same name where there are
  /// several. Of any node, also one in rows that nobody has looked at.
  std::string path(NodeId id) const;

  /// For a part of a larger message: children of the root at this place are numbered from `before` + 1, also
  /// when there is one here and `more` stand in other parts. What stands before `start` is the head, which
  /// every part has.
  void number_records(std::uint32_t place, std::uint32_t before, bool more, source::Position start = {});
  /// Whether others stand before this part, in which the head was told.
  bool is_later_part() const { return part_ && part_->before > 0; }
  bool is_of_head(NodeId id) const;
  /// How many siblings of its name stand before this part; nothing when the node is no record of a part that
  /// has others beside it.
  std::optional<std::uint32_t> records_before(NodeId id) const;

 private:
  Node& node(NodeId id) {
    assert(is_made(id));
    Node& node = nodes_[id];
    if (node.waiting != 0) make_rows(node.waiting - 1);
    return node;
  }
  /// The next sibling; rows in which nobody is interested stay as they are.
  NodeId next_of(NodeId id) const {
    const auto* rows = rows_at(id);
    return rows != nullptr ? next_after(*rows) : nodes_[id].next;
  }
  /// Of runs_, the one in which the node is and which is not made yet; null when there is none.
  const RowRun* waiting_run_of(NodeId id) const;
  /// True when the node may be looked at: others than the first and the last of rows are made with them.
  bool is_made(NodeId id) const;
  void make_rows(std::size_t run) const;
  void make_rows() const;

  struct Part {
    std::uint32_t place = 0;
    std::uint32_t before = 0;
    bool more = false;
    source::Position start;
  };

  std::shared_ptr<const schema::Schema> schema_;
  /// Apart, so that a document can be moved and what points into it stays.
  struct Memory {
    TextArena texts;
    Arena<Attribute> attributes;
    Arena<std::string_view> values;  ///< of rows
  };
  std::unique_ptr<Memory> memory_;
  std::vector<std::shared_ptr<const void>> kept_;
  // What was read does not change when the nodes of rows are made of it.
  mutable NodeStore<Node> nodes_;
  std::vector<RowRun> runs_;
  mutable std::size_t waiting_ = 0;  ///< of the runs, those that are not made
  std::optional<Part> part_;
  /// Where `ensure` was last among many siblings, so that writing a long list does not walk it each time.
  struct Cursor {
    std::uint32_t place = 0;
    std::uint32_t index = 0;
    NodeId node = no_node;
  };
  NodeId remember(NodeId parent, const Cursor& cursor);
  std::unordered_map<NodeId, Cursor> cursors_;  ///< by parent
};

}  // namespace cimgate::document
