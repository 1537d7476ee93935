#pragma once
#include <string>
#include <vector>

#include "gateway/elhub/usage/meter.hpp"
#include "gateway/report/findings_text.hpp"

namespace cimgate::usage {

/// A table a party: level, measure, its worst value and when, limits.
std::string to_text(const std::vector<PartyUsage>& parties, const Limits& limits, report::TextStyle style);
std::string to_json(const std::vector<PartyUsage>& parties, const Limits& limits);

}  // namespace cimgate::usage
