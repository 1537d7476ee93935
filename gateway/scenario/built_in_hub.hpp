#pragma once
#include "cimgate/gateway.hpp"
#include "gateway/scenario/rehearsal.hpp"

namespace cimgate::scenario {

/// A hub of its own each time, in memory, with nothing in it; spoken to without a network between.
OpenSystem built_in_hub(const Gateway& gateway);

}  // namespace cimgate::scenario
