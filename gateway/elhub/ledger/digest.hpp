#pragma once
#include <string>

#include "gateway/database/connection.hpp"

namespace cimgate::ledger {

/// A fingerprint of all that a ledger holds but the entries of the journal: equal after the same history.
/// Reads everything, so it takes a while; as of one moment when the connection is in a transaction.
std::string digest(database::Connection& connection);

}  // namespace cimgate::ledger
