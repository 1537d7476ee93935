#include "gateway/http/router.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cimgate::http {

tl::expected<Router::Pattern, std::string> Router::parse(const std::string& pattern) {
  if (!pattern.starts_with('/'))
    return tl::make_unexpected(fmt::format("'{}' does not begin with /", pattern));
  Pattern parsed;
  parsed.text = pattern;
  for (std::size_t from = 1; from <= pattern.size();) {
    const auto to = std::min(pattern.find('/', from), pattern.size());
    std::string text = pattern.substr(from, to - from);
    from = to + 1;
    Segment segment;
    if (const auto brace = text.find('}'); text.starts_with('{') && brace != std::string::npos) {
      segment.ending = text.substr(brace + 1);
      text = text.substr(1, brace - 1);
      segment.kind = Segment::Kind::name;
      if (text.ends_with("...")) {
        segment.kind = Segment::Kind::rest;
        text.resize(text.size() - 3);
        if (from <= pattern.size() || !segment.ending.empty())
          return tl::make_unexpected(fmt::format("'{}' goes on after '...'", pattern));
      }
      if (text.empty()) return tl::make_unexpected(fmt::format("'{}' has a name that is empty", pattern));
    }
    segment.text = std::move(text);
    parsed.segments.push_back(std::move(segment));
  }
  return parsed;
}

bool Router::before(const Pattern& a, const Pattern& b) {
  for (std::size_t i = 0; i < a.segments.size() && i < b.segments.size(); ++i) {
    if (a.segments[i].kind != b.segments[i].kind) return a.segments[i].kind < b.segments[i].kind;
    if (a.segments[i].ending.size() != b.segments[i].ending.size())
      return a.segments[i].ending.size() > b.segments[i].ending.size();
  }
  return a.segments.size() > b.segments.size();
}

bool Router::fits(const Pattern& pattern, std::string_view path, Fields& parameters) {
  std::size_t from = 1;
  for (const auto& segment : pattern.segments) {
    if (from > path.size()) return false;
    if (segment.kind == Segment::Kind::rest) {
      parameters.add(segment.text, std::string(path.substr(from)));
      return true;
    }
    const auto to = std::min(path.find('/', from), path.size());
    auto text = path.substr(from, to - from);
    if (!text.ends_with(segment.ending)) return false;
    text.remove_suffix(segment.ending.size());
    if (segment.kind == Segment::Kind::exact ? text != segment.text : text.empty()) return false;
    if (segment.kind == Segment::Kind::name) parameters.add(segment.text, std::string(text));
    from = to + 1;
  }
  return from > path.size();
}

tl::expected<Router, std::string> Router::make(std::vector<Route> routes) {
  Router router;
  router.routes_ = std::move(routes);
  for (std::size_t i = 0; i < router.routes_.size(); ++i) {
    const auto& route = router.routes_[i];
    auto pattern = parse(route.pattern);
    if (!pattern) return tl::make_unexpected(pattern.error());
    const auto known = std::find_if(router.patterns_.begin(), router.patterns_.end(),
                                    [&](const Pattern& one) { return one.text == route.pattern; });
    auto& place =
        known == router.patterns_.end() ? router.patterns_.emplace_back(std::move(*pattern)) : *known;
    for (const auto other : place.routes)
      if (router.routes_[other].method == route.method)
        return tl::make_unexpected(fmt::format("there are two routes {} {}", route.method, route.pattern));
    place.routes.push_back(i);
  }
  std::stable_sort(router.patterns_.begin(), router.patterns_.end(), before);
  return router;
}

Router::Found Router::find(std::string_view method, std::string_view path) const {
  const std::string_view wanted = method == "HEAD" ? std::string_view("GET") : method;
  Found found;
  for (const auto& pattern : patterns_) {
    Fields parameters(Fields::Case::counts);
    if (!fits(pattern, path, parameters)) continue;
    for (const auto index : pattern.routes) {
      const auto& route = routes_[index];
      if (route.method == wanted) {
        found.route = &route;
        found.index = index;
        found.parameters = std::move(parameters);
        return found;
      }
      found.near = &route;
      found.allow.push_back(route.method);
      if (route.method == "GET") found.allow.emplace_back("HEAD");
    }
    // A catch-all such as the page's does not take the place of what is exactly this path.
    return found;
  }
  return found;
}

}  // namespace cimgate::http
