#pragma once
#include <string>

#include "cimgate/finding.hpp"
#include "gateway/document/document.hpp"

namespace cimgate::document {

/// A finding about an input that cannot be read, or not wholly: an error that failed. The rule id begins with
/// the stage: "wellformed.syntax", "schema.unknown-root".
Finding make_problem(std::string rule, Position at, Text text, Text advice);

}  // namespace cimgate::document
