#pragma once
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "gateway/schema/model.hpp"
#include "gateway/source/position.hpp"

/// Rows of a record, such as observations, as columns: most are written alike, but for their values.
namespace cimgate::document {

using NodeId = std::uint32_t;
inline constexpr NodeId no_node = 0xFFFFFFFF;

/// How a row is written: an element with all that is in it, cut at its values into pieces. ASCII without
/// references, comments and declarations of namespaces; every text and attribute is a column, and not empty
/// where that says so.
struct RowLayout {
  /// Where something is that begins in a piece: so far from the end of the value before it.
  struct Place {
    std::uint32_t piece = 0;
    std::uint32_t offset = 0;
  };
  /// The text of an element or the value of an attribute.
  struct Column {
    const schema::Attribute* attribute = nullptr;  ///< null: text
    std::uint32_t node = 0;                        ///< whose it is
    std::uint32_t name_before = 0;                 ///< from the attribute's name to the value
  };
  /// An element, in document order; its columns are the next ones, attributes first.
  struct Node {
    const schema::Element* element = nullptr;
    std::uint32_t place = 0;   ///< in the parent's schema children
    std::uint32_t parent = 0;  ///< the row's own is that of the record
    Place start;               ///< its '<'
    std::uint32_t attributes = 0;
    bool has_text = false;
  };

  /// The column of a value of a node; -1 when rows have none. `attribute`: null for the text.
  std::int32_t column_of(std::uint32_t node, const schema::Attribute* attribute) const {
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (columns[i].node == node && columns[i].attribute == attribute) return static_cast<std::int32_t>(i);
    return -1;
  }

  std::vector<Node> nodes;
  std::vector<Column> columns;
  std::uint32_t before_first = 0;  ///< bytes of the row before its first value
};

/// Rows after each other with one layout. Their nodes have numbers, but are made only when somebody looks at
/// one of them; who knows rows takes their values from here.
class RowRun {
 public:
  RowRun(std::shared_ptr<const RowLayout> layout, NodeId parent, NodeId first, std::uint32_t count,
         const std::string_view* values, source::Position position)
      : layout_(std::move(layout)),
        values_(values),
        parent_(parent),
        first_(first),
        count_(count),
        position_(position) {}

  const RowLayout& layout() const { return *layout_; }
  const schema::Element& element() const { return *layout_->nodes.front().element; }
  std::uint32_t place() const { return layout_->nodes.front().place; }
  NodeId parent() const { return parent_; }
  std::uint32_t size() const { return count_; }
  /// As written; it points into the source.
  std::string_view value(std::size_t row, std::size_t column) const {
    return values_[row * layout_->columns.size() + column];
  }
  NodeId row(std::uint32_t index) const {
    return first_ + index * static_cast<NodeId>(layout_->nodes.size());
  }
  NodeId last() const { return row(count_ - 1); }
  /// Where the first row's '<' is.
  source::Position position() const { return position_; }
  void set_position(source::Position position) { position_ = position; }

 private:
  std::shared_ptr<const RowLayout> layout_;
  const std::string_view* values_;  ///< row by row
  NodeId parent_;
  NodeId first_;
  std::uint32_t count_;
  source::Position position_;
};

}  // namespace cimgate::document
