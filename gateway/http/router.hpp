#pragma once
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/http/route.hpp"

namespace cimgate::http {

/// All routes of a server, found by method and path.
class Router {
 public:
  /// Error: two routes for the same method and pattern, or a pattern that cannot be read.
  static tl::expected<Router, std::string> make(std::vector<Route> routes);

  struct Match {
    std::size_t route = 0;  ///< place in routes()
    Fields parameters{Fields::Case::counts};
  };
  struct Found {
    const Route* route = nullptr;  ///< null: 404, or 405 when `allow` is not empty
    std::size_t index = 0;
    Fields parameters{Fields::Case::counts};
    std::vector<std::string> allow;  ///< methods that the path has; HEAD with GET
    const Route* near = nullptr;     ///< a route of that path with another method: words its errors
  };
  /// HEAD finds the route of GET. The path that fits best counts: exact segments before names.
  Found find(std::string_view method, std::string_view path) const;

  const std::vector<Route>& routes() const { return routes_; }

 private:
  struct Segment {
    enum class Kind : std::uint8_t { exact, name, rest };
    Kind kind = Kind::exact;
    std::string text;
    std::string ending;  ///< what stands behind a name: ".pdf"
  };
  struct Pattern {
    std::vector<Segment> segments;
    std::vector<std::size_t> routes;  ///< one a method
    std::string text;
  };
  static tl::expected<Pattern, std::string> parse(const std::string& pattern);
  static bool before(const Pattern& a, const Pattern& b);
  static bool fits(const Pattern& pattern, std::string_view path, Fields& parameters);

  std::vector<Route> routes_;
  std::vector<Pattern> patterns_;  ///< the more exact first
};

}  // namespace cimgate::http
