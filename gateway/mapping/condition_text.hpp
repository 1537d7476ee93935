#pragma once
#include "cimgate/finding.hpp"
#include "gateway/mapping/plan.hpp"

namespace cimgate::mapping {

/// A condition in words: "there is Header/X, and DocumentType is E02".
Text in_words(const Condition& condition);

}  // namespace cimgate::mapping
