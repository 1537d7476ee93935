#include "gateway/elhub/hub/queries.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/hub/cases.hpp"
#include "gateway/elhub/hub/customer_information.hpp"
#include "gateway/elhub/hub/metering_values.hpp"
#include "gateway/elhub/hub/notices.hpp"
#include "gateway/elhub/hub/point_characteristics.hpp"
#include "gateway/elhub/norway/calendar.hpp"

namespace cimgate::hub {
namespace {

namespace common = ebix::common;

Refusal no_data() {
  return refused("E0H", "260", {"There are no such data.", "Det finnes ingen slike data."});
}

/// Who asked, as the one who gets the answer.
Addressee asker(const Request& request) {
  return {request.sender, request.role, request.physical_sender};
}

/// 303: the end user of the metering point.
Outcome customer_answer(ProcessContext& context, const Request& request, Seconds at) {
  const auto contract = contract_on(context, request.gsrn, norway::day_of(at));
  if (!contract)
    return tl::unexpected(refused("EH016", "89",
                                  {"The metering point has no end user on this day.",
                                   "Målepunktet har ingen sluttbruker denne dagen."}));
  const auto information =
      customer_information(context, contract->customer, request.gsrn, norway::day_of(at));
  common::Elhub_NotifyCustomerInformationType event(time_of(at), metering_point(request.gsrn),
                                                    information.for_notice());
  event.OriginalBusinessDocumentReference(request.id);
  event.StartOfOccurrence(start_of_day(contract->period.from));
  for (const auto& address : information.addresses)
    event.ConsumerInvolvedCustomerAddress().push_back(address);
  const auto to = asker(request);
  const auto heading = context.heading("21", request.process, to);
  context.send(
      heading, to,
      std::make_unique<ebix::NotifyCustomerInformation>(header(heading), energy_context(heading), event),
      request.gsrn);
  return {};
}

/// 303: the metering point, one payload for each contract that holds then or later.
Outcome point_answer(ProcessContext& context, const Request& request, Seconds at) {
  const Day day = norway::day_of(at);
  const auto characteristics = point_characteristics(context, request.gsrn, day);
  if (!characteristics) return tl::unexpected(no_data());
  const auto contract = contract_on(context, request.gsrn, day);
  const auto known = context.market().metering_point(request.gsrn, day);
  common::Elhub_NotifyMeteringPointCharacteristicsEventType event(start_of_day(known->since),
                                                                  metering_point(request.gsrn));
  event.OriginalBusinessDocumentReference(request.id);
  put_parts(*characteristics, event);
  if (!characteristics->grid_area.empty())
    event.MeteringGridAreaUsedDomainLocation(grid_area(characteristics->grid_area));
  event.MpDetailMeteringPointCharacteristic(characteristics->detail);
  // Who the supplier and the end user are is for those who have the contract or the grid.
  if (contract && (request.sender == contract->supplier || request.sender == characteristics->grid_owner)) {
    event.BalanceSupplierInvolvedEnergyParty(party(contract->supplier));
    event.ConsumerInvolvedCustomerParty(
        customer_information(context, contract->customer, request.gsrn, day).for_notice());
  }
  const auto to = asker(request);
  const auto heading = context.heading("21", request.process, to);
  auto outgoing =
      std::make_unique<ebix::NotifyMeteringPointCharacteristics>(header(heading), energy_context(heading));
  outgoing->PayloadMasterdataMPEvent().push_back(event);
  context.send(heading, to, std::move(outgoing), request.gsrn);
  return {};
}

}  // namespace

Outcome answer_query(ProcessContext& context, const Request& request,
                     const ebix::RequestDataFromElhub& message) {
  const auto& query = message.PayloadMPEvent();
  const std::string category = query.QueryTypeCode();
  const Seconds at =
      query.SnapShotOccurrence().present() ? seconds_of(*query.SnapShotOccurrence()) : context.now();
  if (category == "MDCU") return customer_answer(context, request, at);
  if (category == "MDMP") return point_answer(context, request, at);
  if (!query.Period().present()) return tl::unexpected(no_data());
  const Seconds start = seconds_of(query.Period()->Start());
  const Seconds end = seconds_of(query.Period()->End());
  if (category == "STLM") {
    const auto area = query.MeteringGridAreaDomainLocation().present()
                          ? std::string(query.MeteringGridAreaDomainLocation()->Identification())
                          : std::string();
    const auto type = query.BusinessType().present() ? std::string(*query.BusinessType()) : std::string();
    return send_settlement_basis(context, request, area, type, start, end);
  }
  return send_stored_values(context, request, start, end);
}

Outcome ask_grid_company(ProcessContext& context, const Request& request,
                         const ebix::RequestToGridAccessProvider& message) {
  const auto company = grid_company(context, request.gsrn, context.today());
  if (!company)
    return tl::unexpected(refused(
        "E10", "260",
        {"The grid company of the metering point is not known.", "Målepunktets nettselskap er ikke kjent."}));
  // The id stays, so that the grid company can refer to it.
  auto heading = context.heading("21", request.process, *company);
  auto question = new_case(request, context.today(), "");
  question.stage = "waiting-for-answer";
  question.announcement = heading.id;
  context.ledger().save(question);
  context.send(heading, *company,
               std::make_unique<ebix::RequestToGridAccessProvider>(header(heading), energy_context(heading),
                                                                   message.PayloadMPEvent()),
               request.gsrn);
  return {};
}

Outcome answer_of_grid_company(ProcessContext& context, const Request& request,
                               const ebix::ResponseFromGridAccessProvider& message) {
  auto answer = message.PayloadResponseEvent();
  const std::string reference = answer.OriginalBusinessDocumentReference();
  auto question = context.ledger().find_case(reference);
  if (!question) question = context.ledger().case_by_announcement(reference);
  const auto company = question ? grid_company(context, question->gsrn, context.today()) : std::nullopt;
  if (!question || question->process != request.process || !company || company->gln != request.sender)
    return tl::unexpected(refused(
        "E0H", "260",
        {"There is no such question to the sender.", "Det finnes ingen slik forespørsel til avsenderen."}));
  question->status = "completed";
  question->stage = "done";
  context.ledger().save(*question);
  answer.OriginalBusinessDocumentReference(question->id);
  // A question that the market state told of does not say in which role it was asked.
  const Addressee to{question->initiator, question->role.empty() ? "DDQ" : question->role,
                     question->physical_sender};
  const auto heading = context.heading("21", request.process, to);
  context.send(heading, to,
               std::make_unique<ebix::ResponseFromGridAccessProvider>(header(heading),
                                                                      energy_context(heading), answer),
               question->gsrn);
  return {};
}

Outcome ask_hub(ProcessContext& context, const Request& request, const ebix::RequestToElhub& message) {
  const auto& question = message.PayloadMPEvent();
  const auto to = asker(request);
  const auto heading = context.heading("21", request.process, to);
  common::Elhub_ResponseFromElhubType answer(
      request.id, question.QueryCategory(), question.Subject(), question.Request(),
      "Dette er en stedfortreder for Elhub: ingen saksbehandler leser henvendelsen.",
      metering_point(request.gsrn));
  context.send(heading, to,
               std::make_unique<ebix::ResponseFromElhub>(header(heading), energy_context(heading), answer),
               request.gsrn);
  return {};
}

namespace {

/// The metering points that the keys of a 611 lead to. Sources: facts, rules of 611; wildcards are *.
std::vector<std::string> found_points(
    ProcessContext& context, const common::Elhub_RequestUpfrontMeteringPointCharacteristicsType& keys) {
  market::PointSearch search;
  search.limit = 99;
  if (keys.MeteringPointUsedDomainLocation().present())
    search.text = keys.MeteringPointUsedDomainLocation()->Identification();
  if (keys.ConsumerInvolvedCustomerParty().present())
    search.customer = keys.ConsumerInvolvedCustomerParty()->Identification();
  if (keys.MeteringInstallationMeterFacility().present())
    search.meter = keys.MeteringInstallationMeterFacility()->MeterIdentification();
  if (keys.MPAddressMeteringPointAddress().present()) {
    search.street = text_of(keys.MPAddressMeteringPointAddress()->StreetName());
    search.building_number = text_of(keys.MPAddressMeteringPointAddress()->BuildingNumber());
    search.post_code = text_of(keys.MPAddressMeteringPointAddress()->Postcode());
  }
  return context.ledger().search_points(search, context.today());
}

/// What every answer has of it: type, settlement method and status.
common::Elhub_DetailMeteringPointCharacteristicType least_of(
    const common::Elhub_DetailMeteringPointCharacteristicType& detail) {
  common::Elhub_DetailMeteringPointCharacteristicType least;
  if (detail.MeteringPointType().present()) least.MeteringPointType(*detail.MeteringPointType());
  if (detail.SettlementMethodType().present()) least.SettlementMethodType(*detail.SettlementMethodType());
  if (detail.PhysicalStatusType().present()) least.PhysicalStatusType(*detail.PhysicalStatusType());
  return least;
}

/// A metering point with the elements that are `told` to the one who asks; nothing when it is closed, or
/// nobody's.
std::optional<common::Elhub_ResponseUpfrontMeteringPointCharacteristicsType> verified_point(
    ProcessContext& context, const Request& request, const std::vector<std::string>& told,
    const std::string& gsrn) {
  const auto characteristics = point_characteristics(context, gsrn, context.today());
  if (!characteristics || characteristics->grid_owner.empty() || characteristics->status == "E31") return {};
  const auto tells = [&](const char* element) {
    return std::find(told.begin(), told.end(), element) != told.end();
  };
  common::Elhub_ResponseUpfrontMeteringPointCharacteristicsType found(
      request.id, time_of(context.now()), metering_point(gsrn), party(characteristics->grid_owner),
      tells("MpDetailMeteringPointCharacteristic") ? characteristics->detail
                                                   : least_of(characteristics->detail));
  if (tells("DeliveryObligationDate"))
    if (const auto contract = contract_on(context, gsrn, context.today());
        contract && contract->role == "SLR")
      found.DeliveryObligationDate(start_of_day(contract->period.from));
  if (characteristics->address && tells("MPAddressMeteringPointAddress"))
    found.MPAddressMeteringPointAddress(*characteristics->address);
  if (characteristics->cadastre && tells("MPAddressCadastral"))
    found.MPAddressCadastral(*characteristics->cadastre);
  if (!characteristics->grid_area.empty() && tells("MeteringGridAreaUsedDomainLocation"))
    found.MeteringGridAreaUsedDomainLocation(grid_area(characteristics->grid_area));
  if (characteristics->meter && tells("MeteringInstallationMeterFacility"))
    found.MeteringInstallationMeterFacility(*characteristics->meter);
  if (tells("AnnualPeriodEstimatedMetrics"))
    for (const auto& volume : characteristics->annual_volumes) {
      common::Elhub_EstimatedAnnualVolumeType one(volume.Total());
      if (volume.Direction().present()) one.Direction(*volume.Direction());
      found.AnnualPeriodEstimatedMetrics().push_back(one);
    }
  if (characteristics->taxation && tells("MPTaxationProfile")) {
    common::Elhub_NACEConsType codes;
    if (characteristics->taxation->ConsumptionCode().present())
      codes.ConsumptionCode(*characteristics->taxation->ConsumptionCode());
    if (characteristics->taxation->NACE_DivisionCode().present())
      codes.NACE_DivisionCode(*characteristics->taxation->NACE_DivisionCode());
    found.MPTaxationProfile(codes);
  }
  return found;
}

}  // namespace

tl::expected<ledger::StoredMessage, Refusal> verify_point(
    ProcessContext& context, const Request& request,
    const ebix::RequestUpfrontMeteringPointCharacteristics& message) {
  const auto to = asker(request);
  auto heading = context.heading("E07", request.process, to);
  auto outgoing = std::make_unique<ebix::ResponseUpfrontMeteringPointCharacteristics>(
      header(heading), energy_context(heading));
  const auto told = context.timetable().told_upfront(request.role, context.today());
  for (const auto& gsrn : found_points(context, message.PayloadMPEvent()))
    if (const auto found = verified_point(context, request, told, gsrn))
      outgoing->PayloadMasterDataMPEvent().push_back(*found);
  if (outgoing->PayloadMasterDataMPEvent().empty())
    return tl::unexpected(
        refused("E10", "260", {"No metering point fits the search.", "Ingen målepunkt passer til søket."}));
  return context.write(heading, std::move(outgoing), request.gsrn);
}

}  // namespace cimgate::hub
