#pragma once
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

/// SQLite with owners: connections, statements, rows.
namespace cimgate::store {

/// The store could not do what it was asked: a full disk, a file that is none of ours.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Statement {
 public:
  Statement(sqlite3* connection, const std::string& sql);

  // Parameters and columns count from 1 and 0, as in SQLite.
  Statement& bind(int parameter, std::int64_t value);
  Statement& bind(int parameter, std::string_view value);  ///< copied
  Statement& bind_null(int parameter);
  /// True while there is a row.
  bool step();
  void reset();

  bool is_null(int column) const;
  bool is_integer(int column) const;
  std::int64_t integer(int column) const;
  std::string text(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// A statement in use; it is reset when this ends, so that nothing stays locked.
class Query {
 public:
  explicit Query(Statement& statement) : statement_(statement) {}
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query() { statement_.reset(); }
  Statement* operator->() const { return &statement_; }

 private:
  Statement& statement_;
};

/// One connection; to be used from one thread at a time.
class Connection {
 public:
  enum class Mode : std::uint8_t { read, write };
  /// Throws Error. `read`: the file must be there.
  Connection(const std::string& path, Mode mode);

  void execute(const std::string& sql);
  /// Prepared once and kept.
  Query query(const std::string& sql);
  std::int64_t integer(const std::string& sql);
  /// Rows inserted, changed or deleted by the last statement.
  std::int64_t changes() const;
  bool in_transaction() const;
  /// The whole database as it would be in a file. Empty when there is no memory for it.
  std::string bytes() const;
  /// A database in memory that is such a copy, for reading.
  static Connection copy_of(const std::string& bytes);
  /// Damage that can be seen by looking at every page; "" when there is none. Files beyond `limit` bytes are
  /// not looked at.
  std::string damage(std::uint64_t limit);
  /// For statements that are kept elsewhere.
  sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };
  std::unique_ptr<sqlite3, Close> handle_;
  std::unordered_map<std::string, Statement> statements_;
};

/// Rolls back unless committed.
class Transaction {
 public:
  explicit Transaction(Connection& connection);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

}  // namespace cimgate::store
