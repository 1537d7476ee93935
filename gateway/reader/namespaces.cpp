#include "gateway/reader/namespaces.hpp"

#include <utility>

namespace cimgate::reader {

std::optional<std::string_view> Namespaces::of(std::string_view prefix) const {
  const auto& bindings = contexts_[context_].bindings;
  if (const auto at = bindings.find(prefix); at != bindings.end()) return at->second;
  if (prefix.empty()) return std::string_view();
  return std::nullopt;
}

bool Namespaces::declare(std::string_view prefix, std::string_view name) {
  if (prefix == "xml" || prefix == "xmlns" || name == "http://www.w3.org/XML/1998/namespace" ||
      name == "http://www.w3.org/2000/xmlns/" || (name.empty() && !prefix.empty()))
    return false;
  return declared_.emplace(prefix, name).second;
}

void Namespaces::enter() {
  Bindings bindings = contexts_[context_].bindings;
  for (auto& [prefix, name] : declared_) bindings.insert_or_assign(prefix, name);
  start_with(std::move(bindings));
}

void Namespaces::start_with(Bindings bindings) {
  declared_.clear();
  const auto [at, is_new] = numbers_.try_emplace(std::move(bindings), static_cast<Context>(contexts_.size()));
  if (is_new) contexts_.push_back({at->first});
  context_ = at->second;
}

}  // namespace cimgate::reader
