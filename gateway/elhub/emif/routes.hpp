#pragma once
#include <memory>
#include <optional>

#include "gateway/elhub/emif/security.hpp"
#include "gateway/elhub/hub/hub.hpp"
#include "gateway/http/route.hpp"
#include "gateway/http/trust.hpp"

namespace cimgate::emif {

/// The five SOAP services of EMIF at /emif/services and, as Elhub has them, at /WebService/services; with
/// their WSDLs and schemas.
/// `url`: under which the services are reached from outside, for their WSDL; absent = as they were asked for.
/// `security`: what is asked of signatures; null = nothing, and nothing is signed.
http::Part routes(std::shared_ptr<hub::Hub> hub, const std::optional<http::PublicUrl>& url = {},
                  std::shared_ptr<Security> security = {});

}  // namespace cimgate::emif
