#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/time/calendar.hpp"

/// The metering values of a message as columns of time, for whoever draws them.
namespace cimgate::values {

/// How a value came to be. A meter reading and an expected annual volume are of one moment. `unstated` when
/// the message does not say, or by a code that is not known.
enum class Kind : std::uint8_t {
  metered,
  estimated,
  temporary,
  stipulated,
  calculated,
  withdrawn,
  reading,
  annual,
  unstated
};

inline constexpr std::size_t kind_count = 9;

/// Times are seconds since 1970-01-01T00:00:00Z; an interval has its start and not its end. Of one moment:
/// both are the same.
struct Value {
  std::int64_t from = 0, until = 0;
  std::string text;  ///< as written; "" when it was withdrawn
  Kind kind = Kind::unstated;
  std::uint32_t line = 0;  ///< in the message; 0 when it has none
};

/// One series of a message, in the order of the message. Codes are as written.
struct Series {
  std::string subject;  ///< the metering point; of aggregated values the grid area, the parties and so on
  std::string direction, product, unit;
  std::int64_t start = 0, end = 0;  ///< the same when the values are of one moment
  std::vector<Value> values;
};

/// All series of an input, with the clock that its market goes by.
struct Values {
  std::vector<Series> series;
  time::Calendar calendar;
  std::vector<std::pair<std::string, Text>> words;  ///< what codes are called

  /// The code in words, or itself.
  Text word_of(const std::string& code) const;
};

}  // namespace cimgate::values
