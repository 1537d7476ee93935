#pragma once
#include <string>

#include "cimgate/gateway.hpp"

namespace cimgate::test {

/// Why others see an XML text differently than we do and we are right, with the paragraph that says so; ""
/// when it is not known. `other`: "expat", "libxml2", "libxml2: valid"; `theirs`: whether it takes the text.
std::string known_difference(const std::string& other, bool theirs, const std::string& xml,
                             const std::string& why, const Checked& ours);

}  // namespace cimgate::test
