#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/access/guard.hpp"
#include "gateway/elhub/emif/security.hpp"
#include "gateway/elhub/hub/hub.hpp"
#include "gateway/elhub/hub_api/access_link.hpp"
#include "gateway/http/route.hpp"
#include "gateway/http/trust.hpp"

/// All faces of the hub together: SOAP, CIM over REST, its other services, and what only a stand-in has.
namespace cimgate::faces {

/// How a hub is reached, and who is let in.
struct Setting {
  std::optional<http::PublicUrl> url;
  std::shared_ptr<emif::Security> security;    ///< what is asked of signatures; null: nothing
  std::shared_ptr<const access::Guard> guard;  ///< who is asked for a token; null: nobody
  hub_api::MayBeAnswered may_be_answered;      ///< third parties that have a return address; empty: none has
};

std::vector<http::Part> of_hub(const Gateway& gateway, const std::shared_ptr<hub::Hub>& hub,
                               Setting setting = {});

}  // namespace cimgate::faces
