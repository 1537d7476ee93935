#pragma once
#include "gateway/market/market.hpp"

namespace cimgate::market {

/// GLN of the supplier of last resort for a metering point; "" when the market has none. Which one serves
/// which area is not in the market state: it is the grid company itself, one with an agreement on balance
/// responsibility there, or the first.
std::string last_resort(const Market& market, const std::string& gsrn, Day day);

}  // namespace cimgate::market
