#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/elhub/ledger/records.hpp"

/// Sums of metering values by day, month or year of Norway.
namespace cimgate::hub {

using ledger::Day;
using ledger::Seconds;

enum class SumSpan : std::uint8_t { day, month, year };

/// Adds decimals as they are written, without rounding.
class ExactSum {
 public:
  void add(std::string_view decimal);
  /// "12.5", "-0.25", "0".
  std::string text() const;

 private:
  std::int64_t whole_ = 0;
  std::int64_t parts_ = 0;  ///< millionths
};

struct ValueSum {
  Day from{}, to{};  ///< [from, to)
  std::string direction, product, unit;
  std::string quantity;     ///< exact
  std::int64_t values = 0;  ///< how many were added
  bool complete = false;    ///< they fill the whole time
};

/// [from, to)
using TimeRange = std::pair<Seconds, Seconds>;

/// The day on which the span of a day begins, and that on which the next one does.
Day begin_of(SumSpan span, Day day);
Day next(SumSpan span, Day begin);

/// Sums of the interval values that count within `ranges`, for each span that [from, to) touches; by time,
/// direction and product. Spans without a value have none.
std::vector<ValueSum> sums_of(const std::vector<ledger::StoredSeries>& all,
                              const std::vector<TimeRange>& ranges, Day from, Day to, SumSpan span);

/// New values are in sums so long after they came. Source: Elhub user forum, June 2025 ("about 15 minutes").
inline constexpr Seconds until_sums_follow = 15 * 60;

}  // namespace cimgate::hub
