#pragma once
#include <cstdint>

#include "gateway/database/connection.hpp"
#include "gateway/market/wanted.hpp"

/// SELECTs of more than one who reads the market state.
namespace cimgate::store {

inline constexpr const char* series_of_hub =
    "SELECT id, gsrn AS point, process, direction, product, start, \"end\", registered, withdrawn, "
    "reading_end, "
    "sequence FROM hub_values";
inline constexpr const char* series_told =
    "SELECT coalesce(id, '') AS id, metering_point AS point, process, direction, product, start, \"end\", "
    "registered, withdrawn, coalesce(reading_end, '') AS reading_end, 0 AS sequence FROM metering_values";

/// GSRNs of the metering points that fit a search, ascending; its text must be the beginning of one.
database::Ask search_ask(const market::PointSearch& search, market::Day day);

/// Which series a part needs, and where they stand.
enum class StoredSeries : std::uint8_t { unasked, told, of_hub };

/// A row, when the state was told of grants.
inline constexpr std::string_view grants_told = "grants-told";

/// The rows of a section, or of `series`, that a part needs.
struct PartAsk {
  std::string_view section;  ///< "hub_values": series; "told": a row, when the state knows of series;
                             ///< grants_told
  database::Ask ask;
};
std::vector<PartAsk> part_asks(database::Connection& connection, const market::Wanted& wanted,
                               StoredSeries series);

}  // namespace cimgate::store
