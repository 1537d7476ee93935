#pragma once
#include <memory>
#include <string>
#include <tl/expected.hpp>

/// The market state, for Level::market: what the market knows of metering points, contracts, parties and
/// agreements, day by day. docs/market.md has its form.
namespace cimgate {

namespace rules {
class Facts;
}

/// For ValidateOptions::market. Safe to use from several threads; copies share the same state.
using MarketState = std::shared_ptr<const rules::Facts>;

/// The state in a database that `cimgate market load` made, or in a file of YAML (".yaml", ".yml"), which is
/// read into memory. A database that somebody changes meanwhile is seen as it is when it is asked.
/// Error: it cannot be read, or the first mistake in it with its place.
tl::expected<MarketState, std::string> open_market(const std::string& file);

/// The state that a text of YAML says, kept in memory; `name` stands for a file in errors.
/// Error: the first mistake in it with its place.
tl::expected<MarketState, std::string> market_from_text(const std::string& name, const std::string& text);

}  // namespace cimgate
