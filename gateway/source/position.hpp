#pragma once
#include <cstdint>

namespace cimgate::source {

/// Line and column in characters, from 1; 0 = not known (a node that was made, not read).
struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

/// A place in a text that was read apart: what stands at `from` in it, or behind that, really stands at `to`,
/// and so on.
inline Position moved(Position place, Position from, Position to) {
  if (place.line < from.line || (place.line == from.line && place.column < from.column)) return place;
  if (place.line == from.line) place.column += to.column - from.column;
  place.line += to.line - from.line;
  return place;
}

}  // namespace cimgate::source
