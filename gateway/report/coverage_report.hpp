#pragma once
#include <string>
#include <vector>

#include "gateway/mapping/coverage.hpp"

namespace cimgate::report {

/// A line a variant: how much is explained, and how.
std::string coverage_summary(const std::vector<mapping::Coverage>& all);
/// The same and every leaf of both sides.
std::string coverage_details(const std::vector<mapping::Coverage>& all);
std::string coverage_json(const std::vector<mapping::Coverage>& all);
/// Tables for people: what becomes of each element.
std::string coverage_markdown(const std::vector<mapping::Coverage>& all);

}  // namespace cimgate::report
