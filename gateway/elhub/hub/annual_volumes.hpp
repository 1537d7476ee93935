#pragma once
#include <optional>

#include "gateway/elhub/hub/process_context.hpp"
#include "gateway/elhub/hub/quantities.hpp"

/// BRS-NO-317 by the hub itself: expected annual volumes by direction, out of stored values. That the hub
/// calculates them is published; how and when is assumed (rules/tables/annual-volumes.yaml).
namespace cimgate::hub {

/// What a year has in kWh when some time of it has so much: whole, half a kWh rounded up, and exact before
/// that. Nothing: the time is too short.
std::optional<std::int64_t> annual_volume(Thousandths sum, Seconds measured, Seconds year, Seconds least);

/// Values have come: from now on volumes are calculated when their day comes, in versions that can tell them
/// by direction.
void await_annual_volumes(ProcessContext& context);
/// The day has come: calculates those of all metering points, tells what has changed, and comes again.
void calculate_annual_volumes(ProcessContext& context);

}  // namespace cimgate::hub
