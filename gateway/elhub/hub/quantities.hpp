#pragma once
#include <cstdint>
#include <string>

#include "cimgate/ebix_model/message.hpp"

namespace cimgate::hub {

/// Thousandths of a kWh, which metering values have at most: sums of them are exact.
using Thousandths = std::int64_t;

Thousandths thousandths(const model::Decimal& value);
/// What an hour or a quarter of interval values says.
Thousandths thousandths(const ebix::common::QuantityMeteredCollect& value);
/// "12.500"
std::string decimal_text(Thousandths value);

}  // namespace cimgate::hub
