#pragma once
#include <string>
#include <vector>

#include "gateway/mapping/coverage.hpp"
#include "gateway/report/reason_words.hpp"

namespace cimgate::report {

/// A line a variant: how much is explained, and how.
std::string coverage_summary(const std::vector<mapping::Coverage>& all, const ReasonWords& words);
/// The same and every leaf of both sides.
std::string coverage_details(const std::vector<mapping::Coverage>& all, const ReasonWords& words);
std::string coverage_json(const std::vector<mapping::Coverage>& all, const ReasonWords& words);
/// Tables for people: what becomes of each element.
std::string coverage_markdown(const std::vector<mapping::Coverage>& all, const ReasonWords& words);

}  // namespace cimgate::report
