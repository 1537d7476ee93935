#include "gateway/elhub/hub/point_query.hpp"

#include <algorithm>
#include <array>

namespace cimgate::hub {
namespace {

namespace common = ebix::common;

/// The query types of BRS-NO-303 and BRS-NO-315. Source: rules/message/BRS-NO-303.yaml, BRS-NO-315.yaml.
const char* type_of(PointQuery::About about) {
  switch (about) {
    case PointQuery::About::customer:
      return "MDCU";
    case PointQuery::About::values:
      return "MVTS";
    case PointQuery::About::metering_point:
      break;
  }
  return "MDMP";
}

}  // namespace

std::string usual_role(const market::Market& market, const std::string& party, Day day) {
  const auto history = market.party_history(party);
  const auto* now = market::held_on(history, day);
  if (now == nullptr) return {};
  constexpr std::array roles = {"DDQ", "SLR", "DDM", "AG"};
  for (const auto* role : roles)
    if (std::find(now->roles.begin(), now->roles.end(), role) != now->roles.end()) return role;
  return {};
}

tl::expected<Request, Fault> message_of(const PointQuery& query, const Heading& heading,
                                        const Intake& intake) {
  common::Elhub_RequestDataFromElhubType event(type_of(query.about));
  event.MeteringPointUsedDomainLocation(metering_point(query.gsrn));
  if (query.about == PointQuery::About::values)
    event.Period(common::Elhub_PeriodType(local_time(query.from), local_time(query.to)));
  else if (query.at)
    event.SnapShotOccurrence(local_time(*query.at));
  const auto written = ebix::serialize(
      std::make_unique<ebix::RequestDataFromElhub>(header(heading), energy_context(heading), event));
  if (!written) throw HubFault("a query could not be written: " + written.error().message);
  return intake.read(*written, heading.at);
}

}  // namespace cimgate::hub
