#pragma once
#include <string>
#include <string_view>

namespace cimgate::json {

/// The text as a JSON string, with its quotes. Any bytes: what is not UTF-8 becomes U+FFFD.
std::string quoted(std::string_view text);

}  // namespace cimgate::json
