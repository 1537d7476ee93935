#pragma once
#include <string>

#include "cimgate/gateway.hpp"

namespace cimgate::report {

/// For people: each value, where it comes from, by which rule; or why there is none. `asked`: the place that
/// was asked about, "" for all.
std::string explanation_text(const std::string& file, const Explained& explained, const std::string& asked,
                             bool norwegian);

/// One file of the answer of `explain --format json`.
std::string explanation_json(const std::string& file, const Explained& explained, bool norwegian);

}  // namespace cimgate::report
