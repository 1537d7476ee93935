#pragma once
#include <memory>
#include <optional>

#include "gateway/elhub/hub/hub.hpp"
#include "gateway/http/route.hpp"
#include "gateway/http/trust.hpp"

namespace cimgate::emif {

/// The five SOAP services of EMIF at /emif/services, with their WSDLs and schemas.
/// `url`: under which the services are reached from outside, for their WSDL; absent = as they were asked for.
http::Part routes(std::shared_ptr<hub::Hub> hub, const std::optional<http::PublicUrl>& url = {});

}  // namespace cimgate::emif
