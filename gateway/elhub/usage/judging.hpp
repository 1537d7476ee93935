#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "gateway/elhub/usage/limits.hpp"
#include "gateway/elhub/usage/log.hpp"
#include "gateway/rules/calendar.hpp"

/// What was counted of a party, and the traffic light over it: the same for a log, the bridge and the hub.
namespace cimgate::usage {

struct DayCount {
  std::int64_t accepted = 0, rejected = 0;  ///< queries
  std::int64_t for_start = 0;               ///< queries with the purpose
  std::int64_t starts = 0;                  ///< messages that such queries should lead to
  std::int64_t of_points = 0;               ///< queries that name a metering point
  std::int64_t points = 0;                  ///< how many metering points those name
  std::int64_t blocked = 0;  ///< queries that were refused because of the light; no measure has them
};
struct HourCount {
  std::int64_t accepted = 0, rejected = 0;
};
struct Counts {
  std::map<rules::Day, DayCount> days;      ///< Norwegian days
  std::map<std::int64_t, HourCount> hours;  ///< since 1970
};

std::int64_t hour_of(std::int64_t seconds);

/// Counts a message on its day and in its hour, or takes it back (`by` -1). The metering points of a day are
/// not counted here. False: messages of its process are not counted.
bool count(const Limits& limits, const Sent& sent, Counts& counts, int by = 1);

/// How far a measure has come.
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

/// The worst that each measure has come to. `limits` must outlive what it gives.
PartyUsage worst(const Limits& limits, const std::string& party, const Counts& counts);
/// How far a party has come at a time: in its hour, on its day, and in the days before it.
PartyUsage at(const Limits& limits, const std::string& party, const Counts& counts, std::int64_t seconds);

/// The queries with the purpose and the starts of the period that queries_per_start looks back on.
struct Conversion {
  rules::Day from{}, to{};  ///< both of the period
  std::int64_t queries = 0, starts = 0, blocked = 0;
};
Conversion conversion(const Limits& limits, const Counts& counts, std::int64_t seconds);

/// The measures that have come to the level of the party, with value and limits; "" when it is green.
Text told(const PartyUsage& usage);

}  // namespace cimgate::usage
