#pragma once
#include <memory>
#include <string>
#include <vector>

#include "gateway/elhub/hub/hub.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::hub_api {

/// /hub/v1/usage-611: how much each party uses BRS-NO-611, and the limits.
std::vector<http::Route> usage_routes(const std::shared_ptr<hub::Hub>& hub);

/// Lines of /metrics: the light of each party, and the queries that were refused because of it.
std::string usage_metrics(const hub::Hub& hub);

}  // namespace cimgate::hub_api
