#pragma once
#include <memory>

#include "gateway/elhub/hub/hub.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::cim_rest {

/// What third parties need so that they can do without SOAP: their access, more access (BRS-NO-622), and sums
/// of values by day, month and year. Only the stand-in has them.
http::Part third_parties(const std::shared_ptr<hub::Hub>& hub);

}  // namespace cimgate::cim_rest
