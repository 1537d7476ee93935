#pragma once
#include <mutex>
#include <string>
#include <vector>

#include "gateway/elhub/bridge/records.hpp"
#include "gateway/elhub/usage/meter.hpp"

namespace cimgate::bridge {

/// The traffic light for BRS-NO-611 over what passes through the bridge: counts what is handed in, and says
/// before a query is taken how far this hour, this day and the days before it have come. The limits are
/// Elhub's proposal (rules/usage-611.yaml, assumed); what is sent past the bridge it does not know.
class UsageLight {
 public:
  /// `stops`: a query that would make the light red is not taken; else it only warns.
  UsageLight(usage::Limits limits, bool stops);
  UsageLight(const UsageLight&) = delete;
  UsageLight& operator=(const UsageLight&) = delete;

  /// Whether messages of this process are counted at all.
  bool counts(const std::string& process) const;
  bool is_query(const std::string& process) const { return process == limits_.queries; }
  /// How long what was sent matters: milliseconds.
  Millis reach() const;

  /// Counts what was sent before.
  void add(const usage::Sent& sent);

  struct Verdict {
    usage::Level level = usage::Level::green;  ///< with this one
    bool taken = true;                         ///< false: it is red, and stops
    std::string why;                           ///< of yellow and red: measure, value and limits
  };
  /// Counts it, unless it is not taken.
  Verdict take(const usage::Sent& sent);
  /// What was counted as accepted was rejected by the market, or was not handed in after all.
  void rejected(const usage::Sent& sent);
  void take_back(const usage::Sent& sent);

  /// How far each party has come at this time. What it points to lives as long as the light.
  std::vector<usage::PartyUsage> usage(std::int64_t seconds) const;

 private:
  const usage::Limits limits_;
  const bool stops_;
  mutable std::mutex mutex_;
  usage::Meter meter_;
};

}  // namespace cimgate::bridge
