#pragma once
#include <memory>
#include <set>
#include <string>

#include "gateway/elhub/hub/hub.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::hub_api {

/// Access by link (BRS-NO-624): the link itself, and what has become of the answers. `listed`: GLNs of the
/// third parties whose return address is known.
http::Part access_links(const std::shared_ptr<hub::Hub>& hub,
                        const std::shared_ptr<const std::set<std::string>>& listed);

}  // namespace cimgate::hub_api
