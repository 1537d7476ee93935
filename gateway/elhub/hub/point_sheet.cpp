#include "gateway/elhub/hub/point_sheet.hpp"

namespace cimgate::hub {

namespace types = ebix::data_types;
namespace common = ebix::common;

namespace {

using Update = common::Elhub_RequestUpdateMasterDataMeteringPointType;
using Detail = common::Elhub_DetailMeteringPointCharacteristicType;

template <class Optional, class Value>
void take(const Optional& from, std::optional<Value>& into) {
  if (from.present()) into = *from;
}

/// Fields that the update does not have stay as they are.
void merge(const Detail& from, Detail& into) {
  if (from.MeteringPointType().present()) into.MeteringPointType(*from.MeteringPointType());
  if (from.MeteringPointSubTypeConsumption().present())
    into.MeteringPointSubTypeConsumption(*from.MeteringPointSubTypeConsumption());
  if (from.MeteringPointSubTypeProduction().present())
    into.MeteringPointSubTypeProduction(*from.MeteringPointSubTypeProduction());
  if (from.MeterReadingCharacteristics().present())
    into.MeterReadingCharacteristics(*from.MeterReadingCharacteristics());
  if (from.SettlementMethodType().present()) into.SettlementMethodType(*from.SettlementMethodType());
  if (from.PhysicalStatusType().present()) into.PhysicalStatusType(*from.PhysicalStatusType());
  if (from.ContractedConnectionCapacityValue().present())
    into.ContractedConnectionCapacityValue(*from.ContractedConnectionCapacityValue());
  if (from.InstalledCapacity().present()) into.InstalledCapacity(*from.InstalledCapacity());
  if (from.MeterReadingStartDate().present()) into.MeterReadingStartDate(*from.MeterReadingStartDate());
  if (from.MeterReadingFrequencyDuration().present())
    into.MeterReadingFrequencyDuration(*from.MeterReadingFrequencyDuration());
  if (from.Description().present()) into.Description(*from.Description());
  if (from.Priority().present()) into.Priority(*from.Priority());
  if (from.BlockedForSwitching().present()) into.BlockedForSwitching(*from.BlockedForSwitching());
  if (from.MeterReadingOccurrence().present()) into.MeterReadingOccurrence(*from.MeterReadingOccurrence());
}

void apply(const Update& update, PointSheet& sheet) {
  take(update.MPAddressMeteringPointAddress(), sheet.address);
  take(update.MPPositionMeteringPointGeographicalCoordinate(), sheet.position);
  take(update.MPAddressCadastral(), sheet.cadastre);
  take(update.AnnualPeriodEstimatedMetrics(), sheet.annual_volume);
  take(update.MeteringInstallationMeterFacility(), sheet.meter);
  take(update.MPTaxationProfile(), sheet.taxation);
  if (update.MpDetailMeteringPointCharacteristic().present())
    merge(*update.MpDetailMeteringPointCharacteristic(), sheet.detail);
  if (!update.MeasurementDefinition().empty()) {
    sheet.channels.clear();
    for (const auto& channel : update.MeasurementDefinition()) sheet.channels.push_back(channel);
  }
}

}  // namespace

std::optional<PointSheet> point_sheet(Desk& desk, const std::string& gsrn, Day day) {
  const auto point = desk.market().metering_point(gsrn, day);
  if (!point.known()) return std::nullopt;
  PointSheet sheet;
  sheet.gsrn = gsrn;
  if (const auto known = desk.ledger().address_of(gsrn, day); known && !known->post_code.empty()) {
    common::Elhub_MPAddressType address(known->post_code, known->city.empty() ? "UKJENT" : known->city,
                                        types::Elhub_CountryCodeType("NO", "5"));
    if (!known->street.empty()) address.StreetName(known->street);
    if (!known->building_number.empty()) address.BuildingNumber(known->building_number);
    sheet.address = address;
  }
  if (point->meter.known()) sheet.meter = common::Elhub_MeterFacilityType(*point->meter);
  for (const auto& xml : desk.ledger().point_data(gsrn, day))
    if (const auto typed = ebix::parse(xml, {.validate = false}))
      if (const auto* update =
              std::get_if<std::unique_ptr<ebix::RequestUpdateMasterDataMeteringPoint>>(&*typed))
        for (const auto& payload : (*update)->PayloadMasterDataMPEvent()) apply(payload, sheet);
  // The market state has the last word: it knows the status, which messages do not set.
  if (point->type.known())
    sheet.detail.MeteringPointType(types::Elhub_MeteringPointTypeCodeType(*point->type, "260"));
  if (point->settlement.known()) {
    sheet.settlement = *point->settlement;
    sheet.detail.SettlementMethodType(
        types::Elhub_SettlementMethodCodeType(sheet.settlement, sheet.settlement == "Z01" ? "89" : "260"));
  }
  if (point->status.known()) {
    sheet.status = *point->status;
    sheet.detail.PhysicalStatusType(types::Elhub_PhysicalStatusCodeType(sheet.status, "260"));
  }
  if (point->blocked_for_switching.known() && *point->blocked_for_switching)
    sheet.detail.BlockedForSwitching(true);
  if (point->grid_area.known()) {
    sheet.grid_area = *point->grid_area;
    if (const auto owner = desk.market().grid_owner(sheet.grid_area, day); owner.known())
      sheet.grid_owner = *owner;
  }
  return sheet;
}

}  // namespace cimgate::hub
