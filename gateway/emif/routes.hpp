#pragma once
#include <memory>

#include "gateway/hub/hub.hpp"
#include "gateway/server/route.hpp"

namespace cimgate::emif {

/// The five SOAP services of EMIF at /emif/services, with their WSDLs and schemas.
server::Part routes(std::shared_ptr<hub::Hub> hub);

}  // namespace cimgate::emif
