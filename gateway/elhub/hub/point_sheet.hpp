#pragma once
#include <optional>
#include <string>
#include <vector>

#include "gateway/elhub/hub/desk.hpp"

namespace cimgate::hub {

/// The master data of a metering point on a day, in the parts that messages have.
struct PointSheet {
  std::string gsrn;
  std::string grid_area;   ///< EIC; "" when not known
  std::string grid_owner;  ///< GLN; "" when not known
  std::string settlement;  ///< E01, E02, Z01; "" when not known
  std::string status;      ///< E22, E23, E31; "" when not known
  ebix::common::Elhub_DetailMeteringPointCharacteristicType detail;
  std::optional<ebix::common::Elhub_MPAddressType> address;
  std::optional<ebix::common::Elhub_MeteringPointGeographicalCoordinateType> position;
  std::optional<ebix::common::Elhub_MPAddressCadastralType> cadastre;
  std::optional<ebix::common::Elhub_EstimatedAnnualVolumeDetailType> annual_volume;
  std::optional<ebix::common::Elhub_MeterFacilityType> meter;
  std::optional<ebix::common::Elhub_TaxationProfileMeteringPointType> taxation;
  std::vector<ebix::common::Elhub_MeasurementDefinitionGenericType> channels;
};

/// As the market state and the grid company's messages since then have it. Nothing: the point is not
/// registered.
std::optional<PointSheet> point_sheet(Desk& desk, const std::string& gsrn, Day day);

/// Puts the parts into an event that has places for them: NotifyStartOfSupply,
/// NotifyMeteringPointCharacteristics.
template <class Event>
void put_parts(const PointSheet& sheet, Event& event) {
  if (sheet.address) event.MPAddressMeteringPointAddress(*sheet.address);
  if (sheet.position) event.MPPositionMeteringPointGeographicalCoordinate(*sheet.position);
  if (sheet.cadastre) event.MPAddressCadastral(*sheet.cadastre);
  if (sheet.annual_volume) event.AnnualPeriodEstimatedMetrics(*sheet.annual_volume);
  if (sheet.meter) event.MeteringInstallationMeterFacility(*sheet.meter);
  if (sheet.taxation) event.MPTaxationProfile(*sheet.taxation);
  for (const auto& channel : sheet.channels) {
    ebix::common::Elhub_MeasurementDefinitionType one(channel.ProductIncludedProductCharacteristics(),
                                                      channel.Direction(), channel.Resolution());
    event.MeasurementDefinition().push_back(one);
  }
}

}  // namespace cimgate::hub
