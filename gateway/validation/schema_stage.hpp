#pragma once
#include <cstddef>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/conformance/schema_check.hpp"
#include "gateway/document/message.hpp"

namespace cimgate::validation {

/// Violations as findings of the stage schema, with texts for people and advice.
std::vector<Finding> violations_to_findings(const document::Message& message,
                                            const std::vector<conformance::Violation>& violations);

struct SchemaResult {
  std::vector<Finding> findings;
  std::vector<bool> valid;   ///< for each message of the input: later stages may build on it
  std::size_t left_out = 0;  ///< findings beyond the limit
};

/// The stage schema for all messages of an input. Where our check and the validating parser that read along
/// (XML only) come to different verdicts, the message never counts as valid: what only the parser refuses is
/// told in its words, and what only we refuse is marked as such. At most about `limit` findings.
SchemaResult check_schema(const document::ReadResult& input, std::size_t limit);

}  // namespace cimgate::validation
