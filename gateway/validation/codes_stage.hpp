#pragma once
#include <cstddef>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/document/message.hpp"
#include "gateway/validation/code_rules.hpp"

namespace cimgate::validation {

/// The stage "codes": check digits of identifiers, and codes under the right list agency. In document order,
/// at most `limit`; the others are counted in `left_out`. Values that the schema refuses are left to the
/// stage before.
std::vector<Finding> check_codes(const document::Message& message, const CodeRules& rules, std::size_t limit,
                                 std::size_t& left_out);

}  // namespace cimgate::validation
