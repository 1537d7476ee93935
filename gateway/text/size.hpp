#pragma once
#include <cstdint>
#include <string>

namespace cimgate::text {

/// 209715200 → "200MB", 2303 → "2303", as options take it.
std::string as_size(std::uint64_t bytes);

/// The same for sentences: "200 MB", "2303 bytes", in Norwegian "2303 byte".
std::string size_in_words(std::uint64_t bytes, bool norwegian);

}  // namespace cimgate::text
