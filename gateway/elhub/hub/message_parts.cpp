#include "gateway/elhub/hub/message_parts.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/rules/calendar.hpp"

namespace cimgate::hub {

namespace types = ebix::data_types;
namespace common = ebix::common;

namespace {

/// Document types of the UN list have agency 6; E.. are ebIX's (260). Source: EMIF, header.
const char* agency_of_type(const std::string& type) {
  return type.starts_with('E') ? "260" : "6";
}

/// Roles are of the UN list, but for those of the Norwegian market (facts: rule tables, "role agency").
const char* agency_of_role(const std::string& role) {
  return role == "SLR" || role == "BSL" ? "89" : "6";
}

}  // namespace

common::Elhub_HeaderType header(const Heading& heading) {
  return {heading.id,
          types::Elhub_DocumentNameCodeType(heading.document_type, agency_of_type(heading.document_type)),
          time_of(heading.at),
          party(heading.hub),
          party(heading.sender),
          party(heading.recipient)};
}

common::Elhub_EnergyContextType energy_context(const Heading& heading) {
  return {types::Elhub_BusinessProcessType(heading.process, "89"),
          types::Elhub_BusinessProcessRoleType(heading.role, agency_of_role(heading.role)),
          types::Elhub_EnergyIndustryClassificationType("23")};
}

common::Elhub_EnergyPartyType party(const std::string& gln) {
  return common::Elhub_EnergyPartyType(types::Elhub_EnergyPartyIdentifierType(gln, "9"));
}

common::Elhub_MeteringPointType metering_point(const std::string& gsrn) {
  return common::Elhub_MeteringPointType(types::Elhub_MeteringPointIdentifierType(gsrn, "9"));
}

common::Elhub_MeteringGridAreaType grid_area(const std::string& eic) {
  return common::Elhub_MeteringGridAreaType(types::Elhub_MeteringGridAreaIdentifierType(eic, "305"));
}

types::Elhub_ResponseReasonCodeType reason(const ReasonCode& code) {
  return {code.value, code.agency};
}

ReasonCode code_of(const types::Elhub_ResponseReasonCodeType& reason) {
  return {reason, reason.listAgencyIdentifier()};
}

ebix::xml::DateTime start_of_day(Day day) {
  return {norway::local_text(norway::start_of(day))};
}

ebix::xml::DateTime time_of(Seconds at) {
  return {fmt::format("{:%Y-%m-%dT%H:%M:%S}Z", fmt::gmtime(static_cast<std::time_t>(at)))};
}

ebix::xml::DateTime local_time(Seconds at) {
  return {norway::local_text(at)};
}

Seconds seconds_of(const ebix::xml::DateTime& time) {
  const auto instant = time.instant();
  return instant ? instant->seconds.time_since_epoch().count() : 0;
}

Day day_of(const ebix::xml::DateTime& time) {
  return norway::day_of(seconds_of(time));
}

Channel channel_of(const std::string& message, const std::string& process) {
  const bool values = message == "NotifyValidatedDataForBillingEnergy" || message == "CollectedData" ||
                      message == "PriceVolumeCombinationForReconciliation" ||
                      message == "RequestCollectedData";
  // An acknowledgement travels where the message travels that it answers.
  const bool about_values = message == "Acknowledgement" &&
                            (process == "BRS-NO-311" || process == "BRS-NO-312" || process == "BRS-NO-313" ||
                             process == "BRS-NO-315" || process == "BRS-NO-324" || process == "BRS-NO-332");
  return values || about_values ? Channel::metering_values : Channel::market_processes;
}

}  // namespace cimgate::hub
