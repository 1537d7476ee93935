#include "gateway/templates/row_shape.hpp"

namespace cimgate::templates {

using document::Document;
using document::NodeId;

RowShape::RowShape(const Document& document, const Part& part, const LeafUse& leaves) {
  const NodeId row = part.nodes.front();
  const auto add_value = [&](const schema::Element* element, const schema::Attribute* declaration,
                             std::string_view text) {
    const bool counts = leaves.weight(element, declaration) == LeafUse::Weight::always;
    values_.push_back({declaration, text.empty(), counts, counts ? std::string(text) : std::string()});
  };
  for (const NodeId id : part.nodes) {
    const auto& node = document[id];
    contiguous_ = contiguous_ && id == row + nodes_.size();
    nodes_.push_back({node.element, node.place, node.parent - row, node.child_count,
                      static_cast<std::uint32_t>(node.attributes.size())});
    for (const auto& attribute : node.attributes)
      add_value(node.element, attribute.declaration, attribute.value);
    if (node.element->text != nullptr) add_value(node.element, nullptr, node.text);
  }
}

namespace {

/// White space that a type may fold, at the beginning.
bool begins_with_space(std::string_view text) {
  return !text.empty() && static_cast<unsigned char>(text.front()) <= ' ';
}

}  // namespace

bool RowShape::is_that_of(const document::RowRun& rows) const {
  const auto& layout = rows.layout();
  if (!contiguous_ || layout.nodes.size() != nodes_.size() || layout.columns.size() != values_.size())
    return false;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const auto& wanted = nodes_[i];
    const auto& node = layout.nodes[i];
    if (node.element != wanted.element || node.place != wanted.place ||
        node.attributes != wanted.attributes || (i != 0 && node.parent != wanted.parent) ||
        node.has_text != (node.element->text != nullptr))
      return false;
  }
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const auto& wanted = values_[i];
    if (layout.columns[i].attribute != wanted.declaration) return false;
    for (std::uint32_t row = 0; row < rows.size(); ++row) {
      const auto text = rows.value(row, i);
      if (text.empty() || wanted.empty || begins_with_space(text) || (wanted.counts && text != wanted.value))
        return false;
    }
  }
  return true;
}

bool RowShape::is_that_of(const Document& document, NodeId row) const {
  if (!contiguous_ || document.node_count() - row < nodes_.size()) return false;
  auto value = values_.begin();
  // What begins with white space may be nothing else, which is not for here to see.
  const auto same = [](const Value& wanted, std::string_view text) {
    if (text.empty() != wanted.empty || begins_with_space(text)) return false;
    return !wanted.counts || text == wanted.value;
  };
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const auto& wanted = nodes_[i];
    const auto& node = document[row + static_cast<NodeId>(i)];
    if (node.element != wanted.element || node.place != wanted.place || node.child_count != wanted.children ||
        node.attributes.size() != wanted.attributes || node.nil ||
        (i != 0 && node.parent - row != wanted.parent))
      return false;
    for (const auto& attribute : node.attributes) {
      if (attribute.declaration != value->declaration || !same(*value, attribute.value)) return false;
      ++value;
    }
    if (node.element->text != nullptr && !same(*value++, node.text)) return false;
  }
  return true;
}

}  // namespace cimgate::templates
