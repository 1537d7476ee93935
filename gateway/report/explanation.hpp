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

// The same in parts, for values that come one by one: between them stand a blank line, or a comma in JSON.
std::string explained_value_text(const ExplainedValue& value, const ReasonWords& words);
std::string explanation_text_end(const std::string& file, const Explained& explained, bool has_values,
                                 const std::string& asked, const ReasonWords& words);
std::string explanation_json_begin(const std::string& file, const Explained& explained);
std::string explained_value_json(const ExplainedValue& value, const ReasonWords& words);
std::string explanation_json_end(const Explained& explained, bool has_values, const ReasonWords& words);

}  // namespace cimgate::report
