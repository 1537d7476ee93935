#pragma once
#include "gateway/elhub/hub/correction.hpp"
#include "gateway/elhub/hub/process_context.hpp"

namespace cimgate::hub {

/// Puts the contracts of a metering point right, takes back the processes that had made them so, and tells
/// whom it concerns (BRS-NO-305). Misfit: the market is not as the correction takes it to be; what was done
/// until then has to be undone by the caller.
tl::expected<void, Misfit> correct(ProcessContext& context, const Correction& correction);

}  // namespace cimgate::hub
