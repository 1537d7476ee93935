#pragma once
#include <string>

namespace cimgate::keys {

/// A UUID that nobody can guess (RFC 9562, version 4). Throws std::runtime_error when the system has no
/// random bytes.
std::string new_uuid();

}  // namespace cimgate::keys
