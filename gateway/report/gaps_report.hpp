#pragma once
#include <string>
#include <vector>

#include "gateway/json/out.hpp"
#include "gateway/values/gaps.hpp"

/// What is missing of metering values, for people and for programs.
namespace cimgate::report {

/// The members "channels" and "holes" of an object:
/// "channels": [{"meteringPoint","direction","product","arrivals":[{"at","source","from","to","values"}],
/// "days":[{"day","expected","present","notMeasured","holes":[{"from","to","values"}]}]}], "holes": 2
void add_gaps(json::JsonOut& out, const std::vector<values::ChannelGaps>& channels,
              const time::Calendar& calendar);

/// `of`: its clock, and what codes are called.
std::string gaps_text(const std::vector<values::ChannelGaps>& channels, const values::Values& of,
                      bool norwegian);

}  // namespace cimgate::report
