#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "gateway/database/error.hpp"
#include "gateway/database/table.hpp"

/// Databases: connections, statements, transactions. This room alone knows which kinds there are; the others
/// write SQL that all of them understand: names that are words of SQL in quotes, `ON CONFLICT` for what may
/// be there already, tables as data (table.hpp). Members throw Error where nothing else is said.
namespace cimgate::database {

class Driver;
class Prepared;

/// Parameters are written `?`, or `?1`, `?2` where one is used twice.
class Statement {
 public:
  explicit Statement(std::unique_ptr<Prepared> prepared);
  Statement(Statement&&) noexcept;
  Statement& operator=(Statement&&) noexcept;
  ~Statement();

  // Parameters count from 1, columns from 0.
  Statement& bind(int parameter, std::int64_t value);
  Statement& bind(int parameter, std::string_view value);  ///< copied
  Statement& bind_null(int parameter);
  /// True while there is a row.
  bool step();
  void reset();

  bool is_null(int column) const;
  std::int64_t integer(int column) const;  ///< NULL: 0
  std::string text(int column) const;      ///< NULL: ""; of an integer: its digits

 private:
  friend class Connection;
  std::unique_ptr<Prepared> prepared_;
};

/// A statement in use; it is reset when this ends, so that nothing stays locked.
class Query {
 public:
  explicit Query(Statement& statement) : statement_(statement) {}
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query() { statement_.reset(); }
  Statement* operator->() const { return &statement_; }
  Statement& operator*() const { return statement_; }

 private:
  Statement& statement_;
};

enum class Mode : std::uint8_t {
  read,   ///< the database must be there
  write,  ///< it is made when it is not there
};

/// What a transaction is for.
enum class Begin : std::uint8_t {
  reading,  ///< sees the database as it is when it first asks, until its end
  writing,  ///< the only one that writes
  /// Takes rows for itself, beside one that writes: by statements that pass over what others hold. In a file,
  /// it is the only one that writes.
  claiming,
};

/// Whose tables these are, and in which version. Zeros: nobody's yet.
struct Stamp {
  std::int32_t application = 0;
  std::int32_t version = 0;
  bool operator==(const Stamp&) const = default;
};

/// A statement with its parameters, in their order.
struct Ask {
  std::string sql;
  std::vector<std::variant<std::int64_t, std::string>> values;
};

/// What a connection is used for.
struct Tuning {
  bool every_commit_on_disk = false;  ///< what was committed outlives a power cut
  bool temporary_in_memory = false;   ///< temporary tables are small
  /// It is used every few seconds. A server ends it when it is not, so that others get what it holds.
  bool asks_all_the_time = false;
};

/// One connection; to be used from one thread at a time.
class Connection {
 public:
  /// `location`: a file, ":memory:", or a schema on a server (location.hpp).
  Connection(const std::string& location, Mode mode);
  /// A database in memory that is such a copy, for reading.
  static Connection copy_of(const std::string& bytes);
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  /// Statements without parameters and rows, with semicolons between them.
  void execute(const std::string& sql);
  /// Prepared once and kept.
  Query query(const std::string& sql);
  /// Asks all of these, each another SELECT, in one journey to where the database is, and as of one moment.
  /// `use`: is given each row, and which one had asked for it.
  void query_together(const std::vector<Ask>& asks,
                      const std::function<void(std::size_t ask, const Query& row)>& use);
  /// Prepared for one who keeps it himself; no longer than the connection.
  Statement prepare(const std::string& sql);
  /// The first column of the first row; 0 when there is none.
  std::int64_t integer(const std::string& sql);
  /// Rows inserted, changed or deleted by the last statement.
  std::int64_t changes() const;

  // Transaction and Savepoint see to it that what was begun is ended.
  void begin(Begin how);
  void commit();
  void roll_back();
  /// False, too, after the database has given a transaction up by itself.
  bool in_transaction() const;

  /// On a server, from now on no other connection can hold this name; error `locked`: another does, and
  /// which. Ends with the connection, however that ends. A file has its own lock, of who opens it: nothing
  /// happens.
  void hold(const std::string& name);
  /// Within a transaction: whether nobody holds this name; then nobody can until it ends.
  bool nobody_holds(const std::string& name);
  /// The database is another process, to which each statement is a journey.
  bool is_far() const;
  /// How many times something was sent there and waited for.
  std::uint64_t journeys() const;
  /// A SELECT of one column, `value`: what is in the parameter, a list in JSON of texts or integers.
  std::string rows_of(std::string_view parameter, Type type);
  /// What a SELECT of a `claiming` transaction ends with, to hold its rows of the table of this alias and
  /// pass over those that another transaction holds. Empty where only one writes.
  std::string passing_over_held(std::string_view alias);

  /// Makes a table where it is missing.
  void create(const Table& table);
  void create_index(std::string_view name, std::string_view table, const std::vector<std::string>& columns);
  bool has_table(std::string_view name);
  bool is_empty();  ///< has no tables
  /// The names of the columns of a table, in their order; none when there is no such table.
  std::vector<std::string> columns(std::string_view table);
  bool has_column(std::string_view table, std::string_view column);
  Stamp stamp();
  void set_stamp(const Stamp& stamp);

  /// From now on, readers and the one who writes do not wait for each other. Not within a transaction.
  void share();
  void tune(const Tuning& tuning);
  /// Errors at once where a lock would be waited for.
  void wait_for_locks(bool wait);
  /// Damage that can be seen by looking at every page; "" when there is none. Files beyond `limit` bytes are
  /// not looked at.
  std::string damage(std::uint64_t limit);
  /// The whole database as it would be in a file. Empty when there is no memory for it. A server has none.
  std::string bytes();

 private:
  explicit Connection(std::unique_ptr<Driver> driver);

  std::unique_ptr<Driver> driver_;
  std::unordered_map<std::string, Statement> statements_;  ///< end before the driver does
};

}  // namespace cimgate::database
