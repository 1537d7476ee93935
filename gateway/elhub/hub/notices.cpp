#include "gateway/elhub/hub/notices.hpp"

#include <algorithm>

#include "gateway/elhub/hub/customer_information.hpp"
#include "gateway/elhub/hub/point_characteristics.hpp"
#include "gateway/market/last_resort.hpp"

namespace cimgate::hub {

namespace common = ebix::common;

namespace {

PointCharacteristics characteristics_of(ProcessContext& context, const std::string& gsrn, Day day) {
  auto characteristics = point_characteristics(context, gsrn, day);
  if (!characteristics) throw HubFault("a notice is about a metering point that is not registered");
  return std::move(*characteristics);
}

}  // namespace

std::string notify_start(ProcessContext& context, const Addressee& to, const StartNotice& notice) {
  // A point that is planned is registered later than the day that a message may name.
  auto characteristics = point_characteristics(context, notice.gsrn, notice.date);
  if (!characteristics)
    characteristics = characteristics_of(context, notice.gsrn, std::max(notice.date, context.today()));
  if (characteristics->grid_area.empty()) {
    context.tell("not-told",
                 {"NotifyStartOfSupply must name the grid area, which the market state does not know.",
                  "NotifyStartOfSupply må oppgi nettområdet, som ikke står i markedsdata."},
                 notice.process, notice.gsrn, to.gln);
    return {};
  }
  const auto customer = customer_information(context, notice.customer, notice.gsrn, notice.date);
  common::Elhub_NotifyStartOfSupplyEventType event(start_of_day(notice.date), metering_point(notice.gsrn),
                                                   grid_area(characteristics->grid_area),
                                                   party(notice.supplier), customer.for_start());
  for (const auto& address : customer.addresses) event.ConsumerInvolvedCustomerAddress().push_back(address);
  put_parts(*characteristics, event);
  event.MPDetailMeteringPointCharacteristics(characteristics->detail);
  const auto heading = context.heading("414", notice.process, to);
  context.send(heading, to,
               std::make_unique<ebix::NotifyStartOfSupply>(header(heading), energy_context(heading), event),
               notice.gsrn);
  return heading.id;
}

void notify_end(ProcessContext& context, const Addressee& to, const EndNotice& notice) {
  const auto customer = customer_information(context, notice.customer, notice.gsrn, notice.date);
  common::Elhub_NotifyEndOfSupplyEventType event(start_of_day(notice.date), metering_point(notice.gsrn),
                                                 party(notice.supplier), customer.for_end());
  if (!notice.reason.empty()) event.ReasonForTransaction(notice.reason);
  for (const auto& address : customer.addresses) event.ConsumerInvolvedCustomerAddress().push_back(address);
  const auto heading = context.heading("406", notice.process, to);
  context.send(heading, to,
               std::make_unique<ebix::NotifyEndOfSupply>(header(heading), energy_context(heading), event),
               notice.gsrn);
}

void notify_point(ProcessContext& context, const Addressee& to, const std::string& process,
                  const std::string& gsrn, Day from) {
  const auto characteristics = characteristics_of(context, gsrn, std::max(from, context.today()));
  common::Elhub_NotifyMeteringPointCharacteristicsEventType event(start_of_day(from), metering_point(gsrn));
  put_parts(characteristics, event);
  if (!characteristics.grid_area.empty())
    event.MeteringGridAreaUsedDomainLocation(grid_area(characteristics.grid_area));
  event.MpDetailMeteringPointCharacteristic(characteristics.detail);
  const auto heading = context.heading("E58", process, to);
  auto outgoing =
      std::make_unique<ebix::NotifyMeteringPointCharacteristics>(header(heading), energy_context(heading));
  outgoing->PayloadMasterdataMPEvent().push_back(event);
  context.send(heading, to, std::move(outgoing), gsrn);
}

void notify_suppliers(ProcessContext& context, const std::string& process, const std::string& gsrn,
                      Day from) {
  std::vector<std::string> told;
  for (const auto& contract : context.market().contracts_of(gsrn)) {
    if (contract.period.to && *contract.period.to <= from) continue;
    if (std::find(told.begin(), told.end(), contract.supplier) != told.end()) continue;
    told.push_back(contract.supplier);
    notify_point(context, supplier_of(contract), process, gsrn, from);
  }
}

void notify_customer(ProcessContext& context, const Addressee& to, const std::string& process,
                     const std::string& gsrn, const std::string& customer, Day from) {
  const auto information = customer_information(context, customer, gsrn, from);
  common::Elhub_NotifyCustomerInformationType event(time_of(context.now()), metering_point(gsrn),
                                                    information.for_notice());
  event.StartOfOccurrence(start_of_day(from));
  for (const auto& address : information.addresses)
    event.ConsumerInvolvedCustomerAddress().push_back(address);
  const auto heading = context.heading("E10", process, to);
  context.send(
      heading, to,
      std::make_unique<ebix::NotifyCustomerInformation>(header(heading), energy_context(heading), event),
      gsrn);
}

std::optional<Addressee> grid_company(ProcessContext& context, const std::string& gsrn, Day day) {
  const auto point = context.market().metering_point(gsrn, day);
  if (!point.known() || !point->grid_area.known()) return std::nullopt;
  const auto owner = context.market().grid_owner(*point->grid_area, day);
  if (!owner.known()) return std::nullopt;
  return Addressee{*owner, "DDM", ""};
}

Addressee supplier_of(const market::Contract& contract) {
  return {contract.supplier, contract.role.empty() ? "DDQ" : contract.role, ""};
}

std::optional<Addressee> last_resort(ProcessContext& context, const std::string& gsrn, Day day) {
  const auto gln = market::last_resort(context.market(), gsrn, day);
  if (gln.empty()) return std::nullopt;
  return Addressee{gln, "SLR", ""};
}

std::optional<market::Contract> contract_on(ProcessContext& context, const std::string& gsrn, Day day) {
  const auto all = context.market().contracts_of(gsrn);
  const auto* held = market::held_on(all, day);
  if (held == nullptr) return std::nullopt;
  return *held;
}

}  // namespace cimgate::hub
