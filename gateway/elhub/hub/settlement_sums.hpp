#pragma once
#include <compare>
#include <map>
#include <string>

#include "gateway/elhub/hub/process_context.hpp"
#include "gateway/elhub/hub/quantities.hpp"

/// Sums of interval values over the metering points of a grid area: the basis of the balance settlement.
namespace cimgate::hub {

/// What a sum is of. Hours and quarters are summed apart, because nobody has said how an hour becomes
/// quarters: a grid area has the sum of both.
struct SumOf {
  std::string supplier;   ///< GLN; "" = of all, with and without a supplier
  std::string direction;  ///< In, Out
  Seconds length = 0;     ///< of an interval: an hour, a quarter
  auto operator<=>(const SumOf&) const = default;
};
/// By the start of the interval.
using SumByTime = std::map<Seconds, Thousandths>;
using SettlementSums = std::map<SumOf, SumByTime>;

/// Those of a day by grid area, those without values left out. Metering points count that are accounting
/// points of the area on it, exchange apart. What the suppliers have is never more than what all have: the
/// rest has no supplier. One metering point is held in memory at a time.
std::map<std::string, SettlementSums> settlement_sums(ProcessContext& context, Day day);

/// Equal sums have equal fingerprints.
std::string fingerprint(const SettlementSums& sums);

}  // namespace cimgate::hub
