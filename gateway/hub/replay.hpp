#pragma once
#include <string>
#include <tl/expected.hpp>

#include "gateway/hub/clerk.hpp"
#include "gateway/store/load_market.hpp"

namespace cimgate::hub {

/// Loads market state from YAML, and notes that it was done. When there are mistakes nothing is loaded.
store::Loaded load_market(ledger::Ledger& ledger, const std::string& name, const std::string& yaml);

/// Does all that was done to the hub of another database again: `deed` is one of its deeds.
/// Error: it cannot be done (a message that is not valid any more, an unknown kind).
tl::expected<void, std::string> repeat(Clerk& clerk, ledger::Ledger& ledger, const Intake& intake,
                                       const ledger::Deed& deed);

}  // namespace cimgate::hub
