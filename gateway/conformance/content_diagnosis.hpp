#pragma once
#include <cstddef>
#include <vector>

#include "gateway/conformance/schema_check.hpp"
#include "gateway/document/document.hpp"

namespace cimgate::conformance {

/// Says what is wrong with the children of `parent`, which do not fit its content model: never nothing, and
/// only counted beyond the limit. Each mistake is told once: an unknown element that looks like a missing one
/// is only that, and of many elements with the same mistake the first is named.
Violations diagnose_content(const document::Document& document, document::NodeId parent, std::size_t limit);

}  // namespace cimgate::conformance
