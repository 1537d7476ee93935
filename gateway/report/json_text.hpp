#pragma once
#include <string>
#include <string_view>

namespace cimgate::report {

/// The text as a JSON string, with its quotes.
std::string quoted(std::string_view text);

}  // namespace cimgate::report
