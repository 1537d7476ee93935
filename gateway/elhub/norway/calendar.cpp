#include "gateway/elhub/norway/calendar.hpp"

#include "gateway/dialect/load.hpp"
#include "gateway/rules/calendar.hpp"

namespace cimgate::norway {

// The tests read the built-in file: it is there, and right.
const time::Calendar& calendar() {
  static const auto dialect = [] {
    constexpr const char* path = "dialects/elhub.yaml";
    return resources::built_in()
        ->read(path)
        .and_then([&](std::string_view text) { return dialect::read(path, text); })
        .value();
  }();
  return dialect->calendar;
}

std::optional<std::int64_t> parse_moment(std::string_view text) {
  return rules::parse_moment(calendar(), text);
}

}  // namespace cimgate::norway
