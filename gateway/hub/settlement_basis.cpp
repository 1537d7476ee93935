#include <fmt/format.h>

#include <map>

#include "gateway/hub/metering_values.hpp"
#include "gateway/hub/notices.hpp"

namespace cimgate::hub {
namespace {

namespace common = ebix::common;
namespace types = ebix::data_types;

constexpr Seconds hour = 3600;

/// Thousandths of a kWh by hour, so that sums are exact.
using Sums = std::map<Seconds, std::int64_t>;

std::int64_t thousandths(const model::Decimal& value) {
  const auto& text = value.text();
  const bool negative = text.starts_with('-');
  std::int64_t number = 0;
  int decimals = -1;
  for (const char c : text) {
    if (c == '.') decimals = 0;
    if (c < '0' || c > '9' || decimals == 3) continue;
    number = number * 10 + (c - '0');
    if (decimals >= 0) ++decimals;
  }
  for (int i = decimals < 0 ? 0 : decimals; i < 3; ++i) number *= 10;
  return negative ? -number : number;
}

void add(const ledger::StoredSeries& kept, Seconds from, Seconds to, Sums& sums) {
  const auto typed = ebix::parse(kept.xml, {.validate = false});
  if (!typed) return;
  const auto& series =
      std::get<std::unique_ptr<ebix::CollectedData>>(*typed)->PayloadEnergyTimeSeries().front();
  const auto count = static_cast<Seconds>(series.Observation().size());
  if (count == 0) return;
  const Seconds step = (kept.end - kept.start) / count;
  Seconds at = kept.start;
  for (const auto& value : series.Observation()) {
    if (at >= from && at < to)
      sums[at - at % hour] += value.Metered().present()     ? thousandths(*value.Metered())
                              : value.Estimated().present() ? thousandths(*value.Estimated())
                                                            : thousandths(*value.Temporary());
    at += step;
  }
}

}  // namespace

Outcome send_settlement_basis(Desk& desk, const Request& request, const std::string& area,
                              const std::string& business_type, Seconds start, Seconds end) {
  // Whole days are answered. Source: BRS-NO-324.
  start = rules::start_of(rules::norwegian_day(start));
  end = rules::start_of(rules::norwegian_day(end - 1) + std::chrono::days(1));
  // The latest values of each metering point and period, by direction.
  std::map<std::tuple<std::string, std::string, Seconds, Seconds>, ledger::StoredSeries> latest;
  for (auto& one : desk.ledger().series_in_area(area, start, end))
    if (one.process == "BRS-NO-313" && one.product == "8716867000030")
      latest.insert_or_assign({one.direction, one.gsrn, one.start, one.end}, std::move(one));
  std::map<std::string, Sums> sums;
  for (const auto& [key, one] : latest) {
    const auto contract = contract_on(desk, one.gsrn, rules::norwegian_day(one.start));
    const bool own = contract && contract->supplier == request.sender;
    if (request.role == "DDM" || own) add(one, start, end, sums[one.direction]);
  }
  std::erase_if(sums, [](const auto& one) { return one.second.empty(); });
  // Prices are nothing that this hub knows, so there is no reconciliation (RE..) either.
  if (sums.empty() || business_type.starts_with("RE"))
    return tl::unexpected(
        refused("E0H", "260",
                {"There is no settlement basis for this grid area and period.",
                 "Det finnes ikke avregningsgrunnlag for dette nettområdet og denne perioden."}));
  const Addressee to{request.sender, request.role, request.physical_sender};
  const auto heading = desk.heading("21", request.process, to);
  auto letter =
      std::make_unique<ebix::NotifyValidatedDataForBillingEnergy>(header(heading), context(heading));
  for (const auto& [direction, hours] : sums) {
    common::Elhub_TimeSeriesPeriodType period;
    period.ResolutionDuration("PT1H");
    period.Start(local_time(start));
    period.End(local_time(end));
    common::Elhub_ValidatedDataMeteringPointCharacteristicType kind{types::DirectionType(direction)};
    if (!business_type.empty()) kind.BusinessType(types::Elhub_BusinessTypeType(business_type, "89"));
    common::Elhub_NotifyValidatedDataForBillingEnergyType series(
        desk.ledger().next_id(), time_of(desk.now()), period,
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
    letter->PayloadEnergyTimeSeries().push_back(series);
  }
  desk.send(heading, to, std::move(letter), "");
  return {};
}

}  // namespace cimgate::hub
