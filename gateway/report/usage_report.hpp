#pragma once
#include <string>
#include <vector>

#include "gateway/elhub/usage/meter.hpp"
#include "gateway/report/findings_text.hpp"

namespace cimgate::report {

/// A table a party: level, measure, its worst value and when, limits.
std::string usage_text(const std::vector<usage::PartyUsage>& parties, const usage::Limits& limits,
                       TextStyle style);
std::string usage_json(const std::vector<usage::PartyUsage>& parties, const usage::Limits& limits);

}  // namespace cimgate::report
