#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace cimgate::parts {

/// The id of a part: a UUID of RFC 4122 (version 5, by name) of the id of the whole message, the size of the
/// parts and the number of the part. The same cut gives the same ids, another cut or another message gives
/// others. Without hyphens where the id of the whole is 32 digits without them.
std::string part_id(std::string_view whole, std::size_t series, std::size_t number);

}  // namespace cimgate::parts
