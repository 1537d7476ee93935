#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/json/out.hpp"

namespace cimgate::report {

/// One finding as a JSON object in one line.
std::string finding_json(const Finding& finding, bool norwegian_advice);
/// The same as the next value of `out`; what `add_more` writes are further members of it.
void append_finding(json::JsonOut& out, const Finding& finding, bool norwegian_advice,
                    const std::function<void()>& add_more = {});
/// A member that is a list of findings.
void add_findings(json::JsonOut& out, std::string_view name, const std::vector<Finding>& findings,
                  bool norwegian_advice);
/// A list of findings, each on its own line.
std::string findings_json(const std::vector<Finding>& findings, std::string_view indent,
                          bool norwegian_advice);

}  // namespace cimgate::report
