#pragma once
#include <optional>
#include <string>

#include "gateway/market/market.hpp"

namespace cimgate::market {

/// A contract that came with a portfolio: Elhub moved it (BRS-NO-305), or the new supplier did so itself
/// (BRS-NO-101, for the same customer, from a supplier that left the market). Source: Elhub, "Håndtere
/// markedsprosesser etter gjennomført porteføljeovertagelse".
struct Takeover {
  Day day{};
  bool by_hub = false;
  bool old_supplier_left = false;  ///< is no longer in the market
  bool new_in_market = false;      ///< the new supplier had no balance agreement here before that day
};

/// The takeover that made the last contract to start no later than `as_of`.
std::optional<Takeover> last_takeover(const Market& market, const std::string& gsrn, Day as_of);
/// The day of the first takeover after `as_of` that is known: a contract that is to start, or a process of
/// Elhub's.
std::optional<Day> coming_takeover(const Market& market, const std::string& gsrn, Day as_of);

}  // namespace cimgate::market
