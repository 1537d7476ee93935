#include "gateway/sample/sample.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace cimgate::sample {
namespace {

using document::Document;
using document::NodeId;

class Maker {
 public:
  Maker(Document& document, std::uint64_t seed) : document_(document), random_(seed) {}

  void fill(NodeId id) {
    const auto& element = *document_[id].element;
    if (element.text != nullptr) {
      if (element.implied_text() != nullptr && random_.one_in(2)) {
        // Empty: the schema says what it stands for.
      } else if (element.fixed) {
        document_.set_text(id, *element.fixed);
      } else if (const auto text = sample_value(*element.text, random_)) {
        document_.set_text(id, *text);
      }
    }
    for (const auto& attribute : element.attributes()) {
      if (!attribute.required && random_.one_in(2)) continue;
      if (attribute.fixed)
        document_.set_attribute(id, attribute.name, *attribute.fixed);
      else if (const auto text = sample_value(*attribute.type, random_))
        document_.set_attribute(id, attribute.name, *text);
    }
    if (element.type != nullptr) particle(id, element.type->content);
    for (const auto& unique : element.uniques) make_unique(id, unique);
  }

 private:
  void particle(NodeId id, const schema::Particle& part) {
    for (std::uint64_t n = times(part); n > 0; --n) switch (part.kind) {
        case schema::Particle::Kind::element:
          add(id, *part.element);
          break;
        case schema::Particle::Kind::sequence:
          for (const auto& inner : part.parts) particle(id, inner);
          break;
        case schema::Particle::Kind::choice:
          if (!part.parts.empty()) particle(id, part.parts[random_.below(part.parts.size())]);
          break;
      }
  }

  std::uint64_t times(const schema::Particle& part) {
    static constexpr std::array<std::uint64_t, 6> day = {23, 24, 25, 92, 96, 100};
    const std::uint64_t most = std::min<std::uint64_t>(part.max, part.min + 2);
    const bool values = part.element != nullptr && is_value(part.element->name.local);
    if (values && part.max > 100 && random_.one_in(6)) return day[random_.below(day.size())];
    return random_.between(part.min, most);
  }

  /// True for what stands in a series.
  bool is_value(std::string_view name) const {
    const auto& marks = document_.dialect().marks.position;
    return std::any_of(marks.begin(), marks.end(),
                       [&](const dialect::Mark& mark) { return mark.in == name; });
  }

  void add(NodeId parent, const schema::Element& element) {
    const auto place = document_[parent].element->child_index(element.name.local);
    if (place < 0) return;
    const auto at = static_cast<std::uint32_t>(place);
    fill(document_.ensure(parent, at, document_.count(parent, at)));
  }

  /// Values that must differ are numbered when they are numbers; others are long enough to differ by chance.
  void make_unique(NodeId id, const schema::Unique& unique) {
    if (unique.field_attribute.empty()) return;
    std::uint64_t number = 1;
    for (NodeId at = document_[id].first_child; at != document::no_node; at = document_[at].next)
      if (document_[at].element == unique.selector)
        document_.set_attribute(at, unique.field_attribute, std::to_string(number++));
  }

  Document& document_;
  Random random_;
};

}  // namespace

Document sample(const std::shared_ptr<const schema::Schema>& schema, const schema::Element& root,
                std::uint64_t seed) {
  Document document(schema, root);
  Maker(document, seed).fill(0);
  return document;
}

}  // namespace cimgate::sample
