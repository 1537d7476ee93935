#pragma once
#include <vector>

#include "gateway/elhub/hub/sharing_allocation.hpp"

/// The values of a day as a key of shared production divides them.
namespace cimgate::hub {

struct SharedInterval {
  Seconds at = 0;
  Measured measured;
  std::optional<Allocation> allocation;  ///< nothing: values are missing
};

/// A Norwegian day in hours, or in quarters when all have quarters: 23 to 25, or 92 to 100 of them.
struct SharedDay {
  Seconds length = 0;  ///< of an interval; 0: there are no values
  std::vector<SharedInterval> intervals;
};

/// `stored`: the values of all who take part, on that day. What counts is active energy that a contributor
/// feeds in and a recipient takes out. Where one has hours, the quarters of others are added up.
SharedDay shared_day(const SharingKey& key, const std::string& surplus_to, Day day,
                     const std::vector<ledger::StoredSeries>& stored);

}  // namespace cimgate::hub
