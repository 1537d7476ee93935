#pragma once
#include <memory>

#include "gateway/elhub/cim_rest/counterpart.hpp"
#include "gateway/elhub/hub/hub.hpp"

namespace cimgate::cim_rest {

/// The stand-in as a counterpart: it has a document as soon as it is handed in.
std::shared_ptr<Counterpart> counterpart_of(std::shared_ptr<hub::Hub> hub);

}  // namespace cimgate::cim_rest
