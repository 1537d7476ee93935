#pragma once
#include <optional>
#include <string>

#include "gateway/elhub/hub/reactive_channels.hpp"
#include "gateway/elhub/hub/resend.hpp"
#include "gateway/elhub/ledger/ledger.hpp"
#include "gateway/json/out.hpp"

/// What the hub knows, as JSON.
namespace cimgate::hub_api {

/// The clock, and what is due.
std::string clock_json(ledger::Ledger& ledger, const std::size_t* ran);
std::string events_json(ledger::Ledger& ledger, const ledger::EventFilter& filter);
std::string queues_json(ledger::Ledger& ledger, std::size_t limit);
std::string market_json(ledger::Ledger& ledger, const std::string& search, const std::string& after,
                        std::size_t limit);

/// A metering point with its contracts and processes, as market_json() has it.
std::string point_json(ledger::Ledger& ledger, const std::string& gsrn);

/// How many channels were opened and closed on each metering point.
std::string channels_json(const std::vector<hub::ReactiveDone>& done);

/// What was put into the queues of a party again, and where the next part goes on.
std::string resent_json(const std::string& party, const hub::Resent& resent);

/// The series of a metering point that touch a period, as they were taken; the latest of a period is the
/// last.
std::string values_json(ledger::Ledger& ledger, const std::string& gsrn, ledger::Seconds from,
                        ledger::Seconds to, std::size_t limit);

/// What arrived of the interval values of a metering point, and the holes: of one day, or of the days of the
/// last month that have values.
std::string gaps_json(ledger::Ledger& ledger, const std::string& gsrn, std::optional<rules::Day> day);

}  // namespace cimgate::hub_api
