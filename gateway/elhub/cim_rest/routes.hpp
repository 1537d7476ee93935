#pragma once
#include <memory>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/cim_rest/counterpart.hpp"
#include "gateway/http/route.hpp"

/// The market as it may look after the move to CIM: documents by REST. Elhub has published no such interface;
/// this one is ours, after what is known of its plans (docs/hub.md).
namespace cimgate::cim_rest {

http::Part routes(Gateway gateway, std::shared_ptr<Counterpart> counterpart);

}  // namespace cimgate::cim_rest
