#pragma once
#include <cstddef>
#include <memory>
#include <vector>

#include "gateway/elhub/cim_rest/watch.hpp"
#include "gateway/elhub/hub/hub.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::cim_rest {

inline constexpr std::size_t most_sharing_subscriptions = 100;  ///< of one party

/// Subscriptions to changes of shared production: made, listed, ended; their changes fetched behind a number,
/// or heard as server-sent events. Nothing is ever sent to an address that somebody gives.
std::vector<http::Route> sharing_subscriptions(const std::shared_ptr<hub::Hub>& hub,
                                               const std::shared_ptr<Watch>& listeners);

}  // namespace cimgate::cim_rest
