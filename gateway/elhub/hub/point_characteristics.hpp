#pragma once
#include <optional>
#include <string>
#include <vector>

#include "gateway/elhub/hub/process_context.hpp"

namespace cimgate::hub {

/// The master data of a metering point on a day, in the parts that messages have.
struct PointCharacteristics {
  std::string gsrn;
  std::string grid_area;   ///< EIC; "" when not known
  std::string grid_owner;  ///< GLN; "" when not known
  std::string settlement;  ///< E01, E02, Z01; "" when not known
  std::string status;      ///< E22, E23, E31; "" when not known
  ebix::common::Elhub_DetailMeteringPointCharacteristicType detail;
  std::optional<ebix::common::Elhub_MPAddressType> address;
  std::optional<ebix::common::Elhub_MeteringPointGeographicalCoordinateType> position;
  std::optional<ebix::common::Elhub_MPAddressCadastralType> cadastre;
  /// At most one, or from EI-270 on one each direction.
  std::vector<ebix::common::Elhub_EstimatedAnnualVolumeDetailType> annual_volumes;
  std::optional<ebix::common::Elhub_MeterFacilityType> meter;
  std::optional<ebix::common::Elhub_TaxationProfileMeteringPointType> taxation;
  std::vector<ebix::common::Elhub_MeasurementDefinitionGenericType> channels;
};

/// As the market state and the grid company's messages since then have it. Nothing: the point is not
/// registered.
std::optional<PointCharacteristics> point_characteristics(ProcessContext& context, const std::string& gsrn,
                                                          Day day);

/// False when messages have stated the channels of the metering point, and this is none of them. `direction`:
/// "" when the values do not say it.
bool may_have(const PointCharacteristics& characteristics, const std::string& product,
              const std::string& direction);

/// Puts the parts into an event that has places for them: NotifyStartOfSupply,
/// NotifyMeteringPointCharacteristics.
template <class Event>
void put_parts(const PointCharacteristics& characteristics, Event& event) {
  if (characteristics.address) event.MPAddressMeteringPointAddress(*characteristics.address);
  if (characteristics.position)
    event.MPPositionMeteringPointGeographicalCoordinate(*characteristics.position);
  if (characteristics.cadastre) event.MPAddressCadastral(*characteristics.cadastre);
  for (const auto& volume : characteristics.annual_volumes)
    event.AnnualPeriodEstimatedMetrics().push_back(volume);
  if (characteristics.meter) event.MeteringInstallationMeterFacility(*characteristics.meter);
  if (characteristics.taxation) event.MPTaxationProfile(*characteristics.taxation);
  for (const auto& channel : characteristics.channels) {
    ebix::common::Elhub_MeasurementDefinitionType one(channel.ProductIncludedProductCharacteristics(),
                                                      channel.Direction(), channel.Resolution());
    event.MeasurementDefinition().push_back(one);
  }
}

}  // namespace cimgate::hub
