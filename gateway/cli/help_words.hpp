#pragma once
#include <string>
#include <string_view>

namespace cimgate::cli {

/// A text of the help in Norwegian: what a verb or option does, a heading, what an example shows. Notes that
/// options add themselves, "(default: 10)", are translated with it. As it is when nobody knows it.
std::string help_in_norwegian(std::string_view english);

}  // namespace cimgate::cli
