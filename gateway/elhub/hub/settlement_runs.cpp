#include "gateway/elhub/hub/settlement_runs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/hub/settlement_sums.hpp"

namespace cimgate::hub {
namespace {

namespace common = ebix::common;
namespace types = ebix::data_types;
using Series = common::Elhub_NotifyValidatedDataForBillingEnergyType;

constexpr std::string_view subject_of_days = "settlement ";
constexpr Seconds quarter = 900;
constexpr std::size_t most_series = 9999;  ///< of a message, by its schema

std::string subject_of(Day day) {
  return std::string(subject_of_days) + rules::to_text(day);
}

Series series_of(ProcessContext& context, const std::string& area, const SumOf& of, const SumByTime& values,
                 Seconds start, Seconds end) {
  common::Elhub_TimeSeriesPeriodType period;
  period.ResolutionDuration(of.length == quarter ? "PT15M" : "PT1H");
  period.Start(local_time(start));
  period.End(local_time(end));
  Series series(
      context.ledger().next_id(), time_of(context.now()), period,
      common::Elhub_ProductCharacteristic(types::Elhub_ProductIdentifierType("8716867000030", "9"),
                                          types::Elhub_UnitType("kWh")),
      common::Elhub_ValidatedDataMeteringPointCharacteristicType(types::DirectionType(of.direction)));
  series.MeteringGridAreaUsedDomainLocation(grid_area(area));
  if (!of.supplier.empty()) series.BalanceSupplierInvolvedEnergyParty(party(of.supplier));
  std::int32_t number = 0;
  for (Seconds at = start; at < end; at += of.length) {
    const auto sum = values.find(at);
    common::QuantityMeteredNotify value(++number);
    value.Calculated(
        types::CalculatedQuantityType(model::Decimal::scaled(sum == values.end() ? 0 : sum->second, 3)));
    series.Observation().push_back(value);
  }
  return series;
}

void send(ProcessContext& context, const std::string& process, const Addressee& to,
          const std::vector<Series>& series) {
  for (std::size_t from = 0; from < series.size(); from += most_series) {
    const auto heading = context.heading("E31", process, to);
    auto outgoing =
        std::make_unique<ebix::NotifyValidatedDataForBillingEnergy>(header(heading), energy_context(heading));
    for (std::size_t i = from; i < std::min(series.size(), from + most_series); ++i)
      outgoing->PayloadEnergyTimeSeries().push_back(series[i]);
    context.send(heading, to, std::move(outgoing), "");
  }
}

/// The role in which a party supplies on a day.
std::string role_of(const market::Market& market, const std::string& supplier, Day day) {
  const auto history = market.party_history(supplier);
  const auto* now = market::held_on(history, day);
  const bool last_resort_only = now != nullptr &&
                                std::find(now->roles.begin(), now->roles.end(), "DDQ") == now->roles.end() &&
                                std::find(now->roles.begin(), now->roles.end(), "SLR") != now->roles.end();
  return last_resort_only ? "SLR" : "DDQ";
}

/// The grid company gets all sums of its area, a supplier its own.
void tell(ProcessContext& context, const std::string& area, Day day, const SettlementSums& sums) {
  const Seconds start = norway::start_of(day);
  const Seconds end = norway::start_of(day + std::chrono::days(1));
  std::vector<Series> all;
  for (const auto& [of, values] : sums) all.push_back(series_of(context, area, of, values, start, end));
  if (const auto owner = context.market().grid_owner(area, day); owner.known())
    send(context, "BRS-NO-321", {*owner, "DDM", ""}, all);
  for (auto at = sums.begin(); at != sums.end();) {
    const auto supplier = at->first.supplier;
    std::vector<Series> own;
    for (; at != sums.end() && at->first.supplier == supplier; ++at)
      if (!supplier.empty()) own.push_back(series_of(context, area, at->first, at->second, start, end));
    if (!own.empty())
      send(context, "BRS-NO-502", {supplier, role_of(context.market(), supplier, day), ""}, own);
  }
}

/// The run behind `now` that comes next for a day; nothing: all have been.
std::optional<Seconds> next_run(const ProcessContext& context, Day day, Seconds now) {
  for (const auto at : context.timetable().settlement_runs(day))
    if (at > now) return at;
  return std::nullopt;
}

}  // namespace

void await_settlement(ProcessContext& context, const ledger::StoredSeries& values) {
  if (values.process != "BRS-NO-313" || values.start >= values.end) return;
  const Day last = norway::day_of(values.end - 1);
  for (Day day = norway::day_of(values.start); day <= last; day += std::chrono::days(1)) {
    const auto subject = subject_of(day);
    if (context.timetable().settlement_runs(day).empty() || context.ledger().has_steps(subject)) continue;
    const auto next = next_run(context, day, context.now());
    // Behind the last run, a correction is told by one more.
    context.schedule(next ? *next : context.timetable().next_settlement(context.now()), "settlement", subject,
                     "BRS-NO-321", "");
  }
}

void run_settlement(ProcessContext& context, const std::string& subject) {
  const auto day = rules::parse_day(subject.substr(std::min(subject.size(), subject_of_days.size())));
  if (!day) return;
  const auto runs = context.timetable().settlement_runs(*day);
  const bool is_late = runs.empty() || context.now() > runs.back();
  for (const auto& [area, sums] : settlement_sums(context, *day)) {
    const auto before = context.ledger().settled(area, *day);
    const auto now = fingerprint(sums);
    // Each run tells its results; later, only what has changed is told.
    if (is_late && before && before->sums == now) continue;
    const int number = before ? before->run + 1 : 1;
    context.ledger().save(ledger::Settled{area, *day, number, context.now(), now});
    context.tell(
        "settlement-run",
        {fmt::format("Settlement basis of {} for {}, run {}.", rules::to_text(*day), area, number),
         fmt::format("Avregningsgrunnlag for {} i {}, kjøring {}.", rules::to_text(*day), area, number)},
        "BRS-NO-321");
    tell(context, area, *day, sums);
  }
  if (const auto next = next_run(context, *day, context.now()))
    context.schedule(*next, "settlement", subject, "BRS-NO-321", "");
}

}  // namespace cimgate::hub
