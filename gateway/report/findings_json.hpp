#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cimgate/gateway.hpp"

namespace cimgate::report {

/// One finding as a JSON object in one line.
std::string finding_json(const Finding& finding, bool norwegian_advice);
/// A list of findings, each on its own line.
std::string findings_json(const std::vector<Finding>& findings, std::string_view indent,
                          bool norwegian_advice);

/// The answer of `validate --format json`.
std::string checks_json(const std::vector<std::pair<std::string, Checked>>& files, std::string_view as_of,
                        bool norwegian_advice);
/// One file as a JSON object in one line: `--format ndjson`.
std::string check_ndjson(const std::string& file, const Checked& checked, bool norwegian_advice);

}  // namespace cimgate::report
