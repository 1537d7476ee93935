#pragma once
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/http/limits.hpp"

namespace cimgate::cli {

/// What bounds the content of a message, as a server shows it in /openapi.json.
std::vector<http::ShownLimit> shown_content_limits(const InputLimits& limits);

}  // namespace cimgate::cli
