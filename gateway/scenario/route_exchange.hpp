#pragma once
#include <memory>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/http/route.hpp"
#include "gateway/scenario/exchange.hpp"

namespace cimgate::scenario {

/// Calls the routes of this process, without a network between. `owner` is what they work on, kept as long as
/// the exchange lives.
/// Error: routes that no server would take.
tl::expected<std::unique_ptr<Exchange>, std::string> route_exchange(std::vector<http::Route> routes,
                                                                    std::shared_ptr<void> owner = {});

}  // namespace cimgate::scenario
