#include "gateway/mapping/presence.hpp"

namespace cimgate::mapping {
namespace {

bool mandatory_from(const Path& path, std::size_t step) {
  for (std::size_t i = step; i < path.steps.size(); ++i) {
    const auto& child = child_at(path, i);
    if (child.min == 0 || path.steps[i].index > 0 || path.steps[i].filter_place >= 0) return false;
  }
  return path.attribute == nullptr || path.attribute->required;
}

std::size_t common_steps(const Path& a, const Path& b) {
  if (a.absolute != b.absolute) return 0;
  std::size_t n = 0;
  while (n < a.steps.size() && n < b.steps.size() && a.steps[n].element == b.steps[n].element &&
         a.steps[n].index == b.steps[n].index && a.steps[n].filter_value == b.steps[n].filter_value)
    ++n;
  return n;
}

}  // namespace

const schema::Child& child_at(const Path& path, std::size_t step) {
  const schema::Element& parent = step == 0 ? *path.context : *path.steps[step - 1].element;
  return parent.children()[path.steps[step].place];
}

bool always(const Path& path, const std::vector<const Path*>& given) {
  if (mandatory_from(path, 0)) return true;
  for (const auto* known : given)
    if (implies(*known, path)) return true;
  return false;
}

const schema::Element* first_repeated(const Path& path) {
  for (std::size_t i = 0; i < path.steps.size(); ++i)
    if (child_at(path, i).max > 1 && !path.steps[i].numbered && path.steps[i].filter_place < 0)
      return path.steps[i].element;
  return nullptr;
}

bool implies(const Path& a, const Path& b) {
  const std::size_t n = common_steps(a, b);
  if (n == 0 && (a.absolute != b.absolute)) return false;
  return mandatory_from(b, n) || (n == b.steps.size() && a.attribute == b.attribute);
}

}  // namespace cimgate::mapping
