#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "cimgate/finding.hpp"
#include "gateway/mapping/plan.hpp"

namespace cimgate::mapping {

/// BIM text → CIM text; nothing when the conversion has no result (no code, not a date).
std::optional<std::string> to_cim(const Conversion& conversion, std::string_view text);

/// CIM text → BIM text. `problem` says why there is none: an unknown code, or several that it may stand for.
std::optional<std::string> to_bim(const Conversion& conversion, std::string_view text, Text& problem);

/// Name-based UUID (version 5) of `name` in the namespace of `scope`; a scope that is not a UUID counts as a
/// name too.
std::string name_based_uuid(std::string_view scope, std::string_view name);

/// Calendar days from one instant to another as "P<n>D"; nothing unless both are dates and the
/// second is later.
std::optional<std::string> days_between(std::string_view from, std::string_view until,
                                        const time::Calendar& calendar);

}  // namespace cimgate::mapping
