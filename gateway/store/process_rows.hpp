#pragma once
#include <string_view>

#include "gateway/database/connection.hpp"
#include "gateway/market/market.hpp"

/// The processes of the market state as rows of their table.
namespace cimgate::store {

/// What a query of `processes p` asks for, to read its rows by process_at(); more columns may follow.
inline constexpr std::string_view process_columns =
    "p.id, p.process, p.metering_point, p.initiator, p.status, p.date, p.cancellation_deadline, "
    "coalesce(p.stage, ''), coalesce(p.announcement, '')";
inline constexpr int count_of_process_columns = 9;

market::Process process_at(const database::Query& row);

}  // namespace cimgate::store
