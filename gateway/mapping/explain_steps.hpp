#pragma once
#include "cimgate/explain.hpp"
#include "gateway/mapping/engine.hpp"

namespace cimgate::mapping {

/// Fills in how a value was made: kind, steps in words, correspondence with its place, code table. `made` has
/// values and paths.
void describe(const Trace& trace, bool to_bim, ExplainedValue& made);

/// "mappings/blocks/header.yaml:7"
std::string place_of(const Origin& origin);

}  // namespace cimgate::mapping
