#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "gateway/elhub/usage/judging.hpp"

namespace cimgate::usage {

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
  /// The worst that each party has come to.
  std::vector<PartyUsage> usage() const;
  /// How far one party has come at this time; no readings of a party that sent nothing.
  PartyUsage usage_at(const std::string& party, std::int64_t seconds) const;
  std::vector<std::string> parties() const;

 private:
  struct Party {
    Counts counts;
    /// Of each day, the queries of each metering point.
    std::map<rules::Day, std::unordered_map<std::string, std::int32_t>> points;
  };
  void count(const Sent& sent, int by);

  const Limits& limits_;
  std::map<std::string, Party> parties_;
};

}  // namespace cimgate::usage
