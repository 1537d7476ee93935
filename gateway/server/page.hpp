#pragma once
#include <span>

#include "gateway/resources/embedded.hpp"
#include "gateway/server/route.hpp"

namespace cimgate::server {

/// The files of the page that were built into the binary: at `/` and at their names.
Part page_part();
/// Those files instead; they must live as long as the routes. Paths are relative to `/`.
Part page_part(std::span<const resources::Resource> files);

}  // namespace cimgate::server
