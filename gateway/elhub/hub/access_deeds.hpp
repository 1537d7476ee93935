#pragma once
#include <string>
#include <tl/expected.hpp>

#include "gateway/elhub/hub/message_processor.hpp"

namespace cimgate::hub {

/// Does again what an entry of the journal says that the Access API did. Error: it cannot be read.
tl::expected<void, std::string> repeat_access(MessageProcessor& processor, const ledger::JournalEntry& entry);

}  // namespace cimgate::hub
