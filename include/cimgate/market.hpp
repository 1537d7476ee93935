#pragma once
#include <memory>
#include <string>
#include <tl/expected.hpp>

/// The market state, for Level::market: metering points, contracts, parties and agreements, day by day.
/// docs/market.md describes the format.
namespace cimgate {

namespace rules {
class Facts;
}

/// For ValidateOptions::market. Safe to use from several threads; copies share the same state.
using MarketState = std::shared_ptr<const rules::Facts>;

/// The state in a database that `cimgate market load` made, or in a file of YAML (".yaml", ".yml"), which is
/// read into memory. If the database changes meanwhile, each question sees its current state.
/// Error: it cannot be read, or the first mistake in it with its place.
tl::expected<MarketState, std::string> open_market(const std::string& file);

/// The state described by a YAML text, kept in memory; errors use `name` as the file name.
/// Error: the first mistake in it with its place.
tl::expected<MarketState, std::string> market_from_text(const std::string& name, const std::string& text);

}  // namespace cimgate
