#include "gateway/elhub/hub/queries.hpp"

#include <fmt/format.h>

#include "gateway/elhub/hub/cases.hpp"
#include "gateway/elhub/hub/customer_sheet.hpp"
#include "gateway/elhub/hub/metering_values.hpp"
#include "gateway/elhub/hub/notices.hpp"
#include "gateway/elhub/hub/point_sheet.hpp"

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
Outcome customer_answer(Desk& desk, const Request& request, Seconds at) {
  const auto contract = contract_on(desk, request.gsrn, rules::norwegian_day(at));
  if (!contract)
    return tl::unexpected(refused("EH016", "89",
                                  {"The metering point has no end user on this day.",
                                   "Målepunktet har ingen sluttbruker denne dagen."}));
  const auto sheet = customer_sheet(desk, contract->customer, request.gsrn, rules::norwegian_day(at));
  common::Elhub_NotifyCustomerInformationType event(time_of(at), metering_point(request.gsrn),
                                                    sheet.for_notice());
  event.OriginalBusinessDocumentReference(request.id);
  event.StartOfOccurrence(start_of_day(contract->period.from));
  for (const auto& address : sheet.addresses) event.ConsumerInvolvedCustomerAddress().push_back(address);
  const auto to = asker(request);
  const auto heading = desk.heading("21", request.process, to);
  desk.send(heading, to,
            std::make_unique<ebix::NotifyCustomerInformation>(header(heading), context(heading), event),
            request.gsrn);
  return {};
}

/// 303: the metering point, one payload for each contract that holds then or later.
Outcome point_answer(Desk& desk, const Request& request, Seconds at) {
  const Day day = rules::norwegian_day(at);
  const auto sheet = point_sheet(desk, request.gsrn, day);
  if (!sheet) return tl::unexpected(no_data());
  const auto contract = contract_on(desk, request.gsrn, day);
  const auto known = desk.market().metering_point(request.gsrn, day);
  common::Elhub_NotifyMeteringPointCharacteristicsEventType event(start_of_day(known->since),
                                                                  metering_point(request.gsrn));
  event.OriginalBusinessDocumentReference(request.id);
  put_parts(*sheet, event);
  if (!sheet->grid_area.empty()) event.MeteringGridAreaUsedDomainLocation(grid_area(sheet->grid_area));
  event.MpDetailMeteringPointCharacteristic(sheet->detail);
  // Who the supplier and the end user are is for those who have the contract or the grid.
  if (contract && (request.sender == contract->supplier || request.sender == sheet->grid_owner)) {
    event.BalanceSupplierInvolvedEnergyParty(party(contract->supplier));
    event.ConsumerInvolvedCustomerParty(
        customer_sheet(desk, contract->customer, request.gsrn, day).for_notice());
  }
  const auto to = asker(request);
  const auto heading = desk.heading("21", request.process, to);
  auto letter = std::make_unique<ebix::NotifyMeteringPointCharacteristics>(header(heading), context(heading));
  letter->PayloadMasterdataMPEvent().push_back(event);
  desk.send(heading, to, std::move(letter), request.gsrn);
  return {};
}

}  // namespace

Outcome answer_query(Desk& desk, const Request& request, const ebix::RequestDataFromElhub& message) {
  const auto& query = message.PayloadMPEvent();
  const std::string category = query.QueryTypeCode();
  const Seconds at =
      query.SnapShotOccurrence().present() ? seconds_of(*query.SnapShotOccurrence()) : desk.now();
  if (category == "MDCU") return customer_answer(desk, request, at);
  if (category == "MDMP") return point_answer(desk, request, at);
  if (!query.Period().present()) return tl::unexpected(no_data());
  const Seconds start = seconds_of(query.Period()->Start());
  const Seconds end = seconds_of(query.Period()->End());
  if (category == "STLM") {
    const auto area = query.MeteringGridAreaDomainLocation().present()
                          ? std::string(query.MeteringGridAreaDomainLocation()->Identification())
                          : std::string();
    const auto type = query.BusinessType().present() ? std::string(*query.BusinessType()) : std::string();
    return send_settlement_basis(desk, request, area, type, start, end);
  }
  return send_stored_values(desk, request, start, end);
}

Outcome ask_grid_company(Desk& desk, const Request& request,
                         const ebix::RequestToGridAccessProvider& message) {
  const auto company = grid_company(desk, request.gsrn, desk.today());
  if (!company)
    return tl::unexpected(refused(
        "E10", "260",
        {"The grid company of the metering point is not known.", "Målepunktets nettselskap er ikke kjent."}));
  // The id stays, so that the grid company can refer to it.
  auto heading = desk.heading("21", request.process, *company);
  auto question = new_case(request, desk.today(), "");
  question.stage = "waiting-for-answer";
  question.announcement = heading.id;
  desk.ledger().save(question);
  desk.send(heading, *company,
            std::make_unique<ebix::RequestToGridAccessProvider>(header(heading), context(heading),
                                                                message.PayloadMPEvent()),
            request.gsrn);
  return {};
}

