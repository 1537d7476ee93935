#pragma once
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/http/limits.hpp"
#include "gateway/http/route.hpp"
#include "gateway/resources/store.hpp"

namespace cimgate::http {

/// The OpenAPI 3.1 document of all routes that have an operation, with the limits in `x-limits`. What the
/// transport itself may answer is added to every operation.
/// Error: a route whose operation stands in no file, an operation that no route has, a parameter of a path
/// that is not described, a file that cannot be read.
tl::expected<std::string, std::string> openapi(const std::vector<Part>& parts, const Limits& limits,
                                               const std::string& version, const resources::Store& store,
                                               const std::vector<ShownLimit>& other_limits = {});

}  // namespace cimgate::http
