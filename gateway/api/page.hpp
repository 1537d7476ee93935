#pragma once
#include <cstdint>
#include <span>

#include "gateway/http/route.hpp"
#include "gateway/resources/embedded.hpp"

namespace cimgate::api {

/// The pages that were built into the binary. They share their other files.
enum class Page : std::uint8_t {
  hub,    ///< messages and the test hub: `cimgate serve`
  bridge  ///< operations: `cimgate bridge`
};

/// One of them at `/`, the pages of the API at `/docs`, and all other files at their names.
http::Part page_part(Page page);
/// From these files; they must live as long as the routes. Paths are relative to `/`. One that ends in .gz is
/// served as what is packed in it, and travels as it is to whoever takes gzip.
http::Part page_part(Page page, std::span<const resources::Resource> files);

}  // namespace cimgate::api
