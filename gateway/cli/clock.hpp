#pragma once
#include <string>

namespace cimgate::cli {

/// The time it is, as YYYY-MM-DDThh:mm:ssZ. Only the fronts read the clock; SOURCE_DATE_EPOCH stands in for
/// it, so that reports can be made again byte for byte.
std::string now_utc();

}  // namespace cimgate::cli
