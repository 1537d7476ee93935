#include "gateway/elhub/hub/value_pieces.hpp"

#include <algorithm>
#include <map>
#include <string_view>
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

std::size_t place_after(std::string_view xml, std::string_view part) {
  return static_cast<std::size_t>(part.data() + part.size() - xml.data());
}

/// The values of intervals in a stored series, each with its tags. The hub has written it: each begins as
/// they all do, and nothing stands between two of them but white space. None where it is written otherwise.
std::vector<std::string_view> stored_rows(std::string_view xml) {
  constexpr std::string_view open = "<abie:Observation ";
  constexpr std::string_view close = "</abie:Observation>";
  std::vector<std::string_view> rows;
  auto at = xml.find(open);
  while (at != std::string_view::npos && xml.substr(at, open.size()) == open) {
    auto end = xml.find('>', at);
    if (end == std::string_view::npos) break;
    // One without a value has no end tag.
    if (xml[end - 1] != '/') end = xml.find(close, end);
    if (end == std::string_view::npos) break;
    end = xml.find('>', end) + 1;
    rows.push_back(xml.substr(at, end - at));
    at = xml.find_first_not_of(" \t\r\n", end);
  }
  if (!rows.empty() && xml.find(open, place_after(xml, rows.back())) != std::string_view::npos) rows.clear();
  return rows;
}

/// Which of the intervals of a series are in a piece of it: `count` from the one with the number `first` on.
struct Wanted {
  std::size_t first = 0, count = 0;
  Seconds first_at = 0, length = 0;
};

Wanted intervals_in(const Piece& piece, std::size_t all) {
  Wanted wanted;
  if (all == 0) return wanted;
  const auto& series = *piece.series;
  wanted.length = (series.end - series.start) / static_cast<Seconds>(all);
  wanted.first_at = series.start;
  for (; wanted.first < all && wanted.first_at < piece.start; ++wanted.first)
    wanted.first_at += wanted.length;
  auto at = wanted.first_at;
  for (; wanted.first + wanted.count < all && at < piece.end; ++wanted.count) at += wanted.length;
  return wanted;
}

/// The stored series without the rows that are not wanted.
std::string with_rows(std::string_view xml, const std::vector<std::string_view>& rows, const Wanted& wanted) {
  if (wanted.count == rows.size()) return std::string(xml);
  const auto place = [&](std::string_view row) { return static_cast<std::size_t>(row.data() - xml.data()); };
  std::string text(xml.substr(0, place(rows.front())));
  if (wanted.count > 0) {
    const auto from = place(rows[wanted.first]);
    text.append(xml.substr(from, place_after(xml, rows[wanted.first + wanted.count - 1]) - from));
  }
  return text.append(xml.substr(place_after(xml, rows.back())));
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

std::optional<ReadPiece> read(const Piece& piece) {
  const auto rows = stored_rows(piece.series->xml);
  auto wanted = intervals_in(piece, rows.size());
  const auto typed = ebix::parse(with_rows(piece.series->xml, rows, wanted), {.validate = false});
  if (!typed) return std::nullopt;
  const auto* message = std::get_if<std::unique_ptr<ebix::CollectedData>>(&*typed);
  if (message == nullptr || (*message)->PayloadEnergyTimeSeries().empty()) return std::nullopt;
  ReadPiece made{std::make_unique<const Collected>((*message)->PayloadEnergyTimeSeries().front()), {}};
  const auto& values = made.series->Observation();
  std::size_t first = 0;
  if (rows.empty()) {  // nothing was passed over
    wanted = intervals_in(piece, values.size());
    first = wanted.first;
  }
  if (values.size() < first + wanted.count) return std::nullopt;
  auto at = wanted.first_at;
  for (auto number = first; number < first + wanted.count; ++number, at += wanted.length)
    made.intervals.push_back({at, wanted.length, &values[number]});
  return made;
}

std::optional<Validated> told(ProcessContext& context, const Piece& piece) {
  const auto read_piece = read(piece);
  if (!read_piece) return std::nullopt;
  const auto& series = *read_piece->series;
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
  for (const auto& interval : read_piece->intervals) {
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
