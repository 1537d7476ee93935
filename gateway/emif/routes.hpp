#pragma once
#include <memory>
#include <optional>

#include "gateway/hub/hub.hpp"
#include "gateway/server/route.hpp"
#include "gateway/server/trust.hpp"

namespace cimgate::emif {

/// The five SOAP services of EMIF at /emif/services, with their WSDLs and schemas.
/// `url`: under which the services are reached from outside, for their WSDL; absent = as they were asked for.
server::Part routes(std::shared_ptr<hub::Hub> hub, const std::optional<server::PublicUrl>& url = {});

}  // namespace cimgate::emif
