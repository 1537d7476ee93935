#pragma once
#include "gateway/elhub/cim_rest/submission.hpp"

namespace cimgate::cim_rest {

/// An operation for each process, `POST /cim/v1/processes/BRS-NO-101`, with the schemas of its documents and
/// answers; and a list of them.
http::Part process_routes(const Desk& desk);

}  // namespace cimgate::cim_rest
