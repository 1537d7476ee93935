#include "gateway/elhub/hub/master_data.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/hub/customer_information.hpp"
#include "gateway/elhub/hub/notices.hpp"
#include "gateway/elhub/hub/point_characteristics.hpp"
#include "gateway/elhub/hub/supply.hpp"

namespace cimgate::hub {
namespace {

using Payload = ebix::common::Elhub_RequestUpdateMasterDataMeteringPointType;
using market::MeteringPoint;

/// A message with this payload alone, as it is kept.
std::string alone(const ebix::RequestUpdateMasterDataMeteringPoint& message, const Payload& payload) {
  auto single = std::make_unique<ebix::RequestUpdateMasterDataMeteringPoint>(message.Header(),
                                                                             message.ProcessEnergyContext());
  single->PayloadMasterDataMPEvent().push_back(payload);
  const auto written = ebix::serialize(ebix::Message(std::move(single)));
  if (!written) throw HubFault("master data could not be written: " + written.error().message);
  return *written;
}

/// What the payload says of the fields that the market state has.
MeteringPoint fields_of(const std::string& gsrn, const Payload& payload) {
  MeteringPoint point;
  point.gsrn = gsrn;
  if (payload.MeteringGridAreaUsedDomainLocation().present())
    point.grid_area = std::string(payload.MeteringGridAreaUsedDomainLocation()->Identification());
  if (payload.MeteringInstallationMeterFacility().present())
    point.meter = std::string(payload.MeteringInstallationMeterFacility()->MeterIdentification());
  if (payload.MpDetailMeteringPointCharacteristic().present()) {
    const auto& detail = *payload.MpDetailMeteringPointCharacteristic();
    if (detail.MeteringPointType().present()) point.type = std::string(*detail.MeteringPointType());
    if (detail.SettlementMethodType().present())
      point.settlement = std::string(*detail.SettlementMethodType());
    if (detail.BlockedForSwitching().present())
      point.blocked_for_switching = bool(*detail.BlockedForSwitching());
  }
  if (!payload.MeasurementDefinition().empty())
    point.resolution = std::string(payload.MeasurementDefinition().front().Resolution());
  return point;
}

void set_status(ProcessContext& context, const std::string& gsrn, const char* status, Day from) {
  MeteringPoint point;
  point.gsrn = gsrn;
  point.status = std::string(status);
  context.ledger().set_point(point, from);
}

/// Keeps what the payload says, from a day on.
void keep(ProcessContext& context, const ebix::RequestUpdateMasterDataMeteringPoint& message,
          const Payload& payload, Day from) {
  const std::string gsrn = payload.MeteringPointUsedDomainLocation().Identification();
  context.ledger().set_point(fields_of(gsrn, payload), from);
  if (payload.MPAddressMeteringPointAddress().present()) {
    const auto& address = *payload.MPAddressMeteringPointAddress();
    context.ledger().set_address(gsrn, from,
                                 {text_of(address.StreetName()), text_of(address.BuildingNumber()),
                                  address.Postcode(), address.CityName()});
  }
  context.ledger().keep_point_data(gsrn, from, alone(message, payload));
}

/// All supply and all access end, and everyone is told. Source: BRS-NO-214.
void end_everything(ProcessContext& context, const std::string& process, const std::string& gsrn, Day from) {
  for (const auto& contract : context.market().contracts_of(gsrn)) {
    if (contract.period.to && *contract.period.to < from) continue;
    if (contract.period.to == from) {
      // Perhaps only because the next one began then, which goes.
      context.ledger().end_contract(gsrn, contract.period.from, from);
      continue;
    }
    if (contract.period.from >= from)
      context.ledger().remove_contract(gsrn, contract.period.from);
    else
      context.ledger().end_contract(gsrn, contract.period.from, from);
    notify_end(context, supplier_of(contract),
               {process, gsrn, from, contract.supplier, contract.customer, {}});
  }
  for (auto access : context.market().third_party_access(gsrn))
    if (access.period.holds(from)) {
      access.period.to = from;
      context.ledger().set_access(access);
    }
}

/// The status that the grid company gives a metering point with BRS-NO-402; nothing when it leaves it alone.
std::optional<std::string> new_status(const std::string& process, const Payload& payload) {
  if (process != "BRS-NO-402" || !payload.MpDetailMeteringPointCharacteristic().present())
    return std::nullopt;
  const auto& status = payload.MpDetailMeteringPointCharacteristic()->PhysicalStatusType();
  if (!status.present()) return std::nullopt;
  return std::string(*status);
}

/// The metering point began earlier than its first message said: from then on it is what it was on its first
/// day. Source: BRS-NO-121, whose date is moved back with BRS-NO-402.
void begin_earlier(ProcessContext& context, const std::string& gsrn, Day from) {
  const Day first = context.market().changes_of(gsrn).front();
  if (from >= first) return;
  context.ledger().set_point(*context.market().metering_point(gsrn, first), from);
  if (const auto address = context.ledger().address_of(gsrn, first))
    context.ledger().set_address(gsrn, from, *address);
  for (const auto& xml : context.ledger().point_data(gsrn, first))
    context.ledger().keep_point_data(gsrn, from, xml);
}

/// The days from which the status of a new first day takes the place of what was said before: those on which
/// the point still has its first status. None when the point begins as it did.
std::vector<Day> days_of_first_status(ProcessContext& context, const std::string& gsrn, Day from) {
  const auto days = context.market().changes_of(gsrn);
  std::vector<Day> found;
  if (days.empty() || from >= days.front()) return found;
  const auto status = context.market().metering_point(gsrn, days.front())->status;
  for (const Day day : days) {
    if (context.market().metering_point(gsrn, day)->status != status) break;
    found.push_back(day);
  }
  return found;
}

}  // namespace

Outcome update_point(ProcessContext& context, const Request& request,
                     const ebix::RequestUpdateMasterDataMeteringPoint& message, std::size_t payload_number) {
  const auto& payload = message.PayloadMasterDataMPEvent().at(payload_number);
  const std::string gsrn = payload.MeteringPointUsedDomainLocation().Identification();
  const Day date =
      payload.StartOfOccurrence().present() ? day_of(*payload.StartOfOccurrence()) : context.today();
  const auto& process = request.process;
  const auto changed = [&](const char* en, const char* nb) {
    context.tell("metering-point-changed",
                 {fmt::format("{} from {}: {}", process, rules::to_text(date), en),
                  fmt::format("{} fra og med {}: {}", process, rules::to_text(date), nb)},
                 process, gsrn, request.sender, request.id, request.name);
  };
  if (process == "BRS-NO-121") {
    MeteringPoint point;
    point.gsrn = gsrn;
    point.status = std::string("E23");  // set by Elhub itself
    point.accounting_point = true;
    point.blocked_for_switching = false;
    context.ledger().set_point(point, date);
    keep(context, message, payload, date);
    changed("new, inactive.", "nytt, inaktivt.");
    return {};
  }
  if (process == "BRS-NO-122") {
    set_status(context, gsrn, "E22", date);
    keep(context, message, payload, date);
    changed("active.", "aktivt.");
    point_activated(context, gsrn, date);
    return {};
  }
  if (process == "BRS-NO-212" || process == "BRS-NO-213") {
    const bool closed = process == "BRS-NO-213";
    set_status(context, gsrn, closed ? "E31" : "E23", date);
    if (closed)
      changed("closed for good.", "avsluttet.");
    else
      changed("inactive.", "inaktivt.");
    return {};
  }
  if (process == "BRS-NO-214") {
    end_everything(context, process, gsrn, date);
    set_status(context, gsrn, "E23", date);
    changed("inactive, and all supply ended.", "inaktivt, og all leveranse opphørt.");
    return {};
  }
  if (process == "BRS-NO-132" || process == "BRS-NO-223" || process == "BRS-NO-224") {
    set_status(context, gsrn, process == "BRS-NO-223" ? "E22" : "E23", date);
    if (process == "BRS-NO-223")
      changed("active again.", "aktivt igjen.");
    else
      changed("inactive again.", "inaktivt igjen.");
    return {};
  }
  // 302, 402, 317 and what else the grid company tells of its points.
  const auto status = new_status(process, payload);
  const auto corrected = days_of_first_status(context, gsrn, date);
  begin_earlier(context, gsrn, date);
  keep(context, message, payload, date);
  if (status) {
    set_status(context, gsrn, status->c_str(), date);
    for (const Day day : corrected) set_status(context, gsrn, status->c_str(), day);
  }
  changed("master data changed.", "grunndata endret.");
  notify_suppliers(context, process, gsrn, date);
  if (status == "E22") point_activated(context, gsrn, date);
  return {};
}

Outcome update_customer(ProcessContext& context, const Request& request,
                        const ebix::RequestUpdateCustomerInformation& message) {
  const auto& event = message.PayloadMasterDataMPEvent();
  const Day date = event.StartOfOccurrence().present() ? day_of(*event.StartOfOccurrence()) : context.today();
  const auto contract = contract_on(context, request.gsrn, date);
  remember_customer(context, request);
  const std::string customer = event.ConsumerInvolvedCustomerParty().Identification();
  // A person's number may be corrected: D-number to national number. Source: BRS-NO-301.
  if (contract && contract->customer != customer) {
    auto corrected = *contract;
    corrected.customer = customer;
    context.ledger().set_contract(corrected);
  }
  context.tell("customer-changed",
               {"The end user's data were updated.", "Sluttbrukerens data ble oppdatert."}, request.process,
               request.gsrn, request.sender, request.id, request.name);
  if (const auto company = grid_company(context, request.gsrn, date))
    notify_customer(context, *company, request.process, request.gsrn, customer, date);
  return {};
}

Outcome update_access(ProcessContext& context, const Request& request,
                      const ebix::UpdateThirdPartyAccess& message) {
  const auto& event = message.PayloadMPEvent();
  const std::string what = event.UpdateIndicator();
  market::ThirdPartyAccess access{request.gsrn, request.sender, {context.today(), std::nullopt}};
  for (const auto& one : context.market().third_party_access(request.gsrn))
    if (one.party == request.sender && one.period.holds(context.today())) access = one;
  if (what == "Delete")
    access.period.to = context.today();  // removal is immediate
  else if (event.EndOfOccurrence().present())
    access.period.to = day_of(*event.EndOfOccurrence());
  // The hub has no end users who approve: it takes their approval for given.
  context.ledger().set_access(access);
  context.tell("access-changed",
               {fmt::format("Access of {}: {}.", request.sender, what),
                fmt::format("Tilgang for {}: {}.", request.sender, what)},
               request.process, request.gsrn, request.sender, request.id, request.name);
  return {};
}

}  // namespace cimgate::hub
