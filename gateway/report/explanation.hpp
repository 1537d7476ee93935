#pragma once
#include <string>

#include "cimgate/gateway.hpp"
#include "gateway/report/reason_words.hpp"

namespace cimgate::report {

/// For people: each value, where it comes from, by which rule; or why there is none. `asked`: the place that
/// was asked about, "" for all.
std::string explanation_text(const std::string& file, const Explained& explained, const std::string& asked,
                             const ReasonWords& words);

/// One file of the answer of `explain --format json`.
std::string explanation_json(const std::string& file, const Explained& explained, const ReasonWords& words);

}  // namespace cimgate::report
