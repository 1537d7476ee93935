#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Values have versions: of what was registered for a time, the latest counts.
namespace cimgate::market {

/// Values of one channel (metering point, direction, product) as they were registered.
struct Version {
  std::int64_t start = 0, end = 0;  ///< [start, end)
  std::int64_t registered = 0;
  bool withdrawn = false;  ///< there is no value for the time
  bool whole = false;      ///< one value for all of the time: it counts as a whole or not at all
};

/// A part of a version that no later one replaces.
struct Counting {
  std::size_t number = 0;  ///< of the version
  std::int64_t start = 0, end = 0;
};

/// What counts in [from, to), by time. `all` stands in the order in which it came, which decides where the
/// times of registration are the same; but what is withdrawn and replaced with one time is replaced.
std::vector<Counting> what_counts(std::span<const Version> all, std::int64_t from, std::int64_t to);

}  // namespace cimgate::market
