#include "gateway/hub/metering_values.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/hub/notices.hpp"

namespace cimgate::hub {
namespace {

namespace common = ebix::common;
namespace types = ebix::data_types;
using Collected = common::Elhub_CollectedDataType;
using Validated = common::Elhub_NotifyValidatedDataForBillingEnergyType;
using ledger::StoredSeries;

constexpr int distribution_hour = 9;  // receivers from 09:00 (VEE)
constexpr int reminder_hour = 7;      // the previous day's values by 07:00 (VEE)

Seconds at_hour(Day day, int hour) {
  return rules::moved(rules::start_of(day), rules::Offset{hour, rules::Offset::Unit::hours});
}

std::string alone(const ebix::CollectedData& message, const Collected& series) {
  auto single = std::make_unique<ebix::CollectedData>(message.Header(), message.ProcessEnergyContext());
  single->PayloadEnergyTimeSeries().push_back(series);
  const auto written = ebix::serialize(ebix::Message(std::move(single)));
  if (!written) throw HubFault("a series could not be written: " + written.error().message);
  return *written;
}

StoredSeries stored(Desk& desk, const Request& request, const ebix::CollectedData& message,
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
  }
  kept.registered = seconds_of(series.RegistrationDateTime());
  kept.registration = series.RegistrationDateTime().text();
  kept.inserted = desk.now();
  kept.xml = alone(message, series);
  return kept;
}

/// The series as those get it who are entitled to the values. Nothing: there is nothing in it for them.
std::optional<Validated> validated(const StoredSeries& kept) {
  const auto typed = ebix::parse(kept.xml, {.validate = false});
  if (!typed) return std::nullopt;
  const auto& series =
      std::get<std::unique_ptr<ebix::CollectedData>>(*typed)->PayloadEnergyTimeSeries().front();
  if (!series.ObservationPeriodTimeSeriesPeriod().present() ||
      series.AnnualPeriodEstimatedMetrics().present())
    return std::nullopt;
  const auto product =
      series.ProductIncludedProductCharacteristics().present()
          ? *series.ProductIncludedProductCharacteristics()
          : common::Elhub_ProductCharacteristic(types::Elhub_ProductIdentifierType("8716867000030", "9"),
                                                types::Elhub_UnitType("kWh"));
  const auto direction = series.MPDetailMeasurementMeteringPointCharacteristic().present()
                             ? series.MPDetailMeasurementMeteringPointCharacteristic()->Direction()
                             : types::DirectionType("Out");
  Validated made(series.Identification(), series.RegistrationDateTime(),
                 *series.ObservationPeriodTimeSeriesPeriod(), product,
                 common::Elhub_ValidatedDataMeteringPointCharacteristicType(direction));
  made.InsertDateTime(time_of(kept.inserted));
  made.MeteringPointUsedDomainLocation(series.MeteringPointUsedDomainLocation());
  for (const auto& observation : series.Observation()) {
    common::QuantityMeteredNotify value(observation.Sequence());
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

/// Who may have the values of a period: suppliers of any part of it, the grid company, third parties with
/// access; but not the one who sent them.
std::vector<Addressee> entitled(Desk& desk, const StoredSeries& kept) {
  std::vector<Addressee> all;
  const auto add = [&](Addressee one) {
    if (one.gln != kept.sender &&
        std::none_of(all.begin(), all.end(), [&](const Addressee& other) { return other.gln == one.gln; }))
      all.push_back(std::move(one));
  };
  const Day first = rules::norwegian_day(kept.start);
  const Day last = rules::norwegian_day(std::max(kept.start, kept.end - 1));
  for (const auto& contract : desk.market().contracts_of(kept.gsrn))
    if (contract.period.from <= last && (!contract.period.to || *contract.period.to > first))
      add(supplier_of(contract));
  if (auto company = grid_company(desk, kept.gsrn, first)) add(std::move(*company));
  for (const auto& access : desk.market().third_party_access(kept.gsrn))
    if (access.period.holds(desk.today())) add({access.party, "AG", ""});
  return all;
}

void collect(Desk& desk, const StoredSeries& kept, PassedOn& passed_on) {
  const auto series = validated(kept);
  if (!series) return;
  for (auto& one : entitled(desk, kept)) {
    auto at = std::find_if(passed_on.all.begin(), passed_on.all.end(),
                           [&](const PassedOn::To& other) { return other.to.gln == one.gln; });
    if (at == passed_on.all.end()) at = passed_on.all.insert(at, {std::move(one), {}});
    at->series.push_back(*series);
  }
}

void send(Desk& desk, const std::string& document_type, const std::string& process, PassedOn& passed_on) {
  for (auto& one : passed_on.all) {
    const auto heading = desk.heading(document_type, process, one.to);
    auto letter =
        std::make_unique<ebix::NotifyValidatedDataForBillingEnergy>(header(heading), context(heading));
    for (const auto& series : one.series) letter->PayloadEnergyTimeSeries().push_back(series);
    const auto gsrn =
        one.series.front().MeteringPointUsedDomainLocation().present()
            ? std::string(one.series.front().MeteringPointUsedDomainLocation()->Identification())
            : std::string();
    desk.send(heading, one.to, std::move(letter), gsrn);
  }
  passed_on.all.clear();
}

/// The reading that a supplier got from its customer goes to the grid company (311).
void forward_reading(Desk& desk, const Request& request, const Collected& series, const StoredSeries& kept) {
  const auto company = grid_company(desk, kept.gsrn, desk.today());
  if (!company) return;
  const Addressee to{company->gln, "MDR", ""};
  const auto heading = desk.heading(request.document_type, request.process, to);
  auto letter = std::make_unique<ebix::CollectedData>(header(heading), context(heading));
  letter->PayloadEnergyTimeSeries().push_back(series);
  desk.send(heading, to, std::move(letter), kept.gsrn);
}

Outcome fits_what_is_stored(Desk& desk, const StoredSeries& kept) {
  const auto all = desk.ledger().series_of(kept.gsrn, kept.start, std::max(kept.end, kept.start + 1));
  for (const auto& other : all)
    if (other.process == kept.process && other.direction == kept.direction && other.product == kept.product &&
        other.id != kept.id && other.registered >= kept.registered)
      return tl::unexpected(
          refused("E86", "260",
                  {"RegistrationDateTime must be later than that of the values stored for the period.",
                   "RegistrationDateTime må være senere enn for verdiene som er lagret for perioden."}));
  const auto last = desk.ledger().last_series(kept.gsrn, kept.process);
  if (!last || kept.process == "BRS-NO-332") return {};
  if (kept.process == "BRS-NO-313" && kept.start > last->end)
    return tl::unexpected(refused(
        "E50", "260",
        {"The values of the time before have not been sent.", "Verdiene for tiden før er ikke sendt."}));
  if (kept.process == "BRS-NO-312" && kept.start != last->end && kept.start != last->start)
    return tl::unexpected(refused(
        "E50", "260",
        {"The period does not follow on the period before.", "Perioden følger ikke etter forrige periode."}));
  return {};
}

}  // namespace

Outcome take_series(Desk& desk, const Request& request, const ebix::CollectedData& message,
                    std::size_t number, PassedOn& passed_on) {
  const auto& series = message.PayloadEnergyTimeSeries().at(number);
  const auto kept = stored(desk, request, message, series);
  if (request.process == "BRS-NO-311") {
    desk.ledger().keep(kept);
    forward_reading(desk, request, series, kept);
    return {};
  }
  if (auto fits = fits_what_is_stored(desk, kept); !fits) return fits;
  desk.ledger().keep(kept);
  if (request.process == "BRS-NO-313") {
    if (!desk.ledger().has_steps("reminder"))
      desk.schedule(at_hour(desk.today() + std::chrono::days(1), reminder_hour), "reminder", "reminder",
                    "BRS-NO-314", "");
    const Seconds open = at_hour(desk.today(), distribution_hour);
    if (desk.now() < open && kept.end == rules::start_of(desk.today())) {
      desk.schedule(open, "distribution", kept.id, request.process, kept.gsrn);
      return {};
    }
  }
  collect(desk, kept, passed_on);
  return {};
}

void pass_on(Desk& desk, const Request& request, PassedOn& passed_on) {
  desk.tell("values-received", {"Metering values were stored.", "Måleverdier ble lagret."}, request.process,
            request.gsrn, request.sender, request.id, request.name);
  send(desk, "E66", request.process, passed_on);
}

void distribute(Desk& desk, const std::string& series_id) {
  const auto kept = desk.ledger().series(series_id);
  if (!kept) return;
  PassedOn passed_on;
  collect(desk, *kept, passed_on);
  send(desk, "E66", kept->process, passed_on);
}

Outcome reading_refused(Desk& desk, const Request& request, const ebix::Acknowledgement& message) {
  const auto& event = message.PayloadResponseEvent();
  const auto kept = event.OriginalPayloadReference().present()
                        ? desk.ledger().series(*event.OriginalPayloadReference())
                        : std::nullopt;
  const auto company = kept ? grid_company(desk, kept->gsrn, desk.today()) : std::nullopt;
  if (!kept || kept->process != "BRS-NO-311" || !company || company->gln != request.sender)
    return tl::unexpected(refused(
        "E0H", "260", {"There is no such reading to refuse.", "Det finnes ingen slik avlesning å avvise."}));
  const auto typed = ebix::parse(kept->xml, {.validate = false});
  if (!typed) throw HubFault("a stored reading could not be read");
  const auto& original = *std::get<std::unique_ptr<ebix::CollectedData>>(*typed);
  const Addressee to{kept->sender, "DDQ", original.Header().PhysicalSenderEnergyParty().Identification()};
  const auto heading = desk.heading("294", request.process, to);
  common::Elhub_Acknowledgement answer(event.StatusType(), original.Header().Identification());
  answer.OriginalPayloadReference(*event.OriginalPayloadReference());
  for (const auto& code : event.ResponseReasonType()) answer.ResponseReasonType().push_back(code);
  desk.send(heading, to, std::make_unique<ebix::Acknowledgement>(header(heading), context(heading), answer),
            kept->gsrn);
  return {};
}

Outcome send_stored_values(Desk& desk, const Request& request, Seconds start, Seconds end) {
  // Of values for the same period only the latest count.
  std::vector<StoredSeries> latest;
  for (auto& one : desk.ledger().series_of(request.gsrn, start, end)) {
    if (one.process == "BRS-NO-311") continue;
    std::erase_if(latest, [&](const StoredSeries& other) {
      return other.start == one.start && other.end == one.end && other.direction == one.direction &&
             other.product == one.product;
    });
    latest.push_back(std::move(one));
  }
  std::sort(latest.begin(), latest.end(), [](const StoredSeries& a, const StoredSeries& b) {
    return std::tie(a.start, a.direction, a.product, a.id) < std::tie(b.start, b.direction, b.product, b.id);
  });
  PassedOn passed_on;
  passed_on.all.push_back({{request.sender, request.role, request.physical_sender}, {}});
  for (const auto& one : latest)
    if (auto series = validated(one)) {
      series->RequestReference(request.id);
      passed_on.all.front().series.push_back(std::move(*series));
    }
  if (passed_on.all.front().series.empty())
    return tl::unexpected(refused("E0H", "260",
                                  {"There are no values for this metering point and period.",
                                   "Det finnes ingen verdier for dette målepunktet og denne perioden."}));
  send(desk, "21", request.process, passed_on);
  return {};
}

void remind(Desk& desk) {
  const Seconds today = rules::start_of(desk.today());
  std::vector<std::pair<Addressee, std::vector<common::Elhub_ReminderType>>> all;
  for (const auto& [gsrn, last] : desk.ledger().silent_since(today)) {
    const auto point = desk.market().metering_point(gsrn, desk.today());
    const auto company = grid_company(desk, gsrn, desk.today());
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
    const auto heading = desk.heading("E39", "BRS-NO-314", to);
    common::Elhub_RequestCollectedDataType event(types::ReminderType("IV"));
    for (const auto& one : reminders) event.Reminder().push_back(one);
    desk.send(heading, to,
              std::make_unique<ebix::RequestCollectedData>(header(heading), context(heading), event), "");
  }
  desk.schedule(at_hour(desk.today() + std::chrono::days(1), reminder_hour), "reminder", "reminder",
                "BRS-NO-314", "");
}

}  // namespace cimgate::hub
