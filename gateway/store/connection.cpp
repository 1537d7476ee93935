#include "gateway/store/connection.hpp"

#include <sqlite3.h>

#include <cstring>

namespace cimgate::store {
namespace {

[[noreturn]] void fail(sqlite3* connection) {
  throw Error(connection != nullptr ? sqlite3_errmsg(connection) : "out of memory");
}

void check(sqlite3_stmt* statement, int result) {
  if (result != SQLITE_OK) fail(sqlite3_db_handle(statement));
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Statement::Statement(sqlite3* connection, const std::string& sql) {
  sqlite3_stmt* made = nullptr;
  const int result = sqlite3_prepare_v3(connection, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &made, nullptr);
  statement_.reset(made);
  if (result != SQLITE_OK) fail(connection);
}

Statement& Statement::bind(int parameter, std::int64_t value) {
  check(statement_.get(), sqlite3_bind_int64(statement_.get(), parameter, value));
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view value) {
  check(statement_.get(), sqlite3_bind_text64(statement_.get(), parameter, value.data(), value.size(),
                                              SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind_null(int parameter) {
  check(statement_.get(), sqlite3_bind_null(statement_.get(), parameter));
  return *this;
}

bool Statement::step() {
  const int result = sqlite3_step(statement_.get());
  if (result != SQLITE_ROW && result != SQLITE_DONE) fail(sqlite3_db_handle(statement_.get()));
  return result == SQLITE_ROW;
}

void Statement::reset() {
  sqlite3_reset(statement_.get());  // says once more what step() said
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

bool Statement::is_integer(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_INTEGER;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::text(int column) const {
  const auto* bytes = sqlite3_column_text(statement_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return bytes == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(bytes), size);
}

void Connection::Close::operator()(sqlite3* connection) const {
  sqlite3_close_v2(connection);
}

Connection::Connection(const std::string& path, Mode mode) {
  sqlite3* made = nullptr;
  // Readers, too, must be able to make the files of the write-ahead log.
  const int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (mode == Mode::write ? SQLITE_OPEN_CREATE : 0);
  int result = sqlite3_open_v2(path.c_str(), &made, flags, nullptr);
  handle_.reset(made);
  if (result != SQLITE_OK) fail(made);
  sqlite3_extended_result_codes(made, 1);
  sqlite3_busy_timeout(made, 10'000);
  if (mode == Mode::read) execute("PRAGMA query_only = ON");
}

void Connection::execute(const std::string& sql) {
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(handle_.get());
}

Query Connection::query(const std::string& sql) {
  auto at = statements_.find(sql);
  if (at == statements_.end()) at = statements_.emplace(sql, Statement(handle_.get(), sql)).first;
  return Query(at->second);
}

std::int64_t Connection::integer(const std::string& sql) {
  auto found = query(sql);
  return found->step() ? found->integer(0) : 0;
}

bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(handle_.get()) == 0;
}

std::string Connection::bytes() const {
  sqlite3_int64 size = 0;
  const std::unique_ptr<unsigned char, decltype(&sqlite3_free)> made(
      sqlite3_serialize(handle_.get(), "main", &size, 0), sqlite3_free);
  if (!made) return {};
  return {reinterpret_cast<const char*>(made.get()), static_cast<std::size_t>(size)};
}

Connection Connection::copy_of(const std::string& bytes) {
  Connection made(":memory:", Mode::write);
  const auto size = static_cast<sqlite3_int64>(bytes.size());
  auto* pages = static_cast<unsigned char*>(sqlite3_malloc64(bytes.size()));
  if (pages == nullptr) throw Error("out of memory");
  std::memcpy(pages, bytes.data(), bytes.size());
  if (sqlite3_deserialize(made.handle_.get(), "main", pages, size, size, SQLITE_DESERIALIZE_FREEONCLOSE) !=
      SQLITE_OK)
    fail(made.handle_.get());
  return made;
}

std::string Connection::damage(std::uint64_t limit) {
  const auto size = integer("PRAGMA page_size") * integer("PRAGMA page_count");
  if (static_cast<std::uint64_t>(size) > limit) return {};
  Statement check(handle_.get(), "PRAGMA quick_check(1)");
  const auto found = check.step() ? check.text(0) : std::string("ok");
  return found == "ok" ? std::string() : found;
}

std::int64_t Connection::changes() const {
  return sqlite3_changes64(handle_.get());
}

Transaction::Transaction(Connection& connection) : connection_(connection) {
  connection_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    connection_.execute("ROLLBACK");
  } catch (const Error&) {
    open_ = false;  // SQLite has rolled back by itself
  }
}

void Transaction::commit() {
  connection_.execute("COMMIT");
  open_ = false;
}

}  // namespace cimgate::store
