#include "gateway/templates/part.hpp"

namespace cimgate::templates {
namespace {

using document::Document;
using document::no_node;
using document::NodeId;
using Weight = LeafUse::Weight;

class Looker {
 public:
  Looker(const Document& document, const LeafUse& leaves, Part& part)
      : document_(document), leaves_(leaves), part_(part) {
    part.nodes.clear();
    part.key.clear();
    part.rows.clear();
    part.plain = true;
  }

  void record(NodeId id, const std::vector<bool>& row_places) {
    own(id, Weight::first_row);
    std::uint32_t last = no_node;
    for (NodeId child = document_[id].first_child; child != no_node;) {
      const auto* rows = document_.rows_at(child);
      if (rows != nullptr && row_places[rows->place()] && rows->place() == last) {
        part_.rows.push_back({child, rows});
        child = document_.next_after(*rows);
        continue;
      }
      const auto& node = document_[child];
      if (node.element == nullptr) {
        part_.plain = false;
        return;
      }
      const bool row = row_places[node.place];
      if (row && node.place == last)
        part_.rows.push_back({child, nullptr});
      else
        all(child, Weight::first_row);
      last = node.place;
      child = node.next;
    }
  }

  void all(NodeId id, Weight from) {
    own(id, from);
    for (NodeId child = document_[id].first_child; child != no_node; child = document_[child].next)
      all(child, from);
    part_.key += '\xFF';
  }

 private:
  void put(std::uint32_t number) {
    const char bytes[] = {static_cast<char>(number & 0xFFU), static_cast<char>(number >> 8U & 0xFFU)};
    part_.key.append(bytes, sizeof bytes);
  }

  /// Values count from this weight on.
  void own(NodeId id, Weight from) {
    const auto& node = document_[id];
    part_.nodes.push_back(id);
    if (node.element == nullptr || node.nil) {
      part_.plain = false;
      return;
    }
    const char start[] = {static_cast<char>(node.place & 0xFFU), static_cast<char>(node.place >> 8U & 0xFFU),
                          static_cast<char>(node.attributes.size())};
    part_.key.append(start, sizeof start);
    for (const auto& attribute : node.attributes) {
      if (attribute.declaration == nullptr) {
        part_.plain = false;
        return;
      }
      put(static_cast<std::uint32_t>(attribute.declaration - node.element->attributes().data()));
      value(node.element, attribute.declaration, attribute.value, from);
    }
    if (node.element->text != nullptr) value(node.element, nullptr, node.text, from);
  }

  void value(const schema::Element* element, const schema::Attribute* attribute, std::string_view text,
             Weight from) {
    part_.key += text.empty() ? '-' : '+';
    // What a type may fold to nothing is as good as nothing, and yet stands there.
    if (!text.empty() && text.find_first_not_of(" \t\r\n") == std::string_view::npos) part_.plain = false;
    if (leaves_.weight(element, attribute) < from) return;
    put(static_cast<std::uint32_t>(text.size()));
    put(static_cast<std::uint32_t>(text.size() >> 16U));
    part_.key += text;
  }

  const Document& document_;
  const LeafUse& leaves_;
  Part& part_;
};

}  // namespace

void look_at_record(const Document& document, NodeId record, const StreamPlan& plan, Part& part) {
  Looker(document, *plan.leaves, part).record(record, plan.row_places);
}

void look_at_row(const Document& document, NodeId row, const StreamPlan& plan, Part& part) {
  Looker(document, *plan.leaves, part).all(row, Weight::always);
}

void look_at_message(const Document& document, const LeafUse& leaves, Part& part) {
  Looker(document, leaves, part).all(0, Weight::first_row);
}

}  // namespace cimgate::templates
