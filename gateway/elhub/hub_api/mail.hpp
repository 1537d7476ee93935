#pragma once
#include <memory>

#include "gateway/elhub/hub/hub.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::hub_api {

/// GET /hub/v1/mail.
http::Route mail_route(std::shared_ptr<hub::Hub> hub);

}  // namespace cimgate::hub_api