Outcome answer_of_grid_company(Desk& desk, const Request& request,
                               const ebix::ResponseFromGridAccessProvider& message) {
  auto answer = message.PayloadResponseEvent();
  const std::string reference = answer.OriginalBusinessDocumentReference();
  auto question = desk.ledger().find_case(reference);
  if (!question) question = desk.ledger().case_by_announcement(reference);
  const auto company = question ? grid_company(desk, question->gsrn, desk.today()) : std::nullopt;
  if (!question || question->process != request.process || !company || company->gln != request.sender)
    return tl::unexpected(refused(
        "E0H", "260",
        {"There is no such question to the sender.", "Det finnes ingen slik forespørsel til avsenderen."}));
  question->status = "completed";
  question->stage = "done";
  desk.ledger().save(*question);
  answer.OriginalBusinessDocumentReference(question->id);
  // A question that the market state told of does not say in which role it was asked.
  const Addressee to{question->initiator, question->role.empty() ? "DDQ" : question->role,
                     question->physical_sender};
  const auto heading = desk.heading("21", request.process, to);
  desk.send(heading, to,
            std::make_unique<ebix::ResponseFromGridAccessProvider>(header(heading), context(heading), answer),
            question->gsrn);
  return {};
}

Outcome ask_hub(Desk& desk, const Request& request, const ebix::RequestToElhub& message) {
  const auto& question = message.PayloadMPEvent();
  const auto to = asker(request);
  const auto heading = desk.heading("21", request.process, to);
  common::Elhub_ResponseFromElhubType answer(
      request.id, question.QueryCategory(), question.Subject(), question.Request(),
      "Dette er en stedfortreder for Elhub: ingen saksbehandler leser henvendelsen.",
      metering_point(request.gsrn));
  desk.send(heading, to, std::make_unique<ebix::ResponseFromElhub>(header(heading), context(heading), answer),
            request.gsrn);
  return {};
}

namespace {

/// The metering points that the keys of a 611 lead to. Sources: facts, rules of 611; wildcards are *.
std::vector<std::string> found_points(
    Desk& desk, const common::Elhub_RequestUpfrontMeteringPointCharacteristicsType& keys) {
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
  return desk.ledger().search_points(search, desk.today());
}

}  // namespace

tl::expected<ledger::StoredMessage, Refusal> verify_point(
    Desk& desk, const Request& request, const ebix::RequestUpfrontMeteringPointCharacteristics& message) {
  const auto to = asker(request);
  auto heading = desk.heading("E07", request.process, to);
  auto letter =
      std::make_unique<ebix::ResponseUpfrontMeteringPointCharacteristics>(header(heading), context(heading));
  for (const auto& gsrn : found_points(desk, message.PayloadMPEvent())) {
    const auto sheet = point_sheet(desk, gsrn, desk.today());
    if (!sheet || sheet->grid_owner.empty() || sheet->status == "E31") continue;
    common::Elhub_ResponseUpfrontMeteringPointCharacteristicsType found(
        request.id, time_of(desk.now()), metering_point(gsrn), party(sheet->grid_owner), sheet->detail);
    if (const auto contract = contract_on(desk, gsrn, desk.today()); contract && contract->role == "SLR")
      found.DeliveryObligationDate(start_of_day(contract->period.from));
    if (sheet->address) found.MPAddressMeteringPointAddress(*sheet->address);
    if (sheet->cadastre) found.MPAddressCadastral(*sheet->cadastre);
    if (!sheet->grid_area.empty()) found.MeteringGridAreaUsedDomainLocation(grid_area(sheet->grid_area));
    if (sheet->meter) found.MeteringInstallationMeterFacility(*sheet->meter);
    if (sheet->annual_volume)
      found.AnnualPeriodEstimatedMetrics(
          common::Elhub_EstimatedAnnualVolumeType(sheet->annual_volume->Total()));
    if (sheet->taxation) {
      common::Elhub_NACEConsType codes;
      if (sheet->taxation->ConsumptionCode().present())
        codes.ConsumptionCode(*sheet->taxation->ConsumptionCode());
      if (sheet->taxation->NACE_DivisionCode().present())
        codes.NACE_DivisionCode(*sheet->taxation->NACE_DivisionCode());
      found.MPTaxationProfile(codes);
    }
    letter->PayloadMasterDataMPEvent().push_back(found);
  }
  if (letter->PayloadMasterDataMPEvent().empty())
    return tl::unexpected(
        refused("E10", "260", {"No metering point fits the search.", "Ingen målepunkt passer til søket."}));
  return desk.write(heading, std::move(letter), request.gsrn);
}

}  // namespace cimgate::hub
