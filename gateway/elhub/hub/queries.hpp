#pragma once
#include "gateway/elhub/hub/process_context.hpp"

/// Questions to the hub and, through it, to the grid company: BRS-NO-303, 315, 324, 601, 602, 611.
namespace cimgate::hub {

/// RequestDataFromElhub: master data (303), metering values (315), settlement basis (324).
Outcome answer_query(ProcessContext& context, const Request& request,
                     const ebix::RequestDataFromElhub& message);
/// RequestToGridAccessProvider (601), passed on to the grid company.
Outcome ask_grid_company(ProcessContext& context, const Request& request,
                         const ebix::RequestToGridAccessProvider& message);
/// ResponseFromGridAccessProvider (601), passed back to the one who asked.
Outcome answer_of_grid_company(ProcessContext& context, const Request& request,
                               const ebix::ResponseFromGridAccessProvider& message);
/// RequestToElhub (602): nobody sits in the hub; it says so.
Outcome ask_hub(ProcessContext& context, const Request& request, const ebix::RequestToElhub& message);
/// RequestUpfrontMeteringPointCharacteristics (611): the answer, a message of its own, or why there is none.
tl::expected<ledger::StoredMessage, Refusal> verify_point(
    ProcessContext& context, const Request& request,
    const ebix::RequestUpfrontMeteringPointCharacteristics& message);

}  // namespace cimgate::hub
