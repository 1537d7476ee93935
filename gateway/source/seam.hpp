#pragma once
#include "gateway/source/position.hpp"

namespace cimgate::source {

/// Where a text that was put together from the head of another and a later part of it is joined: what stands
/// at `from` in it, or behind that, stands at `to` in the other. Both at 0: it is whole.
struct Seam {
  Position from, to;

  Position moved(Position place) const { return source::moved(place, from, to); }
};

}  // namespace cimgate::source
