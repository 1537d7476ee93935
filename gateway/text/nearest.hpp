#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

namespace cimgate::text {

/// How many letters must be put in, left out, changed or swapped with their neighbour to get from `a` to `b`.
/// A letter in the wrong case counts less than any other change. In quarters of a change.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// Up to `count` of the candidates, the most alike first.
std::vector<std::string_view> nearest(std::string_view text, const std::vector<std::string_view>& candidates,
                                      std::size_t count);

/// The candidate that `text` is most likely a misspelling of; empty when none is alike enough.
std::string_view did_you_mean(std::string_view text, const std::vector<std::string_view>& candidates);

}  // namespace cimgate::text
