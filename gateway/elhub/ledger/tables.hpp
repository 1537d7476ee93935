#pragma once
#include <string>
#include <vector>

#include "gateway/database/connection.hpp"

namespace cimgate::ledger {

/// Makes the tables of the hub beside those of the market state, where they are missing, and brings those of
/// earlier versions up to date. Throws database::Error.
void make_tables(database::Connection& connection);

/// The tables whose rows are the same after the same history, those of the market state too.
std::vector<std::string> repeated_tables();

}  // namespace cimgate::ledger
