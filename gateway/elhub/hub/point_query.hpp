#pragma once
#include <optional>
#include <string>
#include <vector>

#include "gateway/elhub/hub/process_context.hpp"

namespace cimgate::hub {

/// What a party asks about a metering point without sending a message: what BRS-NO-303 and BRS-NO-315 ask.
struct PointQuery {
  enum class About : std::uint8_t { metering_point, customer, values };
  About about = About::metering_point;
  std::string party;     ///< GLN of the one who asks
  std::string physical;  ///< of the one who speaks for it
  std::string role;      ///< in which it asks; "" = the first of usual_role()
  std::string gsrn;
  std::optional<Seconds> at;  ///< of the metering point and the customer: the time; nothing = now
  Seconds from = 0, to = 0;   ///< of values
};

/// What the market says to it.
struct PointAnswer {
  std::vector<std::string> messages;  ///< of BIM
  Reasons reasons;                    ///< why it is refused; none: it is not
  Text why;
};

/// The role in which a party asks when it does not say: the first of DDQ, SLR, DDM and AG that it has on a
/// day; "" when it has none of them.
std::string usual_role(const market::Market& market, const std::string& party, Day day);

/// The query as the message that the party would send. `heading` has its id, its role and the hub.
tl::expected<Request, Fault> message_of(const PointQuery& query, const Heading& heading,
                                        const Intake& intake);

}  // namespace cimgate::hub
