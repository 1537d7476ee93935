#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gateway/elhub/bridge/bridge.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::bridge {

/// A file of keys or certificates, as operators see it.
struct CertificateView {
  std::string use;      ///< "tls", "ws-security"
  std::string subject;  ///< "" = it holds whom we trust, not what is ours
  Millis ends = 0;
  std::int64_t days_left = 0;
  bool soon = false;    ///< it is time to get a new one
  std::string problem;  ///< why what the file holds now is not in use; "" = it is
};

/// /bridge/v1, for operators: what is on its way, what was fetched, what needs people. With the metrics and
/// the state of the bridge.
http::Part routes(std::shared_ptr<Bridge> bridge, std::function<std::vector<CertificateView>()> certificates);

/// /bridge/v1/shadow, for operators of a bridge in shadow mode: copies of what another integration sent, and
/// the report of a day.
http::Part shadow_routes(const std::shared_ptr<Bridge>& bridge);

}  // namespace cimgate::bridge
