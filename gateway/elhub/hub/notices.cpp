#include "gateway/elhub/hub/notices.hpp"

#include <algorithm>

#include "gateway/elhub/hub/customer_sheet.hpp"
#include "gateway/elhub/hub/point_sheet.hpp"
#include "gateway/market/last_resort.hpp"

namespace cimgate::hub {

namespace common = ebix::common;

namespace {

PointSheet sheet_of(Desk& desk, const std::string& gsrn, Day day) {
  auto sheet = point_sheet(desk, gsrn, day);
  if (!sheet) throw HubFault("a notice is about a metering point that is not registered");
  return std::move(*sheet);
}

}  // namespace

std::string notify_start(Desk& desk, const Addressee& to, const StartNotice& notice) {
  // A point that is planned is registered later than the day that a message may name.
  auto sheet = point_sheet(desk, notice.gsrn, notice.date);
  if (!sheet) sheet = sheet_of(desk, notice.gsrn, std::max(notice.date, desk.today()));
  const auto customer = customer_sheet(desk, notice.customer, notice.gsrn, notice.date);
  common::Elhub_NotifyStartOfSupplyEventType event(start_of_day(notice.date), metering_point(notice.gsrn),
                                                   grid_area(sheet->grid_area), party(notice.supplier),
                                                   customer.for_start());
  for (const auto& address : customer.addresses) event.ConsumerInvolvedCustomerAddress().push_back(address);
  put_parts(*sheet, event);
  event.MPDetailMeteringPointCharacteristics(sheet->detail);
  const auto heading = desk.heading("414", notice.process, to);
  desk.send(heading, to,
            std::make_unique<ebix::NotifyStartOfSupply>(header(heading), context(heading), event),
            notice.gsrn);
  return heading.id;
}

void notify_end(Desk& desk, const Addressee& to, const EndNotice& notice) {
  const auto customer = customer_sheet(desk, notice.customer, notice.gsrn, notice.date);
  common::Elhub_NotifyEndOfSupplyEventType event(start_of_day(notice.date), metering_point(notice.gsrn),
                                                 party(notice.supplier), customer.for_end());
  if (!notice.reason.empty()) event.ReasonForTransaction(notice.reason);
  for (const auto& address : customer.addresses) event.ConsumerInvolvedCustomerAddress().push_back(address);
  const auto heading = desk.heading("406", notice.process, to);
  desk.send(heading, to, std::make_unique<ebix::NotifyEndOfSupply>(header(heading), context(heading), event),
            notice.gsrn);
}

void notify_point(Desk& desk, const Addressee& to, const std::string& process, const std::string& gsrn,
                  Day from) {
  const auto sheet = sheet_of(desk, gsrn, std::max(from, desk.today()));
  common::Elhub_NotifyMeteringPointCharacteristicsEventType event(start_of_day(from), metering_point(gsrn));
  put_parts(sheet, event);
  if (!sheet.grid_area.empty()) event.MeteringGridAreaUsedDomainLocation(grid_area(sheet.grid_area));
  event.MpDetailMeteringPointCharacteristic(sheet.detail);
  const auto heading = desk.heading("E58", process, to);
  auto letter = std::make_unique<ebix::NotifyMeteringPointCharacteristics>(header(heading), context(heading));
  letter->PayloadMasterdataMPEvent().push_back(event);
  desk.send(heading, to, std::move(letter), gsrn);
}

void notify_customer(Desk& desk, const Addressee& to, const std::string& process, const std::string& gsrn,
                     const std::string& customer, Day from) {
  const auto sheet = customer_sheet(desk, customer, gsrn, from);
  common::Elhub_NotifyCustomerInformationType event(time_of(desk.now()), metering_point(gsrn),
                                                    sheet.for_notice());
  event.StartOfOccurrence(start_of_day(from));
  for (const auto& address : sheet.addresses) event.ConsumerInvolvedCustomerAddress().push_back(address);
  const auto heading = desk.heading("E10", process, to);
  desk.send(heading, to,
            std::make_unique<ebix::NotifyCustomerInformation>(header(heading), context(heading), event),
            gsrn);
}

std::optional<Addressee> grid_company(Desk& desk, const std::string& gsrn, Day day) {
  const auto point = desk.market().metering_point(gsrn, day);
  if (!point.known() || !point->grid_area.known()) return std::nullopt;
  const auto owner = desk.market().grid_owner(*point->grid_area, day);
  if (!owner.known()) return std::nullopt;
  return Addressee{*owner, "DDM", ""};
}

Addressee supplier_of(const market::Contract& contract) {
  return {contract.supplier, contract.role.empty() ? "DDQ" : contract.role, ""};
}

std::optional<Addressee> last_resort(Desk& desk, const std::string& gsrn, Day day) {
  const auto gln = market::last_resort(desk.market(), gsrn, day);
  if (gln.empty()) return std::nullopt;
  return Addressee{gln, "SLR", ""};
}

std::optional<market::Contract> contract_on(Desk& desk, const std::string& gsrn, Day day) {
  const auto all = desk.market().contracts_of(gsrn);
  const auto* held = market::held_on(all, day);
  if (held == nullptr) return std::nullopt;
  return *held;
}

}  // namespace cimgate::hub
