#include "gateway/schema/model.hpp"

#include <algorithm>

namespace cimgate::schema {
namespace {

const std::vector<Child> no_children;
const std::vector<Attribute> no_attributes;

void collect(const SimpleType& type, std::vector<const Code*>& codes, bool& enumerated) {
  if (!type.enumeration.empty()) {
    enumerated = true;
    for (const auto& code : type.enumeration) codes.push_back(&code);
    return;
  }
  if (!type.members.empty()) {
    for (const auto* member : type.members) collect(*member, codes, enumerated);
    return;
  }
  if (type.derived_from != nullptr) collect(*type.derived_from, codes, enumerated);
}

}  // namespace

const std::vector<Child>& Element::children() const {
  return type != nullptr ? type->children : no_children;
}

const std::vector<Attribute>& Element::attributes() const {
  return type != nullptr ? type->attributes : no_attributes;
}

std::int32_t Element::child_index(std::string_view local) const {
  const auto& all = children();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].element->name.local == local) return static_cast<std::int32_t>(i);
  return -1;
}

std::int32_t Element::attribute_index(std::string_view attribute) const {
  const auto& all = attributes();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].name == attribute) return static_cast<std::int32_t>(i);
  return -1;
}

std::optional<std::vector<const Code*>> codes_of(const SimpleType& type) {
  std::vector<const Code*> codes;
  bool enumerated = false;
  collect(type, codes, enumerated);
  if (!enumerated) return std::nullopt;
  return codes;
}

bool allows_code(const SimpleType& type, std::string_view value) {
  if (!type.enumeration.empty())
    return std::any_of(type.enumeration.begin(), type.enumeration.end(),
                       [&](const Code& code) { return code.value == value; });
  if (!type.members.empty())
    return std::any_of(type.members.begin(), type.members.end(),
                       [&](const SimpleType* member) { return allows_code(*member, value); });
  return type.derived_from == nullptr || allows_code(*type.derived_from, value);
}

std::string_view name_of(const SimpleType& type) {
  const SimpleType* at = &type;
  while (at->name.local.empty() && at->derived_from != nullptr) at = at->derived_from;
  return at->name.local;
}

const Element* Schema::root(const QName& name) const {
  for (const auto* element : roots_)
    if (element->name == name) return element;
  return nullptr;
}

const Element* Schema::root(std::string_view local) const {
  for (const auto* element : roots_)
    if (element->name.local == local) return element;
  return nullptr;
}

const SimpleType* Schema::simple_type(const QName& name) const {
  const auto at = named_simple_types_.find(name);
  return at == named_simple_types_.end() ? nullptr : at->second;
}

}  // namespace cimgate::schema
