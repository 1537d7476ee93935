#include "gateway/elhub/hub/third_party.hpp"

namespace cimgate::hub {

tl::expected<Request, Fault> message_of(const AccessOrder& order, const std::string& hub, Seconds now,
                                        const Intake& intake) {
  const Heading heading{order.id, "E10", "BRS-NO-622", "AG", order.party, order.physical, hub, now};
  ebix::common::Elhub_UpdateThirdPartyAccessType event(order.what, metering_point(order.gsrn));
  if (order.end) event.EndOfOccurrence(start_of_day(*order.end));
  const auto written = ebix::serialize(
      std::make_unique<ebix::UpdateThirdPartyAccess>(header(heading), energy_context(heading), event));
  if (!written) throw HubFault("a message about access could not be written: " + written.error().message);
  return intake.read(*written, now);
}

}  // namespace cimgate::hub
