#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/values/series.hpp"

/// What arrived of a channel, when, and what is missing of its days.
namespace cimgate::values {

/// A series that was sent. Times are seconds since 1970-01-01T00:00:00Z.
struct Sent {
  std::string source;           ///< the file or the message that brought it
  std::int64_t arrived = 0;     ///< when: for a file, when its message was created
  std::int64_t registered = 0;  ///< of several values for a time, the one registered last counts
  Series series;
};

struct Arrival {
  std::string source;
  std::int64_t arrived = 0;
  std::int64_t from = 0, until = 0;
  std::size_t values = 0;
};

/// A time without a value.
struct Hole {
  std::int64_t from = 0, until = 0;
  std::size_t values = 0;  ///< so many are missing, of the length that the values of the day have
};

struct DayOfChannel {
  std::string day;           ///< YYYY-MM-DD by the market's clock
  std::size_t expected = 0;  ///< values of a whole day: 23, 24 or 25 hours, 92, 96 or 100 quarters
  std::size_t present = 0;
  std::size_t not_measured = 0;  ///< of these: estimated or temporary
  std::vector<Hole> holes;
};

/// Values of one metering point, direction and product.
struct ChannelGaps {
  std::string metering_point, direction, product;
  std::vector<Arrival> arrivals;  ///< as they came
  std::vector<DayOfChannel> days;

  std::size_t holes() const;
};

/// Days are those that values of the channel lie in, or the one that is asked for, with what arrived for it:
/// a channel without a value on it lacks all of it. Values for longer than an hour are no values of
/// intervals, and left out.
std::vector<ChannelGaps> gaps_of(const std::vector<Sent>& sent, const time::Calendar& calendar,
                                 std::optional<time::Day> day);

}  // namespace cimgate::values
