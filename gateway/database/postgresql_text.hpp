#pragma once
#include <string>
#include <string_view>

/// What SQL and texts look like to PostgreSQL.
namespace cimgate::database {

/// `?` and `?1` as `$1`: what SQL calls a parameter is what SQLite calls so. `count`: how many there are.
std::string with_dollars(std::string_view sql, int& count);

/// A text of PostgreSQL's is UTF-8 without zeros. Other bytes are kept as U+FFFF, which is no character, and
/// their digits; equal bytes stay equal.
std::string to_server(std::string_view bytes);
std::string from_server(std::string_view text);

}  // namespace cimgate::database
