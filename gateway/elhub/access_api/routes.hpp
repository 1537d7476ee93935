#pragma once
#include <memory>

#include "gateway/elhub/access/guard.hpp"
#include "gateway/elhub/hub/hub.hpp"
#include "gateway/http/route.hpp"

/// Elhub's Access API (/access/v0): suppliers ask end users for consent, and get grants, whose ids are the
/// ConsentIDs of their messages. What the end user and Elhub's own processes do is for whoever operates the
/// hub. Source: https://github.com/elhub/auth-grant-manager.
namespace cimgate::access_api {

/// `guard`: who is asked for a token; null: nobody.
http::Part routes(const std::shared_ptr<hub::Hub>& hub, const std::shared_ptr<const access::Guard>& guard);

}  // namespace cimgate::access_api
