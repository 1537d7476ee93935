#pragma once
#include <chrono>
#include <vector>

namespace cimgate::hub {

/// When expected annual volumes are calculated: on the first of these months, and of values of how many days
/// at least.
struct VolumeTerms {
  std::vector<std::chrono::month> months;
  int hour = 0;
  unsigned least_days = 0;
};

}  // namespace cimgate::hub
