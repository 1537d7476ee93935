#include "gateway/schema/difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace cimgate::schema {
namespace {

using Kind = Difference::Kind;
using Side = Difference::Side;

std::string occurs(const Child& child) {
  return to_string(Change::Occurs{child.min, child.max});
}

std::string type_name(const Element& element) {
  if (element.type != nullptr && !element.type->name.local.empty()) return element.type->name.local;
  return element.text == nullptr ? std::string() : std::string(name_of(*element.text));
}

std::string facets_of(const SimpleType& type) {
  std::string text = fmt::format("{}", fmt::join(type.patterns, " "));
  const auto add = [&](const char* name, const auto& value) {
    if (value) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, *value);
  };
  add("length", type.length);
  add("at least", type.min_length);
  add("at most", type.max_length);
  add("digits", type.total_digits);
  add("decimals", type.fraction_digits);
  if (type.minimum)
    text += fmt::format(" from {}{}", type.minimum->inclusive ? "" : "above ", type.minimum->text);
  if (type.maximum)
    text += fmt::format(" to {}{}", type.maximum->inclusive ? "" : "below ", type.maximum->text);
  return text;
}

class Comparison {
 public:
  void message(const std::string& name, const Element* first, const Element* second) {
    message_ = name;
    if (first == nullptr || second == nullptr)
      return tell({Kind::message, first != nullptr ? Side::first : Side::second, {}, name, {}, {}, {}, {}});
    seen_.clear();
    elements(*first, *second, name);
  }

  std::vector<Difference> take() { return std::move(all_); }

 private:
  void elements(const Element& first, const Element& second, const std::string& holder) {
    if (!seen_.insert({&first, &second}).second) return;
    if (first.text != nullptr && second.text != nullptr) simple(*first.text, *second.text);
    const auto type = type_name(first).empty() ? holder : type_name(first);
    attributes(first, second, type);
    for (const auto& child : first.children()) {
      const auto* other = same_in(second, child);
      if (other == nullptr) {
        tell({Kind::element, Side::first, type, child.element->name.local, occurs(child), {}, {}, {}});
        continue;
      }
      if (child.min != other->min || child.max != other->max)
        tell({Kind::occurrence,
              Side::both,
              type,
              child.element->name.local,
              occurs(child),
              occurs(*other),
              {},
              {}});
      if (type_name(*child.element) != type_name(*other->element))
        tell({Kind::of_type,
              Side::both,
              type,
              child.element->name.local,
              type_name(*child.element),
              type_name(*other->element),
              {},
              {}});
      elements(*child.element, *other->element, child.element->name.local);
    }
    for (const auto& child : second.children())
      if (same_in(first, child) == nullptr)
        tell({Kind::element, Side::second, type, child.element->name.local, {}, occurs(child), {}, {}});
  }

  static const Child* same_in(const Element& element, const Child& child) {
    const auto index = element.child_index(child.element->name.local);
    return index < 0 ? nullptr : &element.children()[static_cast<std::size_t>(index)];
  }

  void attributes(const Element& first, const Element& second, const std::string& type) {
    for (const auto& attribute : first.attributes()) {
      const auto index = second.attribute_index(attribute.name);
      if (index < 0)
        tell({Kind::attribute, Side::first, type, attribute.name, {}, {}, {}, {}});
      else
        simple(*attribute.type, *second.attributes()[static_cast<std::size_t>(index)].type);
    }
    for (const auto& attribute : second.attributes())
      if (first.attribute_index(attribute.name) < 0)
        tell({Kind::attribute, Side::second, type, attribute.name, {}, {}, {}, {}});
  }

  void simple(const SimpleType& first, const SimpleType& second) {
    const std::string name(name_of(first));
    const auto a = codes_of(first);
    const auto b = codes_of(second);
    codes(name, a, b, Side::first);
    codes(name, b, a, Side::second);
    if (facets_of(first) != facets_of(second))
      tell({Kind::facets, Side::both, name, {}, facets_of(first), facets_of(second), {}, {}});
  }

  using Codes = std::optional<std::vector<const Code*>>;
  void codes(const std::string& type, const Codes& has, const Codes& lacks, Side side) {
    if (!has) return;
    Difference found{Kind::codes, side, type, {}, {}, {}, {}, {}};
    for (const auto* code : *has)
      if (!lacks || std::none_of(lacks->begin(), lacks->end(),
                                 [&](const Code* other) { return other->value == code->value; }))
        found.codes.push_back(code->value);
    if (!found.codes.empty()) tell(std::move(found));
  }

  void tell(Difference found) {
    for (auto& known : all_) {
      auto messages = std::exchange(known.messages, {});
      const bool same = known == found;
      known.messages = std::move(messages);
      if (!same) continue;
      if (known.messages.back() != message_) known.messages.push_back(message_);
      return;
    }
    found.messages.push_back(message_);
    all_.push_back(std::move(found));
  }

  std::string message_;
  std::set<std::pair<const Element*, const Element*>> seen_;
  std::vector<Difference> all_;
};

}  // namespace

tl::expected<std::vector<Difference>, std::string> difference(const Catalog& catalog, const SchemaSet& first,
                                                              const SchemaSet& second) {
  std::set<std::string> names;
  for (const auto* set : {&first, &second})
    for (const auto& kind : set->messages) names.insert(kind.root.local);
  Comparison comparison;
  for (const auto& name : names) {
    std::shared_ptr<const Schema> schemas[2];
    const Element* roots[2] = {nullptr, nullptr};
    std::size_t i = 0;
    for (const auto* set : {&first, &second}) {
      if (const auto* kind = set->find(name)) {
        auto schema = catalog.schema(*set, *kind);
        if (!schema) return tl::make_unexpected(schema.error());
        schemas[i] = *std::move(schema);
        roots[i] = schemas[i]->root(kind->root);
      }
      ++i;
    }
    comparison.message(name, roots[0], roots[1]);
  }
  return comparison.take();
}

}  // namespace cimgate::schema
