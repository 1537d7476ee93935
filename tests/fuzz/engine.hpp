#pragma once
#include "cimgate/gateway.hpp"

namespace cimgate::fuzz {

/// Opened when it is first asked for, then used by all surfaces.
const Gateway& gateway();

}  // namespace cimgate::fuzz
