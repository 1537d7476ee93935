#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "gateway/elhub/usage/limits.hpp"
#include "gateway/elhub/usage/log.hpp"
#include "gateway/rules/calendar.hpp"

namespace cimgate::usage {

/// The worst that a measure has come to.
struct Reading {
  const Measure* measure = nullptr;
  double value = 0;
  std::string
      at;  ///< the day, or the hour (Norwegian, "2026-11-16T09"); of a period its last day; "": nothing
  Level level = Level::green;
};

struct PartyUsage {
  std::string party;
  Level level = Level::green;
  std::vector<Reading> readings;  ///< in the order of the limits
};

/// Counts what parties sent. Memory grows with the number of parties, days and metering points, not of lines.
class Meter {
 public:
  /// `limits` must outlive this, and what it gives.
  explicit Meter(const Limits& limits) : limits_(limits) {}
  void add(const Sent& sent);
  /// By party.
  std::vector<PartyUsage> usage() const;

 private:
  struct Day {
    std::uint64_t accepted = 0, rejected = 0;
    std::uint64_t for_start = 0;  ///< queries with the purpose
    std::uint64_t starts = 0;
    std::unordered_map<std::string, std::uint32_t> points;  ///< queries of each metering point
  };
  struct Hour {
    std::uint64_t accepted = 0, rejected = 0;
  };
  struct Party {
    std::map<rules::Day, Day> days;
    std::map<std::int64_t, Hour> hours;  ///< since 1970
  };
  Reading read(const Measure& measure, const Party& party) const;

  const Limits& limits_;
  std::map<std::string, Party> parties_;
};

}  // namespace cimgate::usage
