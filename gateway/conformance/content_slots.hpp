#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "gateway/schema/model.hpp"

namespace cimgate::conformance {

inline constexpr std::size_t no_index = std::numeric_limits<std::size_t>::max();

/// A step of a content model that is a sequence of elements and choices, or one choice: nearly all are.
struct Slot {
  struct Branch {
    std::string_view name;
    std::uint32_t min = 1, max = 1;
    std::uint32_t count = 0;
    std::size_t first = no_index;   ///< of the children
    std::size_t excess = no_index;  ///< the first beyond max
  };
  std::vector<Branch> branches;  ///< more than one in a choice
  bool required = true;
  bool repeats = false;  ///< a choice that may be made again and again: its branches come in any order
  std::uint32_t count = 0;
  bool told = false;  ///< that nothing of it is there has been said with another fault

  std::vector<std::string_view> names() const {
    std::vector<std::string_view> all;
    for (const auto& branch : branches) all.push_back(branch.name);
    return all;
  }
};

/// The steps of a content model, in order; none when it is of another kind, or has a name in two places.
std::vector<Slot> slots_of(const schema::Particle& root);

}  // namespace cimgate::conformance
