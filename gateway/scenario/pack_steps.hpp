#pragma once
#include <vector>

#include "gateway/scenario/pack.hpp"
#include "gateway/scenario/words.hpp"
#include "gateway/validation/rule_file.hpp"

namespace cimgate::scenario {

/// Reads the steps of a pack; mistakes go to the file.
std::vector<Step> read_steps(validation::RuleFile& file, const std::vector<yaml::Node>& nodes,
                             const Words& words);

}  // namespace cimgate::scenario
