#pragma once
#include <string>
#include <string_view>

namespace cimgate::bridge {

/// SHA-256, in hex.
std::string hex_digest(std::string_view bytes);
/// A UUID that nobody can guess (RFC 9562, version 4).
std::string new_id();

}  // namespace cimgate::bridge
