#pragma once
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/scenario/scene.hpp"

namespace cimgate::scenario {

/// What a step can say of the state of a metering point.
std::vector<std::string_view> state_words();

/// The hub tells it as it is today only; supply it tells day by day.
bool is_told_as_of_today(std::string_view word);

/// What the hub knows of a metering point, held against what a pack says.
struct StateDifference {
  std::string word;
  std::string wanted, found;
};
/// `json`: the answer of GET /hub/v1/market?search=GSRN. `day`: on which contracts are looked at.
/// Error: why it could not be judged.
tl::expected<std::vector<StateDifference>, std::string> compare_state(const Scene& scene, const State& state,
                                                                      const std::string& gsrn, rules::Day day,
                                                                      const std::string& json);

}  // namespace cimgate::scenario
