#pragma once
#include <string>

namespace cimgate::bridge {

/// A UUID that nobody can guess (RFC 9562, version 4).
std::string new_id();

}  // namespace cimgate::bridge
