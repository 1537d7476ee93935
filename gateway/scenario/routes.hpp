#pragma once
#include "cimgate/gateway.hpp"
#include "gateway/http/route.hpp"
#include "gateway/scenario/rehearsal.hpp"

namespace cimgate::scenario {

/// GET /hub/v1/scenarios: what can be played; POST /hub/v1/scenarios/{name}?by=soap|cim: plays one, each time
/// against a system that `open` gives, and answers with its transcript. The market of the hub that serves
/// these routes stays as it is.
http::Part routes(Gateway gateway, OpenSystem open);

}  // namespace cimgate::scenario
