#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "cimgate/gateway.hpp"

namespace cimgate::report {

/// One finding as a JSON object in one line.
std::string finding_json(const Finding& finding, bool norwegian_advice);
/// A list of findings, each on its own line.
std::string findings_json(const std::vector<Finding>& findings, std::string_view indent,
                          bool norwegian_advice);

}  // namespace cimgate::report
