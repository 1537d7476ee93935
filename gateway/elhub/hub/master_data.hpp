#pragma once
#include "gateway/elhub/hub/process_context.hpp"

/// Master data of metering points and end users, third parties.
namespace cimgate::hub {

/// RequestUpdateMasterDataMeteringPoint: BRS-NO-121, 122, 132, 212, 213, 214, 223, 224, 302, 317, 402. One
/// payload at a time: `payload` is its number from 0.
Outcome update_point(ProcessContext& context, const Request& request,
                     const ebix::RequestUpdateMasterDataMeteringPoint& message, std::size_t payload);
/// RequestUpdateCustomerInformation: BRS-NO-301.
Outcome update_customer(ProcessContext& context, const Request& request,
                        const ebix::RequestUpdateCustomerInformation& message);
/// UpdateThirdPartyAccess: BRS-NO-622.
Outcome update_access(ProcessContext& context, const Request& request,
                      const ebix::UpdateThirdPartyAccess& message);

}  // namespace cimgate::hub
