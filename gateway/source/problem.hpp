#pragma once
#include <string>
#include <string_view>

#include "cimgate/finding.hpp"
#include "gateway/source/position.hpp"

namespace cimgate::source {

/// A finding about an input that cannot be read, or not wholly: an error that failed, or one that could not
/// be judged when the input is beyond a limit of ours. The rule id begins with the stage:
/// "wellformed.syntax", "schema.unknown-root".
Finding make_problem(std::string rule, Position at, Text text, Text advice);

/// A name out of the input as findings show it: not too long, and on one line.
std::string shown_name(std::string_view name);

}  // namespace cimgate::source
