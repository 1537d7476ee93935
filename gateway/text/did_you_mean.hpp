#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace cimgate::text {

/// ", did you mean 'X'?" for the candidate nearest to `name`, or nothing when none is near.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace cimgate::text
