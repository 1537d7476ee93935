#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

/// Metering values as grid companies send them, in any amount: for measuring how fast we are, and for tests
/// with messages that are too large to be kept.
namespace cimgate::sample {

struct MeteringValues {
  std::size_t bytes = 3'000'000;  ///< about as long the message gets: whole series, at least one
  std::uint64_t seed = 1;         ///< the same seed and size give the same message, byte by byte
  bool profiled = false;          ///< BRS-NO-312, a value a month; else BRS-NO-313, hours and quarters
  bool indent = false;            ///< a line for each element, as people write; machines send none
};

/// Writes a CollectedData of invented metering points, valid against schema, codes and message rules, piece
/// by piece. A series has the values of a day; in messages beyond 70 MB of several, for the schema allows
/// 9999 series (up to about 7 GB, where a series has all the 9999 values it may have). One series in five is
/// in hours, the others in quarters, and a few in a hundred values are estimated or temporary, most of them
/// next to each other.
void write_metering_values(const MeteringValues& what, const std::function<void(std::string_view)>& write);

}  // namespace cimgate::sample
