#pragma once
#include <vector>

#include "gateway/mapping/plan.hpp"

/// When an element is there for certain.
namespace cimgate::mapping {

/// The schema's word on a step of a path: cardinality and choice.
const schema::Child& child_at(const Path& path, std::size_t step);

/// The value at the end exists whenever the context does; `given`: paths that are known to exist.
bool always(const Path& path, const std::vector<const Path*>& given);

/// The first element on the path that may be repeated, where the path does not say which; null when there is
/// none.
const schema::Element* first_repeated(const Path& path);

/// When `a` exists, `b` does: they share a parent below which `b` is mandatory.
bool implies(const Path& a, const Path& b);

}  // namespace cimgate::mapping
