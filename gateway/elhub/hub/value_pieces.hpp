#pragma once
#include <optional>
#include <vector>

#include "gateway/elhub/hub/process_context.hpp"

/// Parts of stored series. Values have versions: of a time, what was registered last counts, and the series
/// before it are cut around it.
namespace cimgate::hub {

struct Piece {
  const ledger::StoredSeries* series = nullptr;
  Seconds start = 0, end = 0;
};

Piece whole(const ledger::StoredSeries& series);
/// What lies in [from, to). One value for all of a period cannot be cut.
Piece cut(const Piece& piece, Seconds from, Seconds to);

/// What counts in [from, to) of series in the order in which they came; by metering point, channel and time.
std::vector<Piece> what_counts(const std::vector<ledger::StoredSeries>& all, Seconds from, Seconds to);

/// One value of a series of intervals.
struct Interval {
  Seconds at = 0, length = 0;
  const ebix::common::QuantityMeteredCollect* value = nullptr;
};
/// Those of a piece. `series`: what was stored, read.
std::vector<Interval> intervals(const Piece& piece, const ebix::common::Elhub_CollectedDataType& series);
/// The stored series, read. Nothing: it has none.
std::optional<ebix::common::Elhub_CollectedDataType> read(const ledger::StoredSeries& kept);

/// The piece as those get it who are entitled to the values. Nothing: there is nothing in it for them.
std::optional<ebix::common::Elhub_NotifyValidatedDataForBillingEnergyType> told(ProcessContext& context,
                                                                                const Piece& piece);

}  // namespace cimgate::hub
