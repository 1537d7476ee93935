#pragma once
#include <string>

namespace cimgate::test {

/// Where two texts differ first, for people; "" when they are equal.
std::string difference(const std::string& found, const std::string& expected);

}  // namespace cimgate::test
