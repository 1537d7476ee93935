#pragma once
#include <cstdint>
#include <string>

namespace cimgate::cli {

/// The time it is, as YYYY-MM-DDThh:mm:ssZ. Only the fronts read the clock; SOURCE_DATE_EPOCH stands in for
/// it, so that reports can be made again byte for byte.
std::string now_utc();
/// The same, in seconds since 1970-01-01T00:00:00Z.
std::int64_t now_seconds();

}  // namespace cimgate::cli
