#pragma once
#include "gateway/elhub/hub/desk.hpp"

/// Master data of metering points and end users, third parties, shared production.
namespace cimgate::hub {

/// RequestUpdateMasterDataMeteringPoint: BRS-NO-121, 122, 132, 212, 213, 214, 223, 224, 302, 317, 402. One
/// payload at a time: `payload` is its number from 0.
Outcome update_point(Desk& desk, const Request& request,
                     const ebix::RequestUpdateMasterDataMeteringPoint& message, std::size_t payload);
/// RequestUpdateCustomerInformation: BRS-NO-301.
Outcome update_customer(Desk& desk, const Request& request,
                        const ebix::RequestUpdateCustomerInformation& message);
/// UpdateThirdPartyAccess: BRS-NO-622.
Outcome update_access(Desk& desk, const Request& request, const ebix::UpdateThirdPartyAccess& message);
/// RequestUpdateSharedProduction: BRS-NO-701.
Outcome update_sharing(Desk& desk, const Request& request,
                       const ebix::RequestUpdateSharedProduction& message);

}  // namespace cimgate::hub
