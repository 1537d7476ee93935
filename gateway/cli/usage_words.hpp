#pragma once
#include <string>
#include <string_view>

namespace cimgate::cli {

/// A text about wrong usage or an input that cannot be had, in Norwegian; as it is when nobody knows it. Also
/// those of CLI11, which there are in English only.
std::string usage_in_norwegian(std::string_view english);

}  // namespace cimgate::cli
