#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "cimgate/finding.hpp"

/// The traffic light for the use of BRS-NO-611.
namespace cimgate::usage {

enum class Level : std::uint8_t { green, yellow, red };
std::string_view to_string(Level level);

/// From which value on a level is reached.
struct Limit {
  double value = 0;
  bool itself = false;  ///< at the value itself, else above it
  bool reached(double measured) const { return itself ? measured >= value : measured > value; }
};

struct Measure {
  enum class Kind : std::uint8_t {
    queries_per_point_per_day,
    accepted_per_hour,
    accepted_per_day,
    rejected_per_hour,
    rejected_per_day,
    queries_per_start,
  };
  Kind kind = Kind::queries_per_point_per_day;
  std::string id;
  Text title;
  Limit yellow, red;
  std::uint32_t days = 1;  ///< of queries_per_start: how far it looks back

  Level level(double measured) const {
    return red.reached(measured) ? Level::red : yellow.reached(measured) ? Level::yellow : Level::green;
  }
};

struct Limits {
  RuleSource source;
  std::string queries;              ///< the process that is counted
  std::vector<std::string> starts;  ///< processes that queries should lead to
  std::string purpose;              ///< of the queries that should
  std::vector<Measure> measures;
};

/// rules/usage-611.yaml. Error: its mistakes, one a line.
tl::expected<Limits, std::string> read_limits(const std::string& path, std::string_view text);

}  // namespace cimgate::usage
