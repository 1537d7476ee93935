#pragma once
#include <string>
#include <string_view>

/// Where a database is: a file, ":memory:", or a schema on a PostgreSQL server, as the connection URI of
/// libpq (PostgreSQL 15, 34.1.1.2) with one parameter of our own:
/// postgresql://user@host:5432/name?schema=bridge
namespace cimgate::database {

/// On a server; else in a file or in memory.
bool is_server(std::string_view location);

/// The location for people and logs: without what may be a password, in whatever part of it that stands.
std::string shown(std::string_view location);

struct ServerLocation {
  std::string uri;     ///< for libpq
  std::string schema;  ///< "" = the one that the role finds first
};
/// Throws Error when `schema` is not letters, digits and underscores.
ServerLocation parse_server(std::string_view location);

}  // namespace cimgate::database
