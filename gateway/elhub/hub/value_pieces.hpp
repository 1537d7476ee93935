#pragma once
#include <memory>
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

/// A piece of a stored series, read.
struct ReadPiece {
  /// Of the values of intervals it has at least those of the piece.
  std::unique_ptr<const ebix::common::Elhub_CollectedDataType> series;
  std::vector<Interval> intervals;  ///< those of the piece
};
/// What a day of a month takes grows with the day: values that are not in the piece are passed over unread.
/// Nothing: what was stored cannot be read.
std::optional<ReadPiece> read(const Piece& piece);

/// The piece as those get it who are entitled to the values. Nothing: there is nothing in it for them.
std::optional<ebix::common::Elhub_NotifyValidatedDataForBillingEnergyType> told(ProcessContext& context,
                                                                                const Piece& piece);

}  // namespace cimgate::hub
