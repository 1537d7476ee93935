#pragma once
#include <memory>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/hub/hub.hpp"
#include "gateway/http/route.hpp"

/// The hub as it may look after the move to CIM: documents by REST. Elhub has published no such interface;
/// this one is ours, after what is known of its plans (docs/hub.md).
namespace cimgate::cim_rest {

http::Part routes(Gateway gateway, std::shared_ptr<hub::Hub> hub);

}  // namespace cimgate::cim_rest
