#pragma once
#include <functional>
#include <memory>
#include <string>

#include "gateway/elhub/hub/hub.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::hub_api {

/// True for a third party, a GLN, whose return address is known. Empty: there is none.
using MayBeAnswered = std::function<bool(const std::string& gln)>;

/// Access by link (BRS-NO-624): the link itself, and what has become of the answers.
http::Part access_links(const std::shared_ptr<hub::Hub>& hub, MayBeAnswered may_be_answered);

}  // namespace cimgate::hub_api
