#pragma once
#include <chrono>
#include <string>
#include <string_view>

/// Where a database is: a file, ":memory:", or a schema on a PostgreSQL server, as the connection URI of
/// libpq (PostgreSQL 15, 34.1.1.2) with two parameters of our own:
/// postgresql://user@host:5432/name?schema=bridge&wait=60
namespace cimgate::database {

/// On a server; else in a file or in memory.
bool is_server(std::string_view location);

/// The location for people and logs: without what may be a password, in whatever part of it that stands.
std::string shown(std::string_view location);

struct ServerLocation {
  std::string uri;     ///< for libpq
  std::string schema;  ///< "" = the one that the role finds first
  /// How long a statement may take, and a transaction stand still (`wait`).
  std::chrono::seconds wait{60};
};
/// This machine, by a name or an address of its own, or a socket in a folder; "" is the default of libpq,
/// such a socket. What goes further is encrypted, and who answers is verified, unless the location says
/// otherwise.
bool is_this_machine(std::string_view host);
/// Throws Error when `schema` is not letters, digits and underscores, or `wait` no number of seconds.
ServerLocation parse_server(std::string_view location);

}  // namespace cimgate::database
