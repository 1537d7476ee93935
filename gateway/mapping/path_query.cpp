#include "gateway/mapping/path_query.hpp"

namespace cimgate::mapping {

std::vector<PathQuery::Step> PathQuery::steps_of(std::string_view path) {
  std::vector<Step> steps;
  while (!path.empty()) {
    const auto slash = path.find('/');
    std::string_view part = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    if (part.empty()) continue;
    Step step;
    if (const auto open = part.find('['); open != std::string_view::npos) {
      const auto close = part.find(']', open);
      step.number = part.substr(open + 1, close == std::string_view::npos ? close : close - open - 1);
      part = part.substr(0, open);
    }
    const bool attribute = part.starts_with('@');
    if (const auto colon = part.rfind(':'); colon != std::string_view::npos && !attribute)
      part.remove_prefix(colon + 1);
    step.name = part;
    steps.push_back(step);
  }
  return steps;
}

PathQuery::PathQuery(std::string_view text)
    : from_root_(text.starts_with('/') && !text.starts_with("//")), steps_(steps_of(text)) {}

bool PathQuery::fits(const Step& wanted, const Step& found, bool numbers) {
  if (wanted.name != "*" && wanted.name != found.name) return false;
  // The only one of its kind has no number: it is the first.
  return !numbers || wanted.number.empty() || wanted.number == (found.number.empty() ? "1" : found.number);
}

bool PathQuery::match(std::string_view path, bool below, bool numbers) const {
  const auto found = steps_of(path);
  if (steps_.empty() || found.size() < steps_.size()) return false;
  const std::size_t last = from_root_ ? 0 : found.size() - steps_.size();
  for (std::size_t start = 0; start <= last; ++start) {
    if (!below && start + steps_.size() != found.size()) continue;
    bool all = true;
    for (std::size_t i = 0; all && i < steps_.size(); ++i) all = fits(steps_[i], found[start + i], numbers);
    if (all) return true;
  }
  return false;
}

bool PathQuery::matches(std::string_view path) const {
  return match(path, true, true);
}

bool PathQuery::is(std::string_view path) const {
  return match(path, false, true);
}

bool PathQuery::is_schema_path(std::string_view path) const {
  return match(path, false, false);
}

bool PathQuery::is_below_schema_path(std::string_view path) const {
  const auto above = steps_of(path);
  // The place may be written from anywhere: how many of its first steps are the last ones of the path?
  for (std::size_t shared = 1; shared < steps_.size() && shared <= above.size(); ++shared) {
    if (from_root_ && shared != above.size()) continue;
    bool all = true;
    for (std::size_t i = 0; all && i < shared; ++i)
      all = fits(steps_[i], above[above.size() - shared + i], false);
    if (all) return true;
  }
  return false;
}

}  // namespace cimgate::mapping
