#pragma once
#include <vector>

#include "cimgate/explain.hpp"
#include "gateway/mapping/explain.hpp"
#include "gateway/mapping/path_query.hpp"

namespace cimgate::mapping {

/// Why the result has no value at a place of its schema: every correspondence that could have given one, and
/// what kept it from doing so. Empty when the schemas of the result do not know the place.
std::vector<ExplainedAbsence> why_not(const TranslationView& view, const PathQuery& place);

/// The paths of the result's schemas that are most like what was asked for; for a place that they do not
/// know.
std::vector<std::string> similar_places(const TranslationView& view, std::string_view asked);

}  // namespace cimgate::mapping
