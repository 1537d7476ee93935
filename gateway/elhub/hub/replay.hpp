#pragma once
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/elhub/hub/message_processor.hpp"
#include "gateway/store/load_market.hpp"

namespace cimgate::hub {

/// Loads market state that was read from `yaml`, and notes that it was done. When there are mistakes nothing
/// is loaded. Reading is not done here: it takes as long as who sent the text likes.
store::Loaded load_market(ledger::Ledger& ledger, std::span<const market::ReadState> files,
                          const std::string& yaml);
/// Both, one after the other.
store::Loaded load_market(ledger::Ledger& ledger, const std::string& name, const std::string& yaml);

/// Notes in a database, when a hub has been at it, that files of market state were loaded. `texts` are
/// theirs.
void note_load(database::Connection& connection, const store::Loaded& loaded, const std::string& name,
               const std::vector<std::string>& texts);

/// The version of the messages that the hub of a database spoke last; "" = it never said.
/// Error: it cannot be opened.
tl::expected<std::string, std::string> version_in(const std::string& database);

/// Does all that was done to the hub of another database again: `entry` is one of its entries of the journal.
/// Error: it cannot be done (a message that is not valid any more, an unknown kind).
tl::expected<void, std::string> repeat(MessageProcessor& processor, ledger::Ledger& ledger,
                                       const Intake& intake, const ledger::JournalEntry& entry);

}  // namespace cimgate::hub
