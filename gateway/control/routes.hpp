#pragma once
#include <memory>

#include "cimgate/gateway.hpp"
#include "gateway/hub/hub.hpp"
#include "gateway/server/route.hpp"

/// What Elhub does not have: to set the clock of the hub, to load a market, to see what happened.
namespace cimgate::control {

server::Part routes(Gateway gateway, std::shared_ptr<hub::Hub> hub);

}  // namespace cimgate::control
