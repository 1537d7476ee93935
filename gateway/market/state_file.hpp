#pragma once
#include <istream>
#include <string>

#include "gateway/market/record.hpp"

namespace cimgate::market {

/// Reads a file of market state (YAML, see docs/market.md) and hands its records on, one at a time. All
/// mistakes are told, with place and nearest word; records that have some are not handed on.
void read_state_file(const std::string& name, std::istream& input, StateWriter& writer, StateErrors& errors);

}  // namespace cimgate::market
