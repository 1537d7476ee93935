#pragma once
#include <span>

#include "gateway/http/route.hpp"
#include "gateway/resources/embedded.hpp"

namespace cimgate::api {

/// The files of the page that were built into the binary: at `/` and at their names.
http::Part page_part();
/// Of these, the pages of the API at `/docs`, for a server that has no other page.
http::Part docs_part();
/// Those files instead; they must live as long as the routes. Paths are relative to `/`. One that ends in .gz
/// is served as what is packed in it, and travels as it is to whoever takes gzip.
http::Part page_part(std::span<const resources::Resource> files);

}  // namespace cimgate::api
