#pragma once
#include <istream>
#include <string>
#include <vector>

#include "gateway/market/record.hpp"

namespace cimgate::market {

/// Reads a file of market state (YAML, see docs/market.md) and hands its records on, one at a time. All
/// mistakes are told, with place and nearest word; records that have some are not handed on.
void read_state_file(const std::string& name, std::istream& input, StateWriter& writer, StateErrors& errors);

/// A file of market state that was read, and not yet held against anything else.
struct ReadState {
  std::string name;
  std::vector<Record> records;
  StateErrors errors;
};
ReadState read_state(const std::string& name, const std::string& text);

}  // namespace cimgate::market
