#pragma once
#include <cstdint>
#include <string>

#include "json_value.hpp"

namespace cimgate::test {

/// The document with one to four things wrong: names, types, depth, numbers, escapes, members twice, arrays
/// for objects and the other way, parts of other places, bytes. The same for the same `seed`.
std::string mutant_of(const JsonValue& document, std::uint64_t seed);

}  // namespace cimgate::test
