#pragma once
#include <string_view>

#include "gateway/json/tree.hpp"

namespace cimgate::json {

/// The value at a JSON pointer (RFC 6901): "" is the whole, "/data/0/id" what it names. no_json when there is
/// none.
JsonId value_at(const JsonTree& tree, std::string_view pointer);

}  // namespace cimgate::json
