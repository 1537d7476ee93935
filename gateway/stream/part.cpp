#include "gateway/stream/part.hpp"

namespace cimgate::stream {
namespace {

using document::Document;
using document::no_node;
using document::NodeId;
using Weight = LeafUse::Weight;

class Looker {
 public:
  Looker(const Document& document, const StreamPlan& plan, Part& part)
      : document_(document), plan_(plan), part_(part) {
    part.nodes.clear();
    part.key.clear();
    part.rows.clear();
    part.plain = true;
  }

  void record(NodeId id) {
    own(id, Weight::first_row);
    std::uint32_t last = no_node;
    for (NodeId child = document_[id].first_child; child != no_node; child = document_[child].next) {
      const auto& node = document_[child];
      if (node.element == nullptr) {
        part_.plain = false;
        return;
      }
      const bool row = plan_.row_places[node.place];
      if (row && node.place == last)
        part_.rows.push_back(child);
      else
        all(child, Weight::first_row);
      last = node.place;
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
    const Weight weight = plan_.leaves->weight(element, attribute);
    if (weight == Weight::none || weight < from) return;
    put(static_cast<std::uint32_t>(text.size()));
    put(static_cast<std::uint32_t>(text.size() >> 16U));
    part_.key += text;
  }

  const Document& document_;
  const StreamPlan& plan_;
  Part& part_;
};

}  // namespace

void look_at_record(const Document& document, NodeId record, const StreamPlan& plan, Part& part) {
  Looker(document, plan, part).record(record);
}

void look_at_row(const Document& document, NodeId row, const StreamPlan& plan, Part& part) {
  Looker(document, plan, part).all(row, Weight::always);
}

}  // namespace cimgate::stream
