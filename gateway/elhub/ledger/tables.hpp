#pragma once
#include "gateway/store/connection.hpp"

namespace cimgate::ledger {

/// Makes the tables of the hub beside those of the market state, where they are missing. Throws store::Error.
void make_tables(store::Connection& connection);

}  // namespace cimgate::ledger
