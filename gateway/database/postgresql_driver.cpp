#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>

#include "gateway/database/driver.hpp"
#include "gateway/database/libpq.hpp"
#include "gateway/database/location.hpp"
#include "gateway/database/postgresql_session.hpp"
#include "gateway/database/postgresql_text.hpp"

namespace cimgate::database {
namespace {

constexpr const char* stamp_table = "cimgate_stamp";

/// Rows are fetched all at once, so that other statements can be used while these are read.
class PostgresqlStatement final : public Prepared {
 public:
  PostgresqlStatement(std::shared_ptr<Session> session, std::string_view sql)
      : session_(std::move(session)), sql_(with_dollars(sql, count_)) {
    values_.resize(static_cast<std::size_t>(count_));
    types_.resize(values_.size());
  }
  ~PostgresqlStatement() override { session_->forget(name_, prepared_in_); }

  void bind(int parameter, std::int64_t value) override {
    set(parameter, std::to_string(value), Session::integer);
  }
  void bind(int parameter, std::string_view value) override {
    set(parameter, to_server(value), Session::text);
  }
  void bind_null(int parameter) override { set(parameter, std::nullopt, 0); }

  bool step() override {
    if (!rows_) {
      run();
      row_ = 0;
    } else {
      ++row_;
    }
    return row_ < session_->pq().rows(rows_.get());
  }

  void reset() override { rows_.reset(); }

  /// As one of several that are run together.
  Session::Sent sent() const {
    Session::Sent made{name_, prepared_in_, sql_, types_, {}};
    for (const auto& value : values_) made.values.push_back(value ? value->c_str() : nullptr);
    return made;
  }
  /// What came of it.
  void take(const Session::Sent& sent, Session::Rows rows) {
    name_ = sent.name;
    prepared_in_ = sent.prepared_in;
    rows_ = std::move(rows);
    row_ = -1;
  }

  bool is_null(int column) const override { return session_->pq().is_null(rows_.get(), row_, column) != 0; }

  std::int64_t integer(int column) const override {
    const auto digits = bytes(column);
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
  }

  std::string text(int column) const override { return from_server(bytes(column)); }

 private:
  std::string_view bytes(int column) const {
    if (is_null(column)) return {};
    return {session_->pq().value(rows_.get(), row_, column),
            static_cast<std::size_t>(session_->pq().length(rows_.get(), row_, column))};
  }

  void set(int parameter, std::optional<std::string> value, unsigned type) {
    if (parameter < 1 || parameter > count_) throw Error("there is no such parameter");
    const auto at = static_cast<std::size_t>(parameter) - 1;
    values_[at] = std::move(value);
    // Of what type NULL is says the place where it stands, or what was there before.
    if (type == 0 || types_[at] == type) return;
    types_[at] = type;
    if (!name_.empty()) session_->forget(std::exchange(name_, {}), prepared_in_);
  }

  void run() {
    session_->retried(sql_.starts_with("SELECT"), [&] {
      if (name_.empty() || prepared_in_ != session_->number()) {
        name_ = session_->prepare(sql_, types_);
        prepared_in_ = session_->number();
      }
      std::vector<const char*> values;
      for (const auto& value : values_) values.push_back(value ? value->c_str() : nullptr);
      rows_ = session_->run(name_, values);
    });
  }

  std::shared_ptr<Session> session_;
  int count_ = 0;
  std::string sql_;
  std::vector<std::optional<std::string>> values_;
  std::vector<unsigned> types_;
  std::string name_;  ///< "" = not prepared
  std::uint64_t prepared_in_ = 0;
  Session::Rows rows_;
  int row_ = 0;
};

class PostgresqlDriver final : public Driver {
 public:
  PostgresqlDriver(const std::string& location, Mode mode)
      : session_(std::make_shared<Session>(parse_server(location), mode)) {}

  std::unique_ptr<Prepared> prepare(const std::string& sql) override {
    return std::make_unique<PostgresqlStatement>(session_, sql);
  }

  void execute(const std::string& statements) override {
    session_->retried(false, [&] { session_->run_all(statements); });
  }

  std::int64_t changes() const override { return session_->changes(); }

  void run_together(const std::vector<Prepared*>& statements) override {
    std::vector<Session::Sent> sent;
    sent.reserve(statements.size());
    for (auto* statement : statements) sent.push_back(static_cast<PostgresqlStatement*>(statement)->sent());
    auto rows = session_->run_together(sent);
    for (std::size_t i = 0; i < statements.size(); ++i)
      static_cast<PostgresqlStatement*>(statements[i])->take(sent[i], std::move(rows[i]));
  }
  std::optional<std::uint64_t> journeys() const override { return session_->journeys(); }
  std::string rows_of(std::string_view parameter, Type type) override {
    return fmt::format("SELECT {} AS value FROM json_array_elements_text(CAST({} AS json)) AS listed(one)",
                       type == Type::integer ? "CAST(one AS bigint)" : "one COLLATE \"C\"", parameter);
  }

  void begin(Begin how) override { session_->begin(how); }
  void commit() override { session_->commit(); }
  void roll_back() override { session_->roll_back(); }
  bool in_transaction() const override { return session_->in_transaction(); }
  void hold(const std::string& name) override { session_->hold(name); }
  bool nobody_holds(const std::string& name) override { return session_->nobody_holds(name); }
  std::string passing_over_held(std::string_view alias) override {
    return fmt::format(" FOR UPDATE OF {} SKIP LOCKED", alias);
  }
  void wait_for_locks(bool wait) override { session_->wait_for_locks(wait); }

