#pragma once
#include <string>

#include "cimgate/gateway.hpp"

namespace cimgate::report {

/// What two messages say differently:
/// {"first":{"file","message","findings"},"second":{…},"equal","differences":[{"path",
/// "kind":"value"|"missing"|"added","first":{"value","line"},"second":{…}}]}
std::string diff_json(const Compared& compared, const std::string& first, const std::string& second,
                      bool norwegian);

}  // namespace cimgate::report
