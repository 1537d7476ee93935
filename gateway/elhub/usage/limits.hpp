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
  std::uint32_t days = 1;  ///< of queries_per_start: how far it looks back; at most `most_days`

  Level level(double measured) const {
    return red.reached(measured) ? Level::red : yellow.reached(measured) ? Level::yellow : Level::green;
  }
};

/// The longest period that a measure may look back on.
inline constexpr std::uint32_t most_days = 366;

/// What the hub does with a query of a party that has come to a level.
enum class Answer : std::uint8_t {
  count,  ///< it answers, and says nothing
  warn,   ///< it answers, and tells of it
  block,  ///< it refuses
};
std::string_view to_string(Answer answer);

struct Limits {
  RuleSource source;
  std::string queries;              ///< the process that is counted
  std::vector<std::string> starts;  ///< processes that queries should lead to
  std::string purpose;              ///< of the queries that should
  std::vector<Measure> measures;    ///< each kind at most once
  Answer yellow = Answer::count, red = Answer::count;

  bool is_query(std::string_view process) const { return process == queries; }
  bool is_start(std::string_view process) const;
  Answer answer(Level level) const;
  /// How many days matter, today among them.
  std::uint32_t days() const;
};

/// rules/usage-611.yaml. Error: its mistakes, one a line.
tl::expected<Limits, std::string> read_limits(const std::string& path, std::string_view text);

}  // namespace cimgate::usage
