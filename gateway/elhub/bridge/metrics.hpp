#pragma once
#include <string>

#include "gateway/elhub/bridge/bridge.hpp"

namespace cimgate::bridge {

/// Lines for /metrics.
std::string metrics_of(Bridge& bridge);
/// One line for /readyz: when the market was heard last, or since when and why it is not.
std::string state_of(Bridge& bridge);

}  // namespace cimgate::bridge
