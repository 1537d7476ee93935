#include <sqlite3.h>

#include <cstring>

#include "gateway/database/driver.hpp"

namespace cimgate::database {
namespace {

Error::Kind kind_of(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Error::Kind::locked;
    case SQLITE_FULL:
      return Error::Kind::full;
    case SQLITE_CORRUPT:
      return Error::Kind::damaged;
    case SQLITE_NOTADB:
      return Error::Kind::foreign;
    default:
      return Error::Kind::other;
  }
}

[[noreturn]] void fail(sqlite3* connection) {
  if (connection == nullptr) throw Error("out of memory");
  throw Error(sqlite3_errmsg(connection), kind_of(sqlite3_errcode(connection)));
}

void check(sqlite3_stmt* statement, int result) {
  if (result != SQLITE_OK) fail(sqlite3_db_handle(statement));
}

class SqliteStatement final : public Prepared {
 public:
  SqliteStatement(sqlite3* connection, const std::string& sql) {
    sqlite3_stmt* made = nullptr;
    const int result = sqlite3_prepare_v3(connection, sql.data(), static_cast<int>(sql.size()),
                                          SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    statement_.reset(made);
    if (result != SQLITE_OK) fail(connection);
  }

  void bind(int parameter, std::int64_t value) override {
    check(statement_.get(), sqlite3_bind_int64(statement_.get(), parameter, value));
  }

  void bind(int parameter, std::string_view value) override {
    // A view of nothing may have no address, which SQLite would take for NULL.
    const char* at = value.empty() ? "" : value.data();
    check(statement_.get(),
          sqlite3_bind_text64(statement_.get(), parameter, at, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  }

  void bind_null(int parameter) override {
    check(statement_.get(), sqlite3_bind_null(statement_.get(), parameter));
  }

  bool step() override {
    const int result = sqlite3_step(statement_.get());
    if (result != SQLITE_ROW && result != SQLITE_DONE) fail(sqlite3_db_handle(statement_.get()));
    return result == SQLITE_ROW;
  }

  void reset() override {
    sqlite3_reset(statement_.get());  // says once more what step() said
  }

  bool is_null(int column) const override {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
  }

  std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_.get(), column); }

  std::string text(int column) const override {
    const auto* bytes = sqlite3_column_text(statement_.get(), column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
    return bytes == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(bytes), size);
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class SqliteDriver final : public Driver {
 public:
  SqliteDriver(const std::string& path, Mode mode) {
    sqlite3* made = nullptr;
    // Readers, too, must be able to make the files of the write-ahead log.
    const int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (mode == Mode::write ? SQLITE_OPEN_CREATE : 0);
    const int result = sqlite3_open_v2(path.c_str(), &made, flags, nullptr);
    handle_.reset(made);
    if (result != SQLITE_OK) fail(made);
    sqlite3_extended_result_codes(made, 1);
    wait_for_locks(true);
    if (mode == Mode::read) execute("PRAGMA query_only = ON");
  }

  std::unique_ptr<Prepared> prepare(const std::string& sql) override {
    return std::make_unique<SqliteStatement>(handle_.get(), sql);
  }

  void execute(const std::string& statements) override {
    if (sqlite3_exec(handle_.get(), statements.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
      fail(handle_.get());
  }

  std::int64_t changes() const override { return sqlite3_changes64(handle_.get()); }

  void run_together(const std::vector<Prepared*>&) override {}  // step() runs them
  std::optional<std::uint64_t> journeys() const override { return std::nullopt; }
  std::string rows_of(std::string_view parameter, Type) override {
    return "SELECT value FROM json_each(" + std::string(parameter) + ")";
  }

  void begin(Begin how) override { execute(how == Begin::reading ? "BEGIN" : "BEGIN IMMEDIATE"); }

  void commit() override { execute("COMMIT"); }

  void roll_back() override { execute("ROLLBACK"); }

  void hold(const std::string&) override {}

  bool nobody_holds(const std::string&) override { return true; }

  std::string passing_over_held(std::string_view) override { return {}; }

  bool in_transaction() const override { return sqlite3_get_autocommit(handle_.get()) == 0; }

  void wait_for_locks(bool wait) override { sqlite3_busy_timeout(handle_.get(), wait ? 10'000 : 0); }

  void share() override { execute("PRAGMA journal_mode = WAL"); }

  void tune(const Tuning& tuning) override {
    execute(tuning.every_commit_on_disk ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
    execute(tuning.temporary_in_memory ? "PRAGMA temp_store = MEMORY" : "PRAGMA temp_store = FILE");
    execute("PRAGMA cache_size = -65536");
  }

  void create(const Table& table) override {
    std::string made = table.temporary ? "CREATE TEMP TABLE " : "CREATE TABLE IF NOT EXISTS ";
    made += quoted(table.name) + " (";
    std::vector<std::string> keys;
    for (const auto& column : table.columns) {
      made += quoted(column.name) + (column.type == Type::integer ? " INTEGER" : " TEXT");
      if (table.counted && keys.empty()) made += " PRIMARY KEY";
      if (column.required && !(table.counted && keys.empty())) made += " NOT NULL";
      made += ", ";
      if (keys.size() < table.keys) keys.push_back(column.name);
    }
    if (table.counted)
      made.erase(made.size() - 2);
    else
      made += "PRIMARY KEY (" + listed(keys) + ")";
    // Rows in the tree of their keys, unless they are so large that the tree would be slow to search.
    execute(made + (table.counted || table.wide ? ")" : ") WITHOUT ROWID"));
  }

  void create_index(std::string_view name, std::string_view table,
                    const std::vector<std::string>& columns) override {
    execute("CREATE INDEX IF NOT EXISTS " + quoted(name) + " ON " + quoted(table) + " (" + listed(columns) +
            ")");
  }

  std::vector<std::string> tables() override {
    return names(
        "SELECT name FROM sqlite_schema WHERE type = 'table' UNION ALL "
        "SELECT name FROM sqlite_temp_schema WHERE type = 'table'",
        {});
  }

  std::vector<std::string> columns(std::string_view table) override {
    return names("SELECT name FROM pragma_table_info(?1) ORDER BY cid", table);
  }

  // The first tells the file apart for SQLite's own tools, too.
  Stamp stamp() override { return {number("PRAGMA application_id"), number("PRAGMA user_version")}; }

  void set_stamp(const Stamp& stamp) override {
    execute("PRAGMA application_id = " + std::to_string(stamp.application) +
            "; PRAGMA user_version = " + std::to_string(stamp.version));
  }

  std::string damage(std::uint64_t limit) override {
    const auto size = static_cast<std::uint64_t>(number("PRAGMA page_size")) *
                      static_cast<std::uint64_t>(number("PRAGMA page_count"));
    if (size > limit) return {};
    const auto found = names("PRAGMA quick_check(1)", {});
    return found.empty() || found.front() == "ok" ? std::string() : found.front();
  }

  std::string bytes() override {
    sqlite3_int64 size = 0;
    const std::unique_ptr<unsigned char, decltype(&sqlite3_free)> made(
        sqlite3_serialize(handle_.get(), "main", &size, 0), sqlite3_free);
    if (!made) return {};
    return {reinterpret_cast<const char*>(made.get()), static_cast<std::size_t>(size)};
  }

  void become(const std::string& bytes) {
    const auto size = static_cast<sqlite3_int64>(bytes.size());
    auto* pages = static_cast<unsigned char*>(sqlite3_malloc64(bytes.size()));
    if (pages == nullptr) throw Error("out of memory");
    std::memcpy(pages, bytes.data(), bytes.size());
    if (sqlite3_deserialize(handle_.get(), "main", pages, size, size, SQLITE_DESERIALIZE_FREEONCLOSE) !=
        SQLITE_OK)
      fail(handle_.get());
  }

 private:
  std::vector<std::string> names(const std::string& sql, std::string_view parameter) {
    SqliteStatement statement(handle_.get(), sql);
    if (!parameter.empty()) statement.bind(1, parameter);
    std::vector<std::string> all;
    while (statement.step()) all.push_back(statement.text(0));
    return all;
  }

  std::int32_t number(const std::string& sql) {
    SqliteStatement statement(handle_.get(), sql);
    return statement.step() ? static_cast<std::int32_t>(statement.integer(0)) : 0;
  }

  struct Close {
    void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
};

}  // namespace

std::unique_ptr<Driver> open_sqlite(const std::string& path, Mode mode) {
  return std::make_unique<SqliteDriver>(path, mode);
}

std::unique_ptr<Driver> copy_sqlite(const std::string& bytes) {
  auto made = std::make_unique<SqliteDriver>(":memory:", Mode::write);
  made->become(bytes);
  return made;
}

}  // namespace cimgate::database
