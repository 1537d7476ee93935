#pragma once
#include "gateway/elhub/bridge/records.hpp"
#include "gateway/http/problem.hpp"

namespace cimgate::bridge {

/// Why a document failed, in the words of CIM; the member `fault` is what the market said itself.
http::Problem failure_of(const Outgoing& message);

}  // namespace cimgate::bridge
