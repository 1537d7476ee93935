#include "gateway/yaml/node.hpp"

namespace cimgate::yaml {

std::string_view Node::view() const {
  return is_scalar() ? tree_->chars.substr(item().begin, item().size) : std::string_view();
}

std::size_t Node::size() const {
  if (is_list()) return item().size;
  return is_map() ? item().size / 2 : 0;
}

Node Node::operator[](std::string_view key) const {
  if (!is_map()) return {};
  for (std::size_t link = 0; link < item().size; link += 2) {
    const auto& name = tree_->items[tree_->links[item().begin + link]];
    if (name.kind == Item::Kind::scalar && tree_->chars.substr(name.begin, name.size) == key)
      return member(link + 1);
  }
  return {};
}

Node Node::operator[](std::size_t index) const {
  return is_list() && index < item().size ? member(index) : Node();
}

Node::Iterator Node::begin() const {
  return {*this, 0};
}

Node::Iterator Node::end() const {
  return {*this, size()};
}

Node::Member Node::Iterator::operator*() const {
  if (of_->is_list()) return {of_->member(at_), {}, {}};
  return {{}, of_->member(2 * at_), of_->member(2 * at_ + 1)};
}

}  // namespace cimgate::yaml
