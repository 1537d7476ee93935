#include "gateway/reader/message_stream.hpp"

namespace cimgate::reader {

std::optional<std::uint32_t> record_place(const schema::Element& root) {
  std::optional<std::uint32_t> found;
  const auto& children = root.children();
  for (std::uint32_t place = 0; place < children.size(); ++place) {
    const auto& child = children[place];
    if (child.max == 1 || child.element->children().empty()) continue;
    if (!found || child.max >= children[*found].max) found = place;
  }
  return found;
}

}  // namespace cimgate::reader
