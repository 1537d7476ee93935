#pragma once
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/hub/hub.hpp"
#include "gateway/scenario/rehearsal.hpp"

namespace cimgate::scenario {

/// A hub of its own each time, in memory, with nothing in it.
OpenSystem built_in_hub(const Gateway& gateway);

/// All faces of a hub, spoken to without a network between. Nothing leaves it: what end users decide by a
/// link is answered to every third party, and can be looked at. Error: a sentence.
tl::expected<std::unique_ptr<Exchange>, std::string> exchange_with(const Gateway& gateway,
                                                                   const std::shared_ptr<hub::Hub>& hub);

}  // namespace cimgate::scenario
