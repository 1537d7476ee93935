#include "gateway/elhub/hub/annual_volumes.hpp"

#include <algorithm>
#include <map>

#include "gateway/elhub/hub/notices.hpp"
#include "gateway/elhub/hub/point_characteristics.hpp"
#include "gateway/elhub/hub/value_pieces.hpp"

namespace cimgate::hub {
namespace {

namespace common = ebix::common;
namespace types = ebix::data_types;
using Volume = common::Elhub_EstimatedAnnualVolumeDetailType;

constexpr const char* process = "BRS-NO-317";
constexpr const char* step = "annual-volumes";
constexpr const char* active_energy = "8716867000030";
constexpr Seconds day_length = 24 * 3600;

/// The next first of one of the months, behind today.
Day next_day(const VolumeTerms& terms, Day today) {
  using namespace std::chrono;
  const year_month_day now(today);
  for (year_month at = now.year() / now.month() + months(1);; at += months(1))
    if (std::find(terms.months.begin(), terms.months.end(), at.month()) != terms.months.end())
      return sys_days(at / 1);
}

void schedule(ProcessContext& context, const VolumeTerms& terms) {
  const auto day = norway::start_of(next_day(terms, context.today()));
  context.schedule(norway::moved(day, rules::Offset{terms.hour, rules::Offset::Unit::hours}), step, step,
                   process, "");
}

/// How much was measured in how long.
struct Measured {
  Thousandths sum = 0;
  Seconds length = 0;
};

/// Of the last year, by direction.
std::map<std::string, Measured> measured(ProcessContext& context, const std::string& gsrn, Seconds from,
                                         Seconds to) {
  std::map<std::string, Measured> all;
  auto stored = context.ledger().series_of(gsrn, from, to);
  std::erase_if(stored, [](const ledger::StoredSeries& one) {
    return !one.product.empty() && one.product != active_energy;
  });
  for (const auto& piece : what_counts(stored, from, to)) {
    // One value for all of a period says nothing of a part of it.
    if (piece.series->withdrawn || piece.start < from || piece.end > to) continue;
    const auto read_piece = read(piece);
    if (!read_piece) continue;
    const auto& series = read_piece->series;
    auto& one = all[piece.series->direction.empty() ? "Out" : piece.series->direction];
    if (series->ProfiledObservation().present()) {
      const auto& value = *series->ProfiledObservation();
      if (!value.Metered().present() && !value.Stipulated().present()) continue;
      one.sum += value.Metered().present() ? thousandths(*value.Metered()) : thousandths(*value.Stipulated());
      one.length += piece.end - piece.start;
      continue;
    }
    for (const auto& interval : read_piece->intervals) {
      one.sum += thousandths(*interval.value);
      one.length += interval.length;
    }
  }
  return all;
}

std::string direction_of(const Volume& volume) {
  return volume.Direction().present() ? std::string(*volume.Direction()) : std::string();
}

/// The volumes that a metering point has from now on; nothing: they stay as they are.
std::optional<std::vector<Volume>> changed(const PointCharacteristics& point,
                                           const std::map<std::string, std::int64_t>& calculated) {
  std::vector<Volume> volumes;
  bool differs = false;
  for (const auto& [direction, total] : calculated) {
    const auto same = [&, to = direction](const Volume& one) { return direction_of(one) == to; };
    const auto before = std::find_if(point.annual_volumes.begin(), point.annual_volumes.end(), same);
    differs = differs || before == point.annual_volumes.end() || before->Total() != total;
    Volume one(total, types::CalculationMethod("Automatic"));
    one.Direction(types::DirectionType(direction));
    volumes.push_back(one);
  }
  // What the grid company has said of the other direction stays; what it has said of none is replaced.
  for (const auto& one : point.annual_volumes)
    if (!direction_of(one).empty() && calculated.count(direction_of(one)) == 0) volumes.push_back(one);
  if (!differs) return std::nullopt;
  return volumes;
}

void keep(ProcessContext& context, const PointCharacteristics& point, const std::vector<Volume>& volumes) {
  const auto heading = context.heading("E58", process, {context.gln(), "DDM", ""});
  auto message =
      std::make_unique<ebix::RequestUpdateMasterDataMeteringPoint>(header(heading), energy_context(heading));
  common::Elhub_RequestUpdateMasterDataMeteringPointType payload(metering_point(point.gsrn));
  payload.StartOfOccurrence(start_of_day(context.today()));
  for (const auto& volume : volumes) payload.AnnualPeriodEstimatedMetrics().push_back(volume);
  message->PayloadMasterDataMPEvent().push_back(payload);
  const auto written = ebix::serialize(ebix::Message(std::move(message)));
  if (!written) throw HubFault("annual volumes could not be written: " + written.error().message);
  context.ledger().keep_point_data(point.gsrn, context.today(), *written);
}

void tell(ProcessContext& context, const std::string& gsrn) {
  context.tell("metering-point-changed",
               {"The expected annual volume was calculated.", "Antatt årsvolum ble beregnet."}, process,
               gsrn);
  if (const auto company = grid_company(context, gsrn, context.today()))
    notify_point(context, *company, process, gsrn, context.today());
  std::vector<std::string> told;
  for (const auto& contract : context.market().contracts_of(gsrn)) {
    if (contract.period.to && *contract.period.to <= context.today()) continue;
    if (std::find(told.begin(), told.end(), contract.supplier) != told.end()) continue;
    told.push_back(contract.supplier);
    notify_point(context, supplier_of(contract), process, gsrn,
                 std::max(contract.period.from, context.today()));
  }
}

void calculate(ProcessContext& context, const std::string& gsrn, const VolumeTerms& terms) {
  const auto point = point_characteristics(context, gsrn, context.today());
  if (!point || point->status != "E22" || !point->detail.MeteringPointType().present()) return;
  const std::string type = *point->detail.MeteringPointType();
  if (type != "E17" && type != "E18" && type != "E19") return;
  const Seconds to = norway::start_of(context.today());
  const Seconds from = norway::start_of(norway::moved(context.today(), {-1, rules::Offset::Unit::years}));
  std::map<std::string, std::int64_t> calculated;
  for (const auto& [direction, one] : measured(context, gsrn, from, to))
    if (const auto total = annual_volume(one.sum, one.length, to - from, terms.least_days * day_length))
      calculated[direction] = *total;
  const auto volumes = changed(*point, calculated);
  if (!volumes) return;
  keep(context, *point, *volumes);
  tell(context, gsrn);
}

}  // namespace

std::optional<std::int64_t> annual_volume(Thousandths sum, Seconds measured, Seconds year, Seconds least) {
  if (measured <= 0 || measured < least || sum < 0) return std::nullopt;
  __extension__ using Wide = __int128;
  const Wide divisor = Wide{measured} * 1000;
  return static_cast<std::int64_t>((Wide{sum} * year + divisor / 2) / divisor);
}

void await_annual_volumes(ProcessContext& context) {
  const auto terms = context.timetable().volume_terms(context.version());
  if (terms && !context.ledger().has_steps(step)) schedule(context, *terms);
}

void calculate_annual_volumes(ProcessContext& context) {
  const auto terms = context.timetable().volume_terms(context.version());
  if (!terms) return;
  std::string last;
  for (;;) {
    const auto some = context.ledger().points_with_values(last, 500);
    if (some.empty()) break;
    last = some.back();
    for (const auto& gsrn : some) calculate(context, gsrn, *terms);
  }
  schedule(context, *terms);
}

}  // namespace cimgate::hub
