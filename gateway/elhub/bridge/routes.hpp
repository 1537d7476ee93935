#pragma once
#include <memory>

#include "gateway/elhub/access/user_routes.hpp"
#include "gateway/elhub/bridge/bridge.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::bridge {

/// Users and acts of a bridge.
access::UserDesk user_desk(const std::shared_ptr<Bridge>& bridge);

/// /bridge/v1, for operators: what is on its way, what was fetched, what needs people. With the metrics and
/// the state of the bridge.
http::Part routes(const std::shared_ptr<Bridge>& bridge);

/// /bridge/v1/shadow, for operators of a bridge in shadow mode: copies of what another integration sent, and
/// the report of a day.
http::Part shadow_routes(const std::shared_ptr<Bridge>& bridge);

}  // namespace cimgate::bridge
