#pragma once
#include <string>

#include "gateway/elhub/hub/process_context.hpp"

/// The runs that make the basis of the balance settlement of a day, D+1 to D+5, and again when its values
/// change later: BRS-NO-321 to the grid company, BRS-NO-502 to each supplier. Sources: that each run tells
/// its results is published; what is in them is assumed where docs/market-news.md says so.
namespace cimgate::hub {

/// Values have come: the days that they are about have runs to come, or one more.
void await_settlement(ProcessContext& context, const ledger::StoredSeries& values);
/// A run. `subject`: "settlement 2026-06-01".
void run_settlement(ProcessContext& context, const std::string& subject);

}  // namespace cimgate::hub
