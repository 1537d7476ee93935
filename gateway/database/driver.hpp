#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/database/connection.hpp"

/// What one kind of database has to be able to do. Connection and Statement, which the rooms above use, hand
/// everything over to it. All members throw Error.
namespace cimgate::database {

/// A statement that is ready. Parameters count from 1, columns from 0.
class Prepared {
 public:
  Prepared() = default;
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;
  virtual ~Prepared() = default;

  virtual void bind(int parameter, std::int64_t value) = 0;
  virtual void bind(int parameter, std::string_view value) = 0;  ///< copied
  virtual void bind_null(int parameter) = 0;
  virtual bool step() = 0;
  virtual void reset() = 0;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual std::string text(int column) const = 0;
};

class Driver {
 public:
  Driver() = default;
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;
  virtual ~Driver() = default;

  virtual std::unique_ptr<Prepared> prepare(const std::string& sql) = 0;
  virtual void execute(const std::string& statements) = 0;
  virtual std::int64_t changes() const = 0;
  /// Runs statements that change nothing, so that step() goes over the rows of each.
  virtual void run_together(const std::vector<Prepared*>& statements) = 0;
  /// Nothing: no journey is needed.
  virtual std::optional<std::uint64_t> journeys() const = 0;
  virtual std::string rows_of(std::string_view parameter, Type type) = 0;

  virtual void begin(Begin how) = 0;
  virtual void commit() = 0;
  virtual void roll_back() = 0;
  virtual bool in_transaction() const = 0;
  virtual void hold(const std::string& name) = 0;
  virtual bool nobody_holds(const std::string& name) = 0;
  virtual std::string passing_over_held(std::string_view alias) = 0;
  /// Whether a lock is waited for; at first it is.
  virtual void wait_for_locks(bool wait) = 0;
  virtual void share() = 0;
  virtual void tune(const Tuning& tuning) = 0;

  virtual void create(const Table& table) = 0;
  virtual void create_index(std::string_view name, std::string_view table,
                            const std::vector<std::string>& columns) = 0;
  virtual std::vector<std::string> tables() = 0;
  virtual std::vector<std::string> columns(std::string_view table) = 0;
  virtual Stamp stamp() = 0;
  virtual void set_stamp(const Stamp& stamp) = 0;

  virtual std::string damage(std::uint64_t limit) = 0;
  virtual std::string bytes() = 0;
};

/// SQLite: a file, or ":memory:".
std::unique_ptr<Driver> open_sqlite(const std::string& path, Mode mode);
/// A schema of a PostgreSQL server (location.hpp).
std::unique_ptr<Driver> open_postgresql(const std::string& location, Mode mode);
/// One in memory that is a copy of what bytes() gave.
std::unique_ptr<Driver> copy_sqlite(const std::string& bytes);

}  // namespace cimgate::database
