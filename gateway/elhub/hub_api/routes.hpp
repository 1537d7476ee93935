#pragma once
#include <memory>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/access/user_routes.hpp"
#include "gateway/elhub/hub/hub.hpp"
#include "gateway/http/route.hpp"

/// What Elhub does not have: to set the clock of the hub, to load a market, to see what happened.
namespace cimgate::hub_api {

/// Users and acts of a hub.
access::UserDesk user_desk(const std::shared_ptr<hub::Hub>& hub);

http::Part routes(Gateway gateway, std::shared_ptr<hub::Hub> hub);

}  // namespace cimgate::hub_api
