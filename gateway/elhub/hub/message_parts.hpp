#pragma once
#include <string>
#include <vector>

#include "cimgate/ebix_model/message.hpp"
#include "gateway/elhub/ledger/records.hpp"

/// Parts of messages that the hub sends.
namespace cimgate::hub {

using ledger::Channel;
using ledger::Day;
using ledger::Seconds;

/// A reason code with its agency: EH017 of 89.
using Reasons = std::vector<ReasonCode>;

/// What stands at the head of a message that the hub sends.
struct Heading {
  std::string id;
  std::string document_type;  ///< 414, E02, …
  std::string process;        ///< BRS-NO-101
  std::string role;           ///< of the receiver: DDQ, DDM
  std::string sender;         ///< GLN of the hub, or of a party whose message is passed on
  std::string hub;            ///< GLN of the hub: the physical sender
  std::string recipient;      ///< GLN
  Seconds at = 0;
};

ebix::common::Elhub_HeaderType header(const Heading& heading);
ebix::common::Elhub_EnergyContextType energy_context(const Heading& heading);

// Identifiers and codes with their agencies.
ebix::common::Elhub_EnergyPartyType party(const std::string& gln);
ebix::common::Elhub_MeteringPointType metering_point(const std::string& gsrn);
ebix::common::Elhub_MeteringGridAreaType grid_area(const std::string& eic);
ebix::data_types::Elhub_ResponseReasonCodeType reason(const ReasonCode& code);
ReasonCode code_of(const ebix::data_types::Elhub_ResponseReasonCodeType& reason);

/// The start of a Norwegian day: 2026-07-01T00:00:00+02:00.
ebix::xml::DateTime start_of_day(Day day);
/// A time in UTC: 2026-07-01T08:30:00Z.
ebix::xml::DateTime time_of(Seconds at);
/// A time as the clock in Oslo shows it.
ebix::xml::DateTime local_time(Seconds at);
Seconds seconds_of(const ebix::xml::DateTime& time);
Day day_of(const ebix::xml::DateTime& time);

/// The text of an optional element; "" when it is not there.
template <class Optional>
std::string text_of(const Optional& element) {
  return element.present() ? std::string(*element) : std::string();
}

/// The queue in which messages of a kind travel.
Channel channel_of(const std::string& message, const std::string& process);

}  // namespace cimgate::hub
