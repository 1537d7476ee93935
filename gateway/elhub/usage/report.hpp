#pragma once
#include <string>
#include <vector>

#include "gateway/elhub/usage/judging.hpp"
#include "gateway/json/out.hpp"
#include "gateway/report/findings_text.hpp"

namespace cimgate::usage {

/// A table a party: level, measure, its worst value and when, limits.
std::string to_text(const std::vector<PartyUsage>& parties, const Limits& limits, report::TextStyle style);
/// A party with its measures, as an object of a list; what follows goes into the same object until it is
/// ended.
void begin_party(json::JsonOut& out, const PartyUsage& party);
std::string to_json(const std::vector<PartyUsage>& parties, const Limits& limits);

}  // namespace cimgate::usage
