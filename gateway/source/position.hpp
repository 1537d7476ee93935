#pragma once
#include <cstdint>

namespace cimgate::source {

/// Line and column in characters, from 1; 0 = not known (a node that was made, not read).
struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

}  // namespace cimgate::source
