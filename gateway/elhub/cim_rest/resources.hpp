#pragma once
#include <memory>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/hub/hub.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::cim_rest {

/// What parties may read of the market: metering points with their contracts, end users and values; parties;
/// grid areas. Of a metering point a party gets what BRS-NO-303 and BRS-NO-315 would answer it, by the same
/// rules. Only the stand-in has them: a bridge knows no market.
http::Part resources(const Gateway& gateway, const std::shared_ptr<hub::Hub>& hub);

}  // namespace cimgate::cim_rest
