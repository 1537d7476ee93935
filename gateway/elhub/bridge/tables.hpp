#pragma once
#include "gateway/database/connection.hpp"

namespace cimgate::bridge {

/// Makes the tables of a bridge in a new database, or brings older ones to this version, in one transaction.
/// Throws database::Error when the database is somebody else's, or of a newer version.
void make_tables(database::Connection& connection);
/// Whether the tables are a bridge's, in this version.
bool has_tables(database::Connection& connection);

}  // namespace cimgate::bridge
