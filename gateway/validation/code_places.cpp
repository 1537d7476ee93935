#include "gateway/validation/code_places.hpp"

namespace cimgate::validation {

CodePlaces::CodePlaces(const CodeRules& rules, const schema::Schema& schema, const schema::Element& root)
    : dialect_(schema.dialect().id) {
  find(rules, root);
}

const CodePlaces::Entry& CodePlaces::find(const CodeRules& rules, const schema::Element& element) {
  const auto [at, is_new] = entries_.try_emplace(&element);
  if (!is_new) return at->second;
  at->second.below = true;  // for a type that holds itself
  Entry entry;
  for (const auto& rule : rules.identifiers)
    for (const auto& place : rule.places)
      if ((rule.dialect.empty() || rule.dialect == dialect_) && is_of_type(element, place.type))
        entry.identifiers.push_back({&rule, &place});
  for (const auto& list : rules.agencies.lists)
    if (is_of_type(element, list.type)) entry.agencies = &list;
  for (const auto& child : element.children()) {
    const Entry& inner = find(rules, *child.element);
    entry.below = entry.below || inner.here() || inner.below;
  }
  return entries_[&element] = std::move(entry);
}

std::shared_ptr<const CodePlaces> CodeRules::places(const std::shared_ptr<const schema::Schema>& schema,
                                                    const schema::Element& root) const {
  const std::lock_guard lock(mutex_);
  auto& of_root = places_[&root];
  if (of_root.places == nullptr) of_root = {schema, std::make_shared<const CodePlaces>(*this, *schema, root)};
  return of_root.places;
}

}  // namespace cimgate::validation
