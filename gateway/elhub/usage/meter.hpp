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
  void add(const Sent& sent) { count(sent, 1); }
  /// Undoes add().
  void take_back(const Sent& sent) { count(sent, -1); }
  /// Forgets the days before that of a time.
  void forget_before(std::int64_t seconds);
  /// By party.
  std::vector<PartyUsage> usage() const;
  /// How far one party has come at this time: in its hour, on its day, and in the days before it.
  PartyUsage usage_at(const std::string& party, std::int64_t seconds) const;
  std::vector<std::string> parties() const;

 private:
  struct Day {
    std::int64_t accepted = 0, rejected = 0;
    std::int64_t for_start = 0;  ///< queries with the purpose
    std::int64_t starts = 0;
    std::unordered_map<std::string, std::int32_t> points;  ///< queries of each metering point
  };
  struct Hour {
    std::int64_t accepted = 0, rejected = 0;
  };
  struct Party {
    std::map<rules::Day, Day> days;
    std::map<std::int64_t, Hour> hours;  ///< since 1970
  };
  void count(const Sent& sent, int by);
  Reading read(const Measure& measure, const Party& party) const;
  static double on_day(Measure::Kind kind, const Day& count);
  static Reading read_at(const Measure& measure, const Party& party, std::int64_t seconds);

  const Limits& limits_;
  std::map<std::string, Party> parties_;
};

}  // namespace cimgate::usage
