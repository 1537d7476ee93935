#pragma once
#include <doctest/doctest.h>
#include <sqlite3.h>

#include <string>

namespace cimgate::test {

/// Runs SQL on the database of a bridge, behind its back.
inline void change(const std::string& file, const char* sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
  REQUIRE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
}

}  // namespace cimgate::test
