#pragma once
#include <memory>

#include "gateway/elhub/hub/hub.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::cim_rest {

/// Shared production over REST, as the names of Elhub's operations suggest it: versions of a sharing key, and
/// subscriptions to their changes (docs/shared-production.md). Provisional; only the stand-in has it.
http::Part shared_production(const std::shared_ptr<hub::Hub>& hub);

}  // namespace cimgate::cim_rest
