#include "gateway/elhub/hub/point_characteristics.hpp"

#include <algorithm>

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

void apply(const Update& update, PointCharacteristics& characteristics) {
  take(update.MPAddressMeteringPointAddress(), characteristics.address);
  take(update.MPPositionMeteringPointGeographicalCoordinate(), characteristics.position);
  take(update.MPAddressCadastral(), characteristics.cadastre);
  // Those that a message names are all that there are from then on; no page says that it could be otherwise.
  if (!update.AnnualPeriodEstimatedMetrics().empty())
    characteristics.annual_volumes.assign(update.AnnualPeriodEstimatedMetrics().begin(),
                                          update.AnnualPeriodEstimatedMetrics().end());
  take(update.MeteringInstallationMeterFacility(), characteristics.meter);
  take(update.MPTaxationProfile(), characteristics.taxation);
  if (update.MpDetailMeteringPointCharacteristic().present())
    merge(*update.MpDetailMeteringPointCharacteristic(), characteristics.detail);
  if (!update.MeasurementDefinition().empty()) {
    characteristics.channels.clear();
    for (const auto& channel : update.MeasurementDefinition()) characteristics.channels.push_back(channel);
  }
}

}  // namespace

std::optional<PointCharacteristics> point_characteristics(ProcessContext& context, const std::string& gsrn,
                                                          Day day) {
  const auto point = context.market().metering_point(gsrn, day);
  if (!point.known()) return std::nullopt;
  PointCharacteristics characteristics;
  characteristics.gsrn = gsrn;
  if (const auto known = context.ledger().address_of(gsrn, day); known && !known->post_code.empty()) {
    common::Elhub_MPAddressType address(known->post_code, known->city.empty() ? "UKJENT" : known->city,
                                        types::Elhub_CountryCodeType("NO", "5"));
    if (!known->street.empty()) address.StreetName(known->street);
    if (!known->building_number.empty()) address.BuildingNumber(known->building_number);
    characteristics.address = address;
  }
  if (point->meter.known()) characteristics.meter = common::Elhub_MeterFacilityType(*point->meter);
  for (const auto& xml : context.ledger().point_data(gsrn, day))
    if (const auto typed = ebix::parse(xml, {.validate = false}))
      if (const auto* update =
              std::get_if<std::unique_ptr<ebix::RequestUpdateMasterDataMeteringPoint>>(&*typed))
        for (const auto& payload : (*update)->PayloadMasterDataMPEvent()) apply(payload, characteristics);
  // The market state has the last word: it knows the status, which messages do not set.
  if (point->type.known())
    characteristics.detail.MeteringPointType(types::Elhub_MeteringPointTypeCodeType(*point->type, "260"));
  if (point->settlement.known()) {
    characteristics.settlement = *point->settlement;
    characteristics.detail.SettlementMethodType(types::Elhub_SettlementMethodCodeType(
        characteristics.settlement, characteristics.settlement == "Z01" ? "89" : "260"));
  }
  if (point->status.known()) {
    characteristics.status = *point->status;
    characteristics.detail.PhysicalStatusType(
        types::Elhub_PhysicalStatusCodeType(characteristics.status, "260"));
  }
  if (point->blocked_for_switching.known() && *point->blocked_for_switching)
    characteristics.detail.BlockedForSwitching(true);
  if (point->grid_area.known()) {
    characteristics.grid_area = *point->grid_area;
    if (const auto owner = context.market().grid_owner(characteristics.grid_area, day); owner.known())
      characteristics.grid_owner = *owner;
  }
  return characteristics;
}

bool may_have(const PointCharacteristics& characteristics, const std::string& product,
              const std::string& direction) {
  const auto& channels = characteristics.channels;
  return channels.empty() || std::any_of(channels.begin(), channels.end(), [&](const auto& channel) {
           return std::string(channel.ProductIncludedProductCharacteristics().Identification()) == product &&
                  (direction.empty() || std::string(channel.Direction()) == direction);
         });
}

}  // namespace cimgate::hub
