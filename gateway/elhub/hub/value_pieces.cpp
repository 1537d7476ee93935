#include "gateway/elhub/hub/value_pieces.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "gateway/market/what_counts.hpp"

namespace cimgate::hub {
namespace {

namespace common = ebix::common;
namespace types = ebix::data_types;
using Collected = common::Elhub_CollectedDataType;
using Validated = common::Elhub_NotifyValidatedDataForBillingEnergyType;
using ledger::StoredSeries;

bool is_interval(const StoredSeries& kept) {
  return kept.process == "BRS-NO-313";
}

bool is_whole(const Piece& piece) {
  return piece.start == piece.series->start && piece.end == piece.series->end;
}

}  // namespace

Piece whole(const StoredSeries& series) {
  return {&series, series.start, series.end};
}

Piece cut(const Piece& piece, Seconds from, Seconds to) {
  if (!is_interval(*piece.series)) return piece;
  return {piece.series, std::max(piece.start, from), std::min(piece.end, to)};
}

std::vector<Piece> what_counts(const std::vector<StoredSeries>& all, Seconds from, Seconds to) {
  struct Versions {
    std::vector<const StoredSeries*> series;
    std::vector<market::Version> all;
  };
  std::map<std::tuple<std::string, std::string, std::string, bool>, Versions> channels;
  for (const auto& one : all) {
    if (one.process == "BRS-NO-311") continue;
    auto& channel = channels[{one.gsrn, one.direction, one.product, is_interval(one)}];
    channel.series.push_back(&one);
    channel.all.push_back({one.start, one.end, one.registered, one.withdrawn, !is_interval(one)});
  }
  std::vector<Piece> pieces;
  for (const auto& [key, channel] : channels)
    for (const auto& one : market::what_counts(channel.all, from, to))
      pieces.push_back({channel.series[one.number], one.start, one.end});
  return pieces;
}

std::optional<Collected> read(const StoredSeries& kept) {
  const auto typed = ebix::parse(kept.xml, {.validate = false});
  if (!typed) return std::nullopt;
  return std::get<std::unique_ptr<ebix::CollectedData>>(*typed)->PayloadEnergyTimeSeries().front();
}

std::vector<Interval> intervals(const Piece& piece, const Collected& series) {
  std::vector<Interval> all;
  const auto count = static_cast<Seconds>(series.Observation().size());
  if (count == 0) return all;
  const Seconds length = (piece.series->end - piece.series->start) / count;
  Seconds at = piece.series->start;
  for (const auto& value : series.Observation()) {
    if (at >= piece.start && at < piece.end) all.push_back({at, length, &value});
    at += length;
  }
  return all;
}

std::optional<Validated> told(ProcessContext& context, const Piece& piece) {
  const auto read_series = read(*piece.series);
  if (!read_series) return std::nullopt;
  const auto& series = *read_series;
  if (!series.ObservationPeriodTimeSeriesPeriod().present() || !series.AnnualPeriodEstimatedMetrics().empty())
    return std::nullopt;
  const auto product =
      series.ProductIncludedProductCharacteristics().present()
          ? *series.ProductIncludedProductCharacteristics()
          : common::Elhub_ProductCharacteristic(types::Elhub_ProductIdentifierType("8716867000030", "9"),
                                                types::Elhub_UnitType("kWh"));
  const auto direction = series.MPDetailMeasurementMeteringPointCharacteristic().present()
                             ? series.MPDetailMeasurementMeteringPointCharacteristic()->Direction()
                             : types::DirectionType("Out");
  auto period = *series.ObservationPeriodTimeSeriesPeriod();
  auto id = series.Identification();
  if (!is_whole(piece)) {
    period.Start(local_time(piece.start));
    period.End(local_time(piece.end));
    id = context.ledger().next_id();  // a part is another series
  }
  Validated made(id, series.RegistrationDateTime(), period, product,
                 common::Elhub_ValidatedDataMeteringPointCharacteristicType(direction));
  made.InsertDateTime(time_of(piece.series->inserted));
  made.MeteringPointUsedDomainLocation(series.MeteringPointUsedDomainLocation());
  std::int32_t number = 0;
  for (const auto& interval : intervals(piece, series)) {
    const auto& observation = *interval.value;
    auto sequence = observation.Sequence();
    if (!is_whole(piece)) sequence = ++number;
    common::QuantityMeteredNotify value(sequence);
    if (observation.Metered().present()) value.Metered(*observation.Metered());
    if (observation.Estimated().present()) value.Estimated(*observation.Estimated());
    if (observation.Temporary().present()) value.Temporary(*observation.Temporary());
    made.Observation().push_back(value);
  }
  if (series.ProfiledObservation().present()) {
    const auto& observation = *series.ProfiledObservation();
    common::QuantityProfiledNotify value;
    if (observation.MeterIndex().present()) return std::nullopt;
    if (observation.Metered().present()) value.Metered(*observation.Metered());
    if (observation.Stipulated().present()) value.Stipulated(*observation.Stipulated());
    if (observation.Withdrawn().present()) value.Withdrawn(*observation.Withdrawn());
    made.ProfiledObservation(value);
  }
  return made;
}

}  // namespace cimgate::hub
