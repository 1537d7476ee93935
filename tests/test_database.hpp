#pragma once
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "gateway/database/connection.hpp"
#include "tests/temporary_folder.hpp"

namespace cimgate::test {

/// A new database that goes when the test ends: a file; or a schema on the server that CIMGATE_TEST_DATABASE
/// names, so that the same tests run over both (scripts/with-postgresql).
class TestDatabase {
 public:
  TestDatabase() {
    if (const auto* server = std::getenv("CIMGATE_TEST_DATABASE")) {
      server_ = server;
      schema_ = "test_" + std::to_string(::getpid()) + "_" + std::to_string(next_++);
    }
  }
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;
  ~TestDatabase() {
    if (server_.empty()) return;
    try {
      database::Connection(server_, database::Mode::write)
          .execute("SET client_min_messages = error; DROP SCHEMA IF EXISTS " + schema_ + " CASCADE");
    } catch (const database::Error&) {  // NOLINT: the server goes, too
    }
  }

  std::string location() const {
    return server_.empty() ? folder_.file("test.db") : server_ + "?schema=" + schema_;
  }
  /// Without a file, where it is no server's.
  std::string in_memory() const { return server_.empty() ? ":memory:" : location(); }
  bool on_server() const { return !server_.empty(); }

 private:
  static inline int next_ = 0;
  TemporaryFolder folder_;
  std::string server_, schema_;
};

/// True where scripts/with-postgresql has not started one.
inline bool there_is_no_server() {
  return std::getenv("CIMGATE_TEST_DATABASE") == nullptr;
}

/// The first column of an answer, as text.
inline std::vector<std::string> column(const std::string& location, const std::string& sql) {
  database::Connection connection(location, database::Mode::read);
  std::vector<std::string> all;
  const auto row = connection.query(sql);
  while (row->step()) all.push_back(row->text(0));
  return all;
}

}  // namespace cimgate::test
