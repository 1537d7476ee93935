#include <fmt/format.h>

#include <map>

#include "gateway/elhub/hub/metering_values.hpp"
#include "gateway/elhub/hub/notices.hpp"
#include "gateway/elhub/hub/quantities.hpp"
#include "gateway/elhub/hub/value_pieces.hpp"
#include "gateway/elhub/norway/calendar.hpp"

namespace cimgate::hub {
namespace {

namespace common = ebix::common;
namespace types = ebix::data_types;

constexpr Seconds hour = 3600;

/// Thousandths of a kWh by hour, so that sums are exact.
using Sums = std::map<Seconds, Thousandths>;

void add(const Piece& piece, Sums& sums) {
  const auto values = read(piece);
  if (!values) return;
  for (const auto& one : values->intervals) sums[one.at - one.at % hour] += thousandths(*one.value);
}

}  // namespace

Outcome send_settlement_basis(ProcessContext& context, const Request& request, const std::string& area,
                              const std::string& business_type, Seconds start, Seconds end) {
  // Whole days are answered. Source: BRS-NO-324.
  start = norway::start_of(norway::day_of(start));
  end = norway::start_of(norway::day_of(end - 1) + std::chrono::days(1));
  auto all = context.ledger().series_in_area(area, start, end);
  std::erase_if(all, [](const ledger::StoredSeries& one) {
    return one.process != "BRS-NO-313" || one.product != "8716867000030";
  });
  std::map<std::string, Sums> sums;
  for (const auto& piece : what_counts(all, start, end)) {
    auto& sum = sums[piece.series->direction];
    if (request.role == "DDM") {
      add(piece, sum);
      continue;
    }
    // A supplier gets the sums of its own customers.
    for (const auto& contract : context.market().contracts_of(piece.series->gsrn))
      if (contract.supplier == request.sender)
        add(cut(piece, norway::start_of(contract.period.from),
                contract.period.to ? norway::start_of(*contract.period.to) : piece.end),
            sum);
  }
  std::erase_if(sums, [](const auto& one) { return one.second.empty(); });
  // Of which types there are sums, a rule has judged (rules/market/BRS-NO-324.yaml).
  if (sums.empty())
    return tl::unexpected(
        refused("E0H", "260",
                {"There is no settlement basis for this grid area and period.",
                 "Det finnes ikke avregningsgrunnlag for dette nettområdet og denne perioden."}));
  const Addressee to{request.sender, request.role, request.physical_sender};
  const auto heading = context.heading("21", request.process, to);
  auto outgoing =
      std::make_unique<ebix::NotifyValidatedDataForBillingEnergy>(header(heading), energy_context(heading));
  for (const auto& [direction, hours] : sums) {
    common::Elhub_TimeSeriesPeriodType period;
    period.ResolutionDuration("PT1H");
    period.Start(local_time(start));
    period.End(local_time(end));
    common::Elhub_ValidatedDataMeteringPointCharacteristicType kind{types::DirectionType(direction)};
    if (!business_type.empty()) kind.BusinessType(types::Elhub_BusinessTypeType(business_type, "89"));
    common::Elhub_NotifyValidatedDataForBillingEnergyType series(
        context.ledger().next_id(), time_of(context.now()), period,
        common::Elhub_ProductCharacteristic(types::Elhub_ProductIdentifierType("8716867000030", "9"),
                                            types::Elhub_UnitType("kWh")),
        kind);
    series.RequestReference(request.id);
    series.MeteringGridAreaUsedDomainLocation(grid_area(area));
    if (request.role != "DDM") series.BalanceSupplierInvolvedEnergyParty(party(request.sender));
    std::int32_t number = 0;
    for (Seconds at = start; at < end; at += hour) {
      const auto sum = hours.find(at);
      common::QuantityMeteredNotify value(++number);
      value.Calculated(
          types::CalculatedQuantityType(model::Decimal::scaled(sum == hours.end() ? 0 : sum->second, 3)));
      series.Observation().push_back(value);
    }
    outgoing->PayloadEnergyTimeSeries().push_back(series);
  }
  context.send(heading, to, std::move(outgoing), "");
  return {};
}

}  // namespace cimgate::hub
