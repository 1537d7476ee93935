#pragma once
#include "gateway/elhub/bridge/bridge.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::bridge {

/// GET /bridge/v1/state: how it stands with the market, the queues, the webhook and the use of BRS-NO-611.
/// Numbers, times and GLNs, nothing that a message says.
http::Answer overview(Bridge& bridge);

/// 503: the book cannot be read now.
http::Answer unreadable_book();

}  // namespace cimgate::bridge
