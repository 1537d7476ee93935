#pragma once
#include <span>

#include "gateway/http/route.hpp"
#include "gateway/resources/embedded.hpp"

namespace cimgate::api {

/// The files of the page that were built into the binary: at `/` and at their names.
http::Part page_part();
/// Those files instead; they must live as long as the routes. Paths are relative to `/`.
http::Part page_part(std::span<const resources::Resource> files);

}  // namespace cimgate::api
