#pragma once
#include "gateway/elhub/hub/process_context.hpp"

/// Metering values: BRS-NO-311, 312, 313, 314, 315, 324, 332.
namespace cimgate::hub {

/// One series of CollectedData; `series` is its number from 0. What is to be passed on is collected in
/// `passed_on` and leaves with pass_on(), so that a message of many series becomes one for each receiver.
struct PassedOn {
  struct To {
    Addressee to;
    std::vector<ebix::common::Elhub_NotifyValidatedDataForBillingEnergyType> series;
  };
  std::vector<To> all;
};
/// The numbers of the series that have one fate, for those that are not alone: values of one channel and one
/// time of registration for times that overlap, such as what is withdrawn and what replaces it.
std::vector<std::vector<std::size_t>> belonging_together(const ebix::CollectedData& message);
Outcome take_series(ProcessContext& context, const Request& request, const ebix::CollectedData& message,
                    std::size_t series, PassedOn& passed_on);
void pass_on(ProcessContext& context, const Request& request, PassedOn& passed_on);
/// Values that came before the hour at which they are distributed. Source: VEE, receivers from 09:00.
void distribute(ProcessContext& context, const std::string& series_id);

/// Acknowledgement by the metered data responsible: a supplier's reading is refused (311).
Outcome reading_refused(ProcessContext& context, const Request& request,
                        const ebix::Acknowledgement& message);

/// 315: what is stored, as NotifyValidatedDataForBillingEnergy with document type 21.
Outcome send_stored_values(ProcessContext& context, const Request& request, Seconds start, Seconds end);
/// 324: sums of what is stored, by grid area.
Outcome send_settlement_basis(ProcessContext& context, const Request& request, const std::string& area,
                              const std::string& business_type, Seconds start, Seconds end);

/// 314: reminds the metered data responsible of interval values of yesterday that have not come, and comes
/// again tomorrow.
void remind(ProcessContext& context);

}  // namespace cimgate::hub
