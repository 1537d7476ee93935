#pragma once
#include <string>

#include "cimgate/gateway.hpp"
#include "gateway/json/out.hpp"

namespace cimgate::report {

/// Nothing is compared where there is no way there or back: the findings say why.
bool was_compared(const RoundTrip& trip);

/// One file of the answer of `roundtrip --format json`, as the next value of `out`.
void append_round_trip(json::JsonOut& out, const std::string& file, const RoundTrip& trip, bool norwegian);

}  // namespace cimgate::report
