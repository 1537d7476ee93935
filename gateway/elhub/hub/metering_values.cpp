#include "gateway/elhub/hub/metering_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "gateway/elhub/hub/annual_volumes.hpp"
#include "gateway/elhub/hub/notices.hpp"
#include "gateway/elhub/hub/point_characteristics.hpp"
#include "gateway/elhub/hub/settlement_runs.hpp"
#include "gateway/elhub/hub/value_pieces.hpp"
#include "gateway/elhub/norway/calendar.hpp"

namespace cimgate::hub {
namespace {

namespace common = ebix::common;
namespace types = ebix::data_types;
using Collected = common::Elhub_CollectedDataType;
using ledger::StoredSeries;

constexpr int distribution_hour = 9;  // receivers from 09:00 (VEE)
constexpr int reminder_hour = 7;      // the previous day's values by 07:00 (VEE)

Seconds at_hour(Day day, int hour) {
  return norway::moved(norway::start_of(day), rules::Offset{hour, rules::Offset::Unit::hours});
}

std::string alone(const ebix::CollectedData& message, const Collected& series) {
  auto single = std::make_unique<ebix::CollectedData>(message.Header(), message.ProcessEnergyContext());
  single->PayloadEnergyTimeSeries().push_back(series);
  const auto written = ebix::serialize(ebix::Message(std::move(single)));
  if (!written) throw HubFault("a series could not be written: " + written.error().message);
  return *written;
}

std::string number_text(const model::Decimal& value) {
  return value.text();
}

/// What the meter shows at the end of the period says nothing of the next period's start.
bool ends_with_meter_change(const Collected& series) {
  if (!series.ProfiledObservation().present()) return false;
  const auto& value = *series.ProfiledObservation();
  return (value.Metered().present() && value.Metered()->MeterReadReasonCode() == "4") ||
         (value.Stipulated().present() && value.Stipulated()->MeterReadReasonCode() == "4");
}

StoredSeries stored(ProcessContext& context, const Request& request, const ebix::CollectedData& message,
                    const Collected& series) {
  StoredSeries kept;
  kept.id = series.Identification();
  kept.gsrn = series.MeteringPointUsedDomainLocation().Identification();
  kept.process = request.process;
  kept.sender = request.sender;
  if (series.MPDetailMeasurementMeteringPointCharacteristic().present())
    kept.direction = std::string(series.MPDetailMeasurementMeteringPointCharacteristic()->Direction());
  if (series.ProductIncludedProductCharacteristics().present())
    kept.product = std::string(series.ProductIncludedProductCharacteristics()->Identification());
  if (series.ObservationPeriodTimeSeriesPeriod().present()) {
    const auto& period = *series.ObservationPeriodTimeSeriesPeriod();
    if (period.Start().present()) kept.start = seconds_of(*period.Start());
    kept.end = period.End().present() ? seconds_of(*period.End()) : kept.start;
    if (period.MeterReadingEnd().present() && !ends_with_meter_change(series))
      kept.reading_end = number_text(*period.MeterReadingEnd());
  }
  kept.withdrawn =
      series.ProfiledObservation().present() && series.ProfiledObservation()->Withdrawn().present();
  kept.registered = seconds_of(series.RegistrationDateTime());
  kept.registration = series.RegistrationDateTime().text();
  kept.inserted = context.now();
  kept.xml = alone(message, series);
  return kept;
}

/// Who may have values, and of which time.
struct Entitled {
  Addressee to;
  Seconds from = 0, until = 0;
};

/// Suppliers have the time of their contracts, third parties with access what came after the end user moved
/// in, the grid company all, also when it has sent the values itself. Sources: BRS-NO-313, SYS-DDM313-07.
std::vector<Entitled> entitled(ProcessContext& context, const Piece& piece) {
  std::vector<Entitled> all;
  const auto add = [&](Addressee one, Seconds from, Seconds until) {
    from = std::max(from, piece.start);
    until = std::min(until, piece.end);
    if (from >= until && piece.start < piece.end) return;
    // A supplier may have two contracts, one after the other.
    const auto at = std::find_if(all.begin(), all.end(), [&](const Entitled& other) {
      return other.to.gln == one.gln && other.until >= from;
    });
    if (at == all.end())
      all.push_back({std::move(one), from, until});
    else
      *at = {at->to, std::min(at->from, from), std::max(at->until, until)};
  };
  const auto& gsrn = piece.series->gsrn;
  const auto contracts = context.market().contracts_of(gsrn);
  for (const auto& contract : contracts)
    add(supplier_of(contract), norway::start_of(contract.period.from),
        contract.period.to ? norway::start_of(*contract.period.to) : piece.end);
  const auto moved_in = market::lives_since(contracts, context.today());
  if (auto company = grid_company(context, gsrn, norway::day_of(piece.start)))
    add(std::move(*company), piece.start, piece.end);
  for (const auto& access : context.market().third_party_access(gsrn))
    if (access.period.holds(context.today()) && moved_in)
      add({access.party, "AG", ""}, norway::start_of(*moved_in), piece.end);
  return all;
}

void collect(ProcessContext& context, const Piece& piece, PassedOn& passed_on) {
  for (auto& one : entitled(context, piece)) {
    const auto series = told(context, cut(piece, one.from, one.until));
    if (!series) continue;
    auto at = std::find_if(passed_on.all.begin(), passed_on.all.end(),
                           [&](const PassedOn::To& other) { return other.to.gln == one.to.gln; });
    if (at == passed_on.all.end()) at = passed_on.all.insert(at, {std::move(one.to), {}});
    at->series.push_back(*series);
  }
}

void send(ProcessContext& context, const std::string& document_type, const std::string& process,
          PassedOn& passed_on) {
  for (auto& one : passed_on.all) {
    const auto heading = context.heading(document_type, process, one.to);
    auto outgoing =
        std::make_unique<ebix::NotifyValidatedDataForBillingEnergy>(header(heading), energy_context(heading));
    for (const auto& series : one.series) outgoing->PayloadEnergyTimeSeries().push_back(series);
    const auto gsrn =
        one.series.front().MeteringPointUsedDomainLocation().present()
            ? std::string(one.series.front().MeteringPointUsedDomainLocation()->Identification())
            : std::string();
    context.send(heading, one.to, std::move(outgoing), gsrn);
  }
  passed_on.all.clear();
}

/// The reading that a supplier got from its customer goes to the grid company (311).
void forward_reading(ProcessContext& context, const Request& request, const Collected& series,
                     const StoredSeries& kept) {
  const auto company = grid_company(context, kept.gsrn, context.today());
  if (!company) return;
  const Addressee to{company->gln, "MDR", ""};
  const auto heading = context.heading(request.document_type, request.process, to);
  auto outgoing = std::make_unique<ebix::CollectedData>(header(heading), energy_context(heading));
  outgoing->PayloadEnergyTimeSeries().push_back(series);
  context.send(heading, to, std::move(outgoing), kept.gsrn);
}

}  // namespace

std::vector<std::vector<std::size_t>> belonging_together(const ebix::CollectedData& message) {
  struct Time {
    Seconds start, end;
    std::size_t number;
  };
  std::map<std::tuple<std::string, std::string, std::string, Seconds>, std::vector<Time>> channels;
  std::size_t number = 0;
  for (const auto& series : message.PayloadEnergyTimeSeries()) {
    const auto at = number++;
    const auto& period = series.ObservationPeriodTimeSeriesPeriod();
    if (!period.present() || !period->Start().present() || !period->End().present()) continue;
    const auto& kind = series.MPDetailMeasurementMeteringPointCharacteristic();
    const auto& product = series.ProductIncludedProductCharacteristics();
    channels[{series.MeteringPointUsedDomainLocation().Identification(),
              kind.present() ? std::string(kind->Direction()) : std::string(),
              product.present() ? std::string(product->Identification()) : std::string(),
              seconds_of(series.RegistrationDateTime())}]
        .push_back({seconds_of(*period->Start()), seconds_of(*period->End()), at});
  }
  std::vector<std::vector<std::size_t>> groups;
  for (auto& [channel, times] : channels) {
    std::sort(times.begin(), times.end(), [](const Time& a, const Time& b) { return a.start < b.start; });
    Seconds end = 0;
    std::vector<std::size_t> group;
    const auto close = [&] {
      if (group.size() > 1) groups.push_back(std::move(group));
      group.clear();
    };
    for (const auto& time : times) {
      if (!group.empty() && time.start >= end) close();
      end = group.empty() ? time.end : std::max(end, time.end);
      group.push_back(time.number);
    }
    close();
  }
  return groups;
}

Outcome take_series(ProcessContext& context, const Request& request, const ebix::CollectedData& message,
                    std::size_t number, PassedOn& passed_on) {
  const auto& series = message.PayloadEnergyTimeSeries().at(number);
  const auto kept = stored(context, request, message, series);
  if (request.process == "BRS-NO-311") {
    context.ledger().keep(kept);
    forward_reading(context, request, series, kept);
    return {};
  }
  context.ledger().keep(kept);
  await_annual_volumes(context);
  await_settlement(context, kept);
  if (request.process == "BRS-NO-313") {
    if (!context.ledger().has_steps("reminder"))
      context.schedule(at_hour(context.today() + std::chrono::days(1), reminder_hour), "reminder", "reminder",
                       "BRS-NO-314", "");
    const Seconds open = at_hour(context.today(), distribution_hour);
    const bool yesterday = norway::day_of(kept.end - 1) == context.today() - std::chrono::days(1);
    if (context.now() < open && yesterday) {
      context.schedule(open, "distribution", kept.id, request.process, kept.gsrn);
      return {};
    }
  }
  collect(context, whole(kept), passed_on);
  return {};
}

void pass_on(ProcessContext& context, const Request& request, PassedOn& passed_on) {
  context.tell("values-received", {"Metering values were stored.", "Måleverdier ble lagret."},
               request.process, request.gsrn, request.sender, request.id, request.name);
  send(context, "E66", request.process, passed_on);
}

void distribute(ProcessContext& context, const std::string& series_id) {
  const auto kept = context.ledger().series(series_id);
  if (!kept) return;
  // What was replaced before it was distributed is of no use to anybody.
  const auto all = context.ledger().series_of(kept->gsrn, kept->start, kept->end);
  PassedOn passed_on;
  for (const auto& piece : what_counts(all, kept->start, kept->end))
    if (piece.series->sequence == kept->sequence) collect(context, piece, passed_on);
  send(context, "E66", kept->process, passed_on);
}

Outcome reading_refused(ProcessContext& context, const Request& request,
                        const ebix::Acknowledgement& message) {
  const auto& event = message.PayloadResponseEvent();
  const auto kept = event.OriginalPayloadReference().present()
                        ? context.ledger().series(*event.OriginalPayloadReference())
                        : std::nullopt;
  const auto company = kept ? grid_company(context, kept->gsrn, context.today()) : std::nullopt;
  if (!kept || kept->process != "BRS-NO-311" || !company || company->gln != request.sender)
    return tl::unexpected(refused(
        "E0H", "260", {"There is no such reading to refuse.", "Det finnes ingen slik avlesning å avvise."}));
  const auto typed = ebix::parse(kept->xml, {.validate = false});
  if (!typed) throw HubFault("a stored reading could not be read");
  const auto& original = *std::get<std::unique_ptr<ebix::CollectedData>>(*typed);
  const Addressee to{kept->sender, "DDQ", original.Header().PhysicalSenderEnergyParty().Identification()};
  const auto heading = context.heading("294", request.process, to);
  common::Elhub_Acknowledgement answer(event.StatusType(), original.Header().Identification());
  answer.OriginalPayloadReference(*event.OriginalPayloadReference());
  for (const auto& code : event.ResponseReasonType()) answer.ResponseReasonType().push_back(code);
  context.send(heading, to,
               std::make_unique<ebix::Acknowledgement>(header(heading), energy_context(heading), answer),
               kept->gsrn);
  return {};
}

Outcome send_stored_values(ProcessContext& context, const Request& request, Seconds start, Seconds end) {
  const auto all = context.ledger().series_of(request.gsrn, start, end);
  PassedOn passed_on;
  passed_on.all.push_back({{request.sender, request.role, request.physical_sender}, {}});
  for (const auto& piece : what_counts(all, start, end))
    if (auto series = told(context, piece)) {
      series->RequestReference(request.id);
      passed_on.all.front().series.push_back(std::move(*series));
    }
  if (passed_on.all.front().series.empty())
    return tl::unexpected(refused("E0H", "260",
                                  {"There are no values for this metering point and period.",
                                   "Det finnes ingen verdier for dette målepunktet og denne perioden."}));
  send(context, "21", request.process, passed_on);
  return {};
}

namespace {

/// Where values have stopped coming, with the end of the last ones; the earliest, where several have. A
/// channel that the metering point no longer has does not count; where no message has stated channels, all
/// do.
std::map<std::string, Seconds> silent_points(ProcessContext& context, Seconds until) {
  std::map<std::string, Seconds> points;
  std::optional<PointCharacteristics> known;
  for (const auto& channel : context.ledger().silent_since(until)) {
    if (!known || known->gsrn != channel.gsrn)
      known = point_characteristics(context, channel.gsrn, context.today());
    if (!known || !may_have(*known, channel.product, channel.direction)) continue;
    const auto [at, first] = points.emplace(channel.gsrn, channel.since);
    if (!first) at->second = std::min(at->second, channel.since);
  }
  return points;
}

}  // namespace

void remind(ProcessContext& context) {
  const Seconds today = norway::start_of(context.today());
  std::vector<std::pair<Addressee, std::vector<common::Elhub_ReminderType>>> all;
  for (const auto& [gsrn, last] : silent_points(context, today)) {
    const auto point = context.market().metering_point(gsrn, context.today());
    const auto company = grid_company(context, gsrn, context.today());
    if (!company || !point.known() || !point->status.known() || *point->status != "E22") continue;
    const auto at =
        std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.first.gln == company->gln; });
    auto& to = at != all.end() ? *at
                               : all.emplace_back(Addressee{company->gln, "MDR", ""},
                                                  std::vector<common::Elhub_ReminderType>());
    to.second.emplace_back(common::Elhub_PeriodType(local_time(last), local_time(today)),
                           metering_point(gsrn));
  }
  for (auto& [to, reminders] : all) {
    const auto heading = context.heading("E39", "BRS-NO-314", to);
    common::Elhub_RequestCollectedDataType event(types::ReminderType("IV"));
    for (const auto& one : reminders) event.Reminder().push_back(one);
    context.send(
        heading, to,
        std::make_unique<ebix::RequestCollectedData>(header(heading), energy_context(heading), event), "");
  }
  context.schedule(at_hour(context.today() + std::chrono::days(1), reminder_hour), "reminder", "reminder",
                   "BRS-NO-314", "");
}

}  // namespace cimgate::hub
