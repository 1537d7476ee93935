#pragma once
#include <optional>
#include <string>

#include "gateway/elhub/hub/point_query.hpp"

/// What third parties do without sending a message themselves: BRS-NO-622, by a message that is made for
/// them.
namespace cimgate::hub {

struct AccessOrder {
  std::string id;  ///< of the message that is made
  std::string party, physical;
  std::string gsrn;
  std::string what;        ///< Add, Update, Delete
  std::optional<Day> end;  ///< until when; nothing = no end
};

tl::expected<Request, Fault> message_of(const AccessOrder& order, const std::string& hub, Seconds now,
                                        const Intake& intake);

}  // namespace cimgate::hub