  /// Readers never wait for the one who writes.
  void share() override {}

  /// A commit that is on the disk is PostgreSQL's default, which a server may have been told otherwise.
  void tune(const Tuning& tuning) override {
    if (tuning.every_commit_on_disk) session_->set("synchronous_commit", "on");
    if (tuning.asks_all_the_time) session_->end_when_not_heard();
  }

  // What is there already is left alone before it is asked for: a role that works with tables may not make
  // any.

  void create(const Table& table) override {
    if (has(tables(), table.name) && !table.temporary) return;
    std::string made = table.temporary ? "CREATE TEMP TABLE " : "CREATE TABLE ";
    made += quoted(table.name) + " (";
    const bool counted = table.counted && !table.columns.empty();
    if (counted) make_counter(table);
    std::vector<std::string> keys;
    for (const auto& column : table.columns) {
      // Texts are told apart and sorted by their bytes, as everywhere.
      made += quoted(column.name) + (column.type == Type::integer ? " bigint" : " text COLLATE \"C\"");
      if (counted && keys.empty()) made += fmt::format(" DEFAULT {}()", counter(table.name));
      if (column.required) made += " NOT NULL";
      made += ", ";
      if (keys.size() < std::max<std::size_t>(table.keys, 1)) keys.push_back(column.name);
    }
    execute(made + "PRIMARY KEY (" + listed(keys) + "))");
    if (counted) finish_counter(table);
  }

  void create_index(std::string_view name, std::string_view table,
                    const std::vector<std::string>& columns) override {
    if (has(names(
                "SELECT relname::text FROM pg_class WHERE relkind = 'i' AND relnamespace = to_regnamespace(" +
                literal(session_->schema()) + ")"),
            name))
      return;
    execute("CREATE INDEX " + quoted(name) + " ON " + quoted(table) + " (" + listed(columns) + ")");
  }

  std::vector<std::string> tables() override {
    return names(
        fmt::format("SELECT relname::text FROM pg_class WHERE relkind IN ('r', 'p') AND relname <> '{}' AND "
                    "(relnamespace "
                    "= to_regnamespace({}) OR relnamespace = pg_my_temp_schema())",
                    stamp_table, literal(session_->schema())));
  }

  std::vector<std::string> columns(std::string_view table) override {
    return names(fmt::format(
        "SELECT attname::text FROM pg_attribute WHERE attrelid = to_regclass({}) AND attnum > 0 AND NOT "
        "attisdropped ORDER BY attnum",
        literal(quoted(table))));
  }

  Stamp stamp() override {
    if (names(fmt::format("SELECT '' WHERE to_regclass({}) IS NOT NULL", literal(stamp_table))).empty())
      return {};
    PostgresqlStatement found(session_, fmt::format("SELECT application, version FROM {}", stamp_table));
    if (!found.step()) return {};
    return {static_cast<std::int32_t>(found.integer(0)), static_cast<std::int32_t>(found.integer(1))};
  }

  void set_stamp(const Stamp& stamp) override {
    if (names(fmt::format("SELECT '' WHERE to_regclass({}) IS NOT NULL", literal(stamp_table))).empty())
      execute(fmt::format("CREATE TABLE {} (application integer NOT NULL, version integer NOT NULL)",
                          stamp_table));
    execute(fmt::format("DELETE FROM {0}; INSERT INTO {0} VALUES ({1}, {2})", stamp_table, stamp.application,
                        stamp.version));
  }

  /// A server looks after its files itself.
  std::string damage(std::uint64_t) override { return {}; }

  std::string bytes() override { throw Error("a database on a server has no bytes to be copied"); }

 private:
  static bool has(const std::vector<std::string>& all, std::string_view name) {
    return std::find(all.begin(), all.end(), name) != all.end();
  }

  static std::string literal(std::string_view text) {
    std::string made = "'";
    for (const char c : text) made += c == '\'' ? std::string("''") : std::string(1, c);
    return made + "'";
  }

  std::string counter(const std::string& table) const {
    return fmt::format("{}.{}", quoted(session_->schema()), quoted("next_of_" + table));
  }

  // A sequence of PostgreSQL's leaves a gap for what was rolled back, and the rows of one who works alone
  // would be numbered otherwise than those in a file. Only one writes at a time, so that the next number is
  // the last one and one. The function is made before the table that it looks at, as the table needs it.
  void make_counter(const Table& table) {
    execute(fmt::format("CREATE OR REPLACE FUNCTION {}() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
                        counter(table.name)));
  }
  void finish_counter(const Table& table) {
    execute(fmt::format(
        "CREATE OR REPLACE FUNCTION {}() RETURNS bigint LANGUAGE sql AS 'SELECT coalesce(max({}), "
        "0) + 1 FROM {}.{}'",
        counter(table.name), quoted(table.columns.front().name), quoted(session_->schema()),
        quoted(table.name)));
  }

  std::vector<std::string> names(const std::string& sql) {
    std::vector<std::string> all;
    session_->retried(true, [&] {
      const auto rows = session_->run_all(sql);
      const auto& pq = session_->pq();
      for (int i = 0; i < pq.rows(rows.get()); ++i) all.push_back(from_server(pq.value(rows.get(), i, 0)));
    });
    return all;
  }

  std::shared_ptr<Session> session_;
};

}  // namespace

std::unique_ptr<Driver> open_postgresql(const std::string& location, Mode mode) {
  return std::make_unique<PostgresqlDriver>(location, mode);
}

}  // namespace cimgate::database
